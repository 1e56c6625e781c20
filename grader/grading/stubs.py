"""Functions that compute nothing, as they are handed in half an hour too early: none of them may earn a point.

Each is made from the reference's function, so that it takes the same arguments and its values have the right shapes.
"""

import contextlib
import copy
import io
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

Function = Callable[..., Any]


def _nothing(right: Function) -> Function:
    @wraps(right)
    def stub(*arguments: Any, **named: Any) -> None:
        return None

    return stub


def _unwritten(right: Function) -> Function:
    @wraps(right)
    def stub(*arguments: Any, **named: Any) -> None:
        raise NotImplementedError

    return stub


def _in_place_of_values(put: Callable[[Any, Sequence[Any]], Any]) -> Callable[[Function], Function]:
    """Makes a stub that returns something else in the place of every value, given the value and the arguments."""

    def of(right: Function) -> Function:
        @wraps(right)
        def stub(*arguments: Any, **named: Any) -> Any:
            # What the reference says, or changes in place, may earn points.
            with contextlib.redirect_stdout(io.StringIO()):
                own, by_name = copy.deepcopy((arguments, named))
                due = right(*own, **by_name)
            return tuple(put(value, arguments) for value in due) if type(due) is tuple else put(due, arguments)

        return stub

    return of


def _filled(number: float) -> Callable[[Any, Sequence[Any]], Any]:
    """One number everywhere, in the value's shape; None for what is no number."""

    def put(value: Any, arguments: Sequence[Any]) -> Any:
        import numpy as np

        numeric = np.asarray(value).dtype.kind in "biuf" if not isinstance(value, dict | set | str) else False
        return np.full(np.shape(value), number)[()] if numeric else None

    return put


def _given(value: Any, arguments: Sequence[Any]) -> Any:
    """The first argument of the value's shape, as it came; zeros where there is none."""
    import numpy as np

    same = (one for one in arguments if isinstance(one, np.ndarray) and one.shape == np.shape(value))
    found = next(same, None)
    return _filled(0.0)(value, arguments) if found is None else found


#: What it does, as a sentence goes on after "A function that …", and how it is made from the reference's.
STUBS: Mapping[str, Callable[[Function], Function]] = {
    "returns nothing": _nothing,
    "raises NotImplementedError": _unwritten,
    "returns zeros": _in_place_of_values(_filled(0.0)),
    "returns 0.5 in every entry": _in_place_of_values(_filled(0.5)),
    "returns its arguments as they are": _in_place_of_values(_given),
}
