"""The course's given files: public code that stands beside the student's behind the wall and holds no answer.

On this side the samplers among them are run as well, so that the reference draws what the student drew.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.code import Given, Instance, OurFault


class GivenFiles:
    """One assignment's `given/` folder, read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, ModuleType] = {}

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, str, bool]]:
        """Dotted module name: file, source, whether it is a package."""
        found = {}
        for path in sorted(self._folder.rglob("*.py")) if self._folder.is_dir() else ():
            parts = path.relative_to(self._folder).with_suffix("").parts
            package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if package else parts)
            found[name] = (f"given/{path.relative_to(self._folder).as_posix()}", path.read_text("utf-8"), package)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Every package and module and every name that one sets, dotted: a student's files of these names are not
        used, but for what they have beyond ours."""
        modules = {name for dotted in self.sources for name in (dotted, dotted.split(".")[0])}
        return frozenset(modules | {f"{name}.{one}" for name in self.sources for one in self._set_by(name)})

    def _set_by(self, name: str) -> Iterator[str]:
        for node in ast.parse(self.sources[name][1]).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from (alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.Assign):
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))

    def get(self, dotted: str) -> Any:
        """A function or class of the given files, on this side. Raises OurFault where there is none."""
        module_name, _, name = dotted.rpartition(".")
        if module_name not in self.sources:
            raise OurFault(f"the spec names `{dotted}`, and the given files have no module `{module_name}`")
        if module_name not in self._loaded:
            file, source, _ = self.sources[module_name]
            module = ModuleType(module_name)
            exec(compile(source, file, "exec"), module.__dict__)
            self._loaded[module_name] = module
        try:
            return getattr(self._loaded[module_name], name)
        except AttributeError:
            raise OurFault(f"the spec names `{dotted}`, and given `{module_name}` has no `{name}`") from None

    def make(self, value: Any) -> Any:
        """The thing that a `Given` or an `Instance` stands for, made afresh; any other value as it is."""
        if isinstance(value, Given):
            return self.get(value.name)
        if isinstance(value, Instance):
            return self.get(value.name)(**value.arguments)
        return value
