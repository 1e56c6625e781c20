"""Imports on the far side: the student's modules from memory, the given files, stand-ins for what is not installed.

Nothing is read from the student's folder: the grader sends the sources. Functions of the sheet that the student lacks,
or that were found wrong already, can be replaced by the grader's own (`substitutes`).
"""

import ast
import importlib
import linecache
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from grader.wall.far import packages
from grader.wall.far.definitions import run_definitions, run_in_steps
from grader.wall.far.standins import AbsentModule, StandIn

HANDED_IN = "_handed_in"  # ends the name of a student's file beside the given one of its name
OURS = ("grader", "reference")  # not for students, wherever this process could find them


class Modules:
    """The importer of one submission (a finder and a loader); `setup` is what the grader sent.

    setup: {"sources": {module: [file, source, whether only its definitions are there]},
            "given": {module: [file, source, is_package]},
            "guarded": [names whose ImportError the student catches],
            "substitutes": {module: {function: the number of the grader's function,
                                     or [module, function] of the student's own that stands elsewhere}}}
    """

    def __init__(self, setup: dict[str, Any], function: Callable[[int], Any]) -> None:
        self._sources: dict[str, list[Any]] = setup["sources"]
        self._given: dict[str, list[Any]] = setup["given"]
        self._guarded = frozenset(setup["guarded"])
        self._substitutes = {
            module: {name: one if type(one) is list else function(one) for name, one in functions.items()}
            for module, functions in setup["substitutes"].items()
        }
        self._folders = packages.folders(self._sources)
        self._files = frozenset(file for file, *_ in [*self._sources.values(), *self._given.values()])
        self._definitions_only: set[str] = set()
        self._undefined: dict[str, dict[str, Exception]] = {}  # by module: what its definitions ran into
        self._loaded: dict[str, ModuleType] = {}

    def install(self) -> None:
        """From here on, imports are answered here first and last."""
        sys.meta_path[:] = [self, *sys.meta_path, Absent(self._guarded, self._files, self._own_by_bare_name)]

    # ---- what the import system asks for
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name in self._given:
            return ModuleSpec(name, self, is_package=bool(self._given[name][2]))  # type: ignore[arg-type]
        if name in self._sources or name in self._substitutes:
            package = name in self._sources and self._sources[name][0].endswith("__init__.py")
            return ModuleSpec(name, self, is_package=package)  # type: ignore[arg-type]
        if name.partition(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return self._in_a_folder(name)

    def _in_a_folder(self, name: str) -> ModuleSpec | None:
        """A folder of the student's, or a file in it, where one of their files asks for it as for a package."""
        top, _, below = name.partition(".")
        known = top in self._folders or top in self._sources or top in self._given
        if not (known or isinstance(sys.modules.get(top), AbsentModule)) or _importing_file() not in self._files:
            return None
        last = below.rpartition(".")[2]
        if last in self._sources or last in self._substitutes:
            return ModuleSpec(name, packages.Alias(last))  # type: ignore[arg-type]
        if (last or top) in self._folders:
            return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        return None

    def _own_by_bare_name(self, name: str) -> ModuleType | None:
        return importlib.import_module(name) if name in self._sources or name in self._substitutes else None

    def create_module(self, spec: ModuleSpec) -> None:
        """As usual."""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        if name in self._given:
            self._run(module, *self._given[name][:2])
            self._add_own(module)
            vars(module).setdefault("__getattr__", _StandInsOf(name))
        elif name in self._sources:
            self._run(module, *self._sources[name])
        self._loaded[name] = module
        for function, replacement in self._substitutes.get(name, {}).items():
            setattr(module, function, _found(*replacement) if type(replacement) is list else replacement)

    def _add_own(self, module: ModuleType) -> None:
        """What the student's file of the same name has and ours has not."""
        own = f"{module.__name__.replace('.', '_')}{HANDED_IN}"
        if own in self._sources:
            try:
                names = vars(importlib.import_module(own))
            except (Exception, SystemExit):
                return  # stand-ins then say what is missing, where it is needed
            for name, value in names.items():
                if not name.startswith("__"):
                    vars(module).setdefault(name, value)

    def _run(self, module: ModuleType, file: str, source: str, in_steps: bool = False) -> None:
        module.__file__ = file
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        tree = packages.absolute(ast.parse(source, file), source, {*self._sources, *self._substitutes})
        if module.__name__ in self._definitions_only:
            self._undefined[module.__name__] = run_definitions(tree, file, module.__dict__)
        elif in_steps:
            self._undefined[module.__name__] = run_in_steps(tree, file, module.__dict__)
        else:
            exec(compile(tree, file, "exec", dont_inherit=True), module.__dict__)

    # ---- what the grader asks for
    def load(self, name: str, definitions_only: list[str]) -> None:
        """Imports one module of the student's; of those named, the definitions alone."""
        self._definitions_only.update(definitions_only)
        if name not in self._loaded:
            # A student's `random.py` is loaded when it is asked for, whatever numpy has imported under that name.
            sys.modules.pop(name, None)
            importlib.import_module(name)

    def function(self, module: str, name: str) -> Any:
        """A function of a module that was loaded before or stands in for one. Raises what kept it from being there."""
        if module not in self._loaded:
            importlib.import_module(module)
        try:
            return getattr(self._loaded[module], name)
        except AttributeError as missing:
            raise self._undefined.get(module, {}).get(name, missing) from None

    def given(self, dotted: str) -> Any:
        """A function or class of the given files."""
        module, _, name = dotted.rpartition(".")
        return getattr(importlib.import_module(module), name)


def _found(module: str, name: str) -> Callable[..., Any]:
    """A function of another module. That may be importing this one, and not have come to its definition yet: then it is
    looked up when it is called."""

    def defined_later(*arguments: Any, **named: Any) -> Any:
        found = vars(importlib.import_module(module)).get(name)
        if found is None or found is defined_later:
            raise NameError(f"name {name!r} is not defined")
        return found(*arguments, **named)

    found: Callable[..., Any] = vars(importlib.import_module(module)).get(name, defined_later)
    return found


class _StandInsOf:
    """A given module's `__getattr__`: what the course's file had and ours has not."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __call__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return StandIn(f"{self._module}.{attribute}")


class Absent:
    """The last finder: a stand-in for a package that is not installed, where a student's or a given file asks for it.

    Not where the student handles its absence, and not for libraries: those know how to do without.
    """

    def __init__(self, guarded: frozenset[str], files: frozenset[str], own: Callable[[str], ModuleType | None]) -> None:
        self._guarded, self._files, self._own = guarded, files, own

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        parent, top = name.rpartition(".")[0], name.partition(".")[0]
        if parent and not isinstance(sys.modules.get(parent), AbsentModule):
            return None
        if {name, top} & self._guarded or top.startswith("_") or _importing_file() not in self._files:
            return None
        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = AbsentModule(spec.name)
        if "." not in spec.name:
            vars(module)["_own"] = self._own  # it may be the name of the folder that everything lay in
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def _importing_file() -> str:
    """The file whose `import` is being answered."""
    frame = sys._getframe(2)
    while frame.f_back and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
        frame = frame.f_back
    return frame.f_code.co_filename
