"""The course's given files: public code that stands beside the student's behind the wall and holds no answer.

On this side the samplers among them are run as well, so that the reference draws what the student drew. Drivers are
given, too, in a package of their own: a student's `training.py` must not hide ours, nor the other way round.
"""

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.code import Given, Instance, OurFault

#: The package that drivers stand in: `bigram.train` of a spec is `grade_drivers.bigram.train` inside.
DRIVERS = "grade_drivers"
#: Those that every assignment has.
SHARED = Path(__file__).parent.parent / "drivers"


class GivenFiles:
    """One assignment's `given/` and `drivers/` folders, read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, ModuleType] = {}

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, str, bool]]:
        """Dotted module name: file, source, whether it is a package."""
        return {**self.handed_out, **self._drivers}

    @cached_property
    def _drivers(self) -> dict[str, tuple[str, str, bool]]:
        """An assignment's own driver of a shared one's name wins."""
        found = {DRIVERS: (f"{DRIVERS}/__init__.py", "", True)}
        for folder in (SHARED, self._folder.parent / "drivers"):
            for path in sorted(folder.glob("*.py")):
                if path.stem != "__init__":
                    found[f"{DRIVERS}.{path.stem}"] = (f"{DRIVERS}/{path.name}", path.read_text("utf-8"), False)
        return found

    @cached_property
    def handed_out(self) -> dict[str, tuple[str, str, bool]]:
        """The same of what students have: everything but the drivers."""
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
        modules = {name for dotted in self.handed_out for name in (dotted, dotted.split(".")[0])}
        return frozenset(modules | {f"{name}.{one}" for name in self.handed_out for one in self._set_by(name)})

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
        try:
            return getattr(self._module(module_name), name)
        except AttributeError:
            raise OurFault(f"the spec names `{dotted}`, and given `{module_name}` has no `{name}`") from None

    def _module(self, name: str) -> ModuleType:
        """A module of ours, run once on this side. It imports others of ours by their names, as it does inside."""
        if name not in self._loaded:
            file, source, package = self.sources[name]
            module = self._loaded[name] = ModuleType(name)
            if package:
                module.__path__ = []
            vars(module)["__builtins__"] = {**vars(builtins), "__import__": self._import}
            try:
                exec(compile(source, file, "exec"), module.__dict__)
            except BaseException:
                del self._loaded[name]
                raise
        return self._loaded[name]

    def _import(
        self, name: str, globals: Any = None, locals: Any = None, fromlist: Sequence[str] | None = (), level: int = 0
    ) -> Any:
        """`import` within a given file: ours first, which Python itself could not find here."""
        if level or name not in self.sources:
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        module = self._module(name)
        for one in fromlist or ():
            if f"{name}.{one}" in self.sources:
                setattr(module, one, self._module(f"{name}.{one}"))
        return module if fromlist else self._module(name.partition(".")[0])

    def driver(self, dotted: str) -> Any:
        """A driver, on this side. Raises OurFault where there is none."""
        return self.get(f"{DRIVERS}.{dotted}")

    def make(self, value: Any) -> Any:
        """The thing that a `Given` or an `Instance` stands for, made afresh; any other value as it is."""
        if isinstance(value, Given):
            return self.get(value.name)
        if isinstance(value, Instance):
            return self.get(value.name)(**value.arguments)
        return value
