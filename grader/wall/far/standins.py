"""Stand-ins for packages that are not installed: harmless while nobody needs their results.

`plt.plot(...)` inside a graded function is no reason to lose a mark; a number that only sklearn could have computed
cannot be had, and then the stand-in says so.
"""

import dis
import sys
from types import ModuleType
from typing import Any

PROGRESS_BARS = ("tqdm", "tqdm_notebook", "trange")


class NotInstalled(ImportError):
    """A result of a package that is not installed was needed."""

    __slots__ = ("standin",)

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is not installed here, and its result is needed")
        self.standin = name


class StandIn:
    """Anything of an absent package: can be called, subscripted, set, shown, and used as a decorator or a base."""

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__") and attribute.endswith("__"):
            raise AttributeError(attribute)
        return StandIn(f"{self._name}.{attribute}")

    def __setattr__(self, attribute: str, value: Any) -> None:
        pass

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __getitem__(self, key: Any) -> Any:
        return StandIn(f"{self._name}[…]")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        # A progress bar (tqdm) gives back what it counts; a decorator (numba.jit) gives back the function.
        if arguments and self._name.rpartition(".")[2] in PROGRESS_BARS:
            return ProgressBar(self._name, range(*arguments) if isinstance(arguments[0], int) else arguments[0])
        if len(arguments) == 1 and callable(arguments[0]) and not named:
            return arguments[0]
        return StandIn(f"{self._name}(…)")

    def __iter__(self) -> Any:
        # `fig, ax = plt.subplots()` is as harmless as `plt.plot`; how many are asked for stands in the bytecode.
        asking = sys._getframe(1)
        code = asking.f_code.co_code
        if dis.opname[code[asking.f_lasti]] == "UNPACK_SEQUENCE":
            return iter([StandIn(f"{self._name}[…]") for _ in range(code[asking.f_lasti + 1])])
        raise NotInstalled(self._name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        first = next(base for base in bases if isinstance(base, StandIn))
        return (StandInBase,) if first is self else ()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *trouble: Any) -> None:
        pass

    def __or__(self, other: Any) -> Any:  # an annotation: `torch.Tensor | None`
        return StandIn(self._name)

    __ror__ = __or__

    def __repr__(self) -> str:
        return f"<{self._name}: not installed here>"


class StandInBase:
    """The base class of a class that inherits from an absent one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        pass


def _needed(self: StandIn, *arguments: Any, **named: Any) -> Any:
    raise NotInstalled(self._name)


NEEDS_A_VALUE = (
    "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv", "rfloordiv", "mod", "rmod", "pow",
    "rpow", "matmul", "rmatmul", "neg", "pos", "abs", "and", "rand", "xor", "rxor", "invert", "lt", "le", "gt", "ge",
    "bool", "len", "next", "contains", "float", "int", "index", "complex", "array", "round", "reversed", "array_ufunc",
    "array_function",
)  # fmt: skip
for _name in NEEDS_A_VALUE:
    setattr(StandIn, f"__{_name}__", _needed)


class ProgressBar(StandIn):
    """What tqdm makes of something to be counted: still that, and can be told to show whatever it likes."""

    def __init__(self, name: str, counted: Any) -> None:
        super().__init__(name)
        object.__setattr__(self, "_counted", counted)

    def __iter__(self) -> Any:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)

    def __bool__(self) -> bool:
        return True


class AbsentModule(ModuleType):
    """A module that is not there; every name in it is a stand-in."""

    def __getattr__(self, attribute: str) -> Any:
        if attribute == "__version__":
            return "0"
        if attribute == "__all__":
            return []
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        own = vars(self)["_own"](attribute) if "_own" in vars(self) else None
        return StandIn(f"{self.__name__}.{attribute}") if own is None else own


def refusal(value: Any) -> ImportError | None:
    """Why this value cannot be given back, where it comes from an absent package."""
    if isinstance(value, StandIn):
        return NotInstalled(value._name)
    if isinstance(value, StandInBase):
        return NotInstalled(type(value).__name__)
    return None
