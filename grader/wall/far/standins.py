"""Stand-ins for packages that are not installed here: harmless while nobody needs their results.

`plt.plot(...)` inside a graded function is no reason to lose a mark; a number that only sklearn could have computed
cannot be had, and then the stand-in says so.
"""

from typing import Any


class NotInstalled(ImportError):
    """A result of a package that is not installed was needed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is not installed here, and its result is needed")
        self.standin = name


class StandIn:
    """Anything of an absent package: can be called, subscripted, set and used as a decorator or a base class."""

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
        # A decorator (numba.jit) gives the function back; a progress bar (tqdm) gives back what it counts.
        if len(arguments) == 1 and callable(arguments[0]) and not named:
            return arguments[0]
        if arguments and self._name.rsplit(".", 1)[-1] in ("tqdm", "tqdm_notebook", "trange"):
            return range(arguments[0]) if isinstance(arguments[0], int) else arguments[0]
        return StandIn(f"{self._name}(…)")

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (StandInBase,)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *trouble: Any) -> bool:
        return False


class StandInBase:
    """The base class of a class that inherits from an absent one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        pass


def _needed(self: StandIn, *arguments: Any, **named: Any) -> Any:
    raise NotInstalled(self._name)


for _name in (
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul neg pos abs iadd "
    "isub imul itruediv and rand or ror xor rxor invert lt le gt ge bool len iter next contains float int index complex "
    "array round reversed array_ufunc array_function str format"
).split():
    setattr(StandIn, f"__{_name}__", _needed)
