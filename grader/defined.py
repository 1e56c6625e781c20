"""Which names our own Python files define, read without running them: given files, drivers, the reference."""

import ast
from functools import cache
from pathlib import Path


@cache
def names_of(folder: Path, module: str) -> tuple[str, ...] | None:
    """The names at the top of a module below a folder, or None where there is no such file. Raises SyntaxError."""
    base = folder.joinpath(*module.split("."))
    for file in (base.with_suffix(".py"), base / "__init__.py"):
        if file.is_file():
            return tuple(dict.fromkeys(_defined(ast.parse(file.read_bytes(), file.name).body)))
    return None


def modules_of(folder: Path) -> list[str]:
    """The dotted names of a folder's modules."""
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else []
    parts = [file.relative_to(folder).with_suffix("").parts for file in files]
    return [".".join(one[:-1] if one[-1] == "__init__" else one) for one in parts]


def _defined(body: list[ast.stmt]) -> list[str]:
    names: list[str] = []
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names += [one.asname or one.name.split(".")[0] for one in imported]
            case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                names += _defined(inner) + _defined(other)
    return names
