"""Imports on the far side: the student's modules from memory, the given files, stand-ins for what is not installed.

Nothing is read from the student's folder: the grader sends the sources. Functions of the sheet that the student lacks,
or that were found wrong already, can be replaced by the grader's own (`substitutes`).
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
import traceback
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from standins import NotInstalled, StandIn, StandInBase  # type: ignore[import-not-found]

HARMLESS = frozenset("np numpy math dict list set tuple range len float int".split())
OURS = ("grader", "reference")  # not for students, wherever this process could find them


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The one importer of a submission; `setup` is what the grader sent.

    setup: {"sources": {module: [file, source]}, "given": {module: [file, source, is_package]},
            "guarded": [names whose ImportError the student catches],
            "substitutes": {module: {function: the number of the grader's function}}}
    """

    def __init__(self, setup: dict[str, Any], proxy: Callable[[int], Any], recall: Callable[[str, Any], Any]) -> None:
        self._sources: dict[str, list[Any]] = setup["sources"]
        self._given: dict[str, list[Any]] = setup["given"]
        self._guarded = frozenset(setup["guarded"])
        self._substitutes = {
            module: {name: recall("f", number) for name, number in functions.items()}
            for module, functions in setup["substitutes"].items()
        }
        self._definitions_only: set[str] = set()
        self.left_out: list[list[Any]] = []

    def install(self) -> None:
        sys.meta_path.insert(0, self)
        sys.meta_path.append(Absent(self._guarded))
        sys.path = [entry for entry in sys.path if entry]

    # ---- finding
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.split(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name in self._given:
            return importlib.machinery.ModuleSpec(name, self, is_package=bool(self._given[name][2]))
        if name in self._sources or name in self._substitutes:
            return importlib.machinery.ModuleSpec(name, self)
        return None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        if name in self._given:
            self._run(module, *self._given[name][:2])
            vars(module).setdefault("__getattr__", lambda attribute: StandIn(f"{name}.{attribute}"))
        elif name in self._sources:
            file, source = self._sources[name]
            if name in self._definitions_only:
                self._run_definitions(module, file, source)
            else:
                self._run(module, file, source)
        self._replace(module)

    def _run(self, module: ModuleType, file: str, source: str) -> None:
        self._remember(module, file, source)
        exec(compile(source, file, "exec"), module.__dict__)

    def _remember(self, module: ModuleType, file: str, source: str) -> None:
        module.__file__ = file
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)

    def _run_definitions(self, module: ModuleType, file: str, source: str) -> None:
        """Imports, functions, classes and plain assignments, each on its own; what raises is left out and listed."""
        self._remember(module, file, source)
        for statement in ast.parse(source, file).body:
            if not _defines(statement):
                self.left_out.append([module.__name__, statement.lineno, "not a definition"])
                continue
            code: CodeType = compile(ast.Module([statement], []), file, "exec")
            try:
                exec(code, module.__dict__)
            except Exception as trouble:
                why = traceback.format_exception_only(trouble)[-1].strip()[:300]
                self.left_out.append([module.__name__, statement.lineno, why])

    def _replace(self, module: ModuleType) -> None:
        for function, proxy in self._substitutes.get(module.__name__, {}).items():
            setattr(module, function, proxy)

    # ---- what the grader asks for
    def load(self, name: str, definitions_only: bool) -> list[list[Any]]:
        """Imports one module of the student's; gives back what was left out."""
        if definitions_only:
            self._definitions_only.update(self._sources)
        importlib.import_module(name)
        return self.left_out

    def loaded(self, name: str) -> ModuleType:
        return sys.modules[name]

    def given(self, dotted: str) -> Any:
        """A function or class of the given files."""
        module, _, name = dotted.rpartition(".")
        return getattr(importlib.import_module(module), name)


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last finder: a stand-in for a package that is not installed, unless the student handles that."""

    def __init__(self, guarded: frozenset[str]) -> None:
        self._guarded = guarded

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        parent = name.rpartition(".")[0]
        if parent and not isinstance(sys.modules.get(parent), AbsentModule):
            return None
        if name in self._guarded or name.split(".")[0] in self._guarded or name.startswith("_"):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: Any) -> ModuleType:
        return AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class AbsentModule(ModuleType):
    """A module that is not there; every name in it is a stand-in."""

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            if attribute == "__all__":
                return []
            raise AttributeError(attribute)
        return StandIn(f"{self.__name__}.{attribute}")


def refusal(value: Any) -> ImportError | None:
    """Why this value cannot be given back, where it comes from an absent package."""
    if isinstance(value, StandIn):
        return NotInstalled(value._name)  # type: ignore[no-any-return]
    if isinstance(value, StandInBase):
        return NotInstalled(type(value).__name__)  # type: ignore[no-any-return]
    return None


def _defines(statement: ast.stmt) -> bool:
    """Whether a top-level statement is an import, a definition or an assignment that calls nothing of its own."""
    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return True
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return all(_harmless(call) for call in ast.walk(statement) if isinstance(call, ast.Call))
    if isinstance(statement, ast.Try):
        return all(_defines(inner) or isinstance(inner, ast.Pass) for inner in statement.body)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _harmless(call: ast.Call) -> bool:
    """A call of numpy's or of a built-in type: `np.array([1, 2])`, `dict()`, `set()`."""
    function = call.func
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in HARMLESS
