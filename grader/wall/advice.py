"""What to do about an exception, by its type. A sentence stands here only if it is true for every one of the type."""

from collections.abc import Callable, Sequence

from grader.wall.answers import Raised


def advice_for(trouble: Raised) -> str:
    """What to do about an exception of this type; true for every exception of the type."""
    text = trouble.message
    for kinds, advice in _ADVICE:
        if any(kind in trouble.kinds or kind == trouble.type for kind in kinds):
            return advice(text)
    return _ANY


_ANY = "Run that line on a small input of your own and look at each value that goes into it."


def _runtime(text: str) -> str:
    if "can't start new thread" in text:
        return "Too many threads at once, or no memory for one more: compute without, or `join` each before the next."
    return _ANY


def _types(text: str) -> str:
    if "only 0-dimensional arrays" in text or "only length-1 arrays" in text:
        return "An array stands where one number is needed; `x.item()` takes the number out of an array with one entry."
    if "positional argument" in text or "keyword argument" in text:
        return "Compare the function's parameters with the sheet's: their number, order and names."
    return "Print the types of the values on that line: one of them is not what the line expects."


def _values(text: str) -> str:
    if "setting an array element with a sequence" in text:
        return "An array stands where one number is needed; `x.item()` takes the number out of an array with one entry."
    if any(word in text for word in ("shape", "broadcast", "dimension", "align", "size")):
        return "Print the shapes of the arrays on that line: they do not fit each other for the input that was given."
    return "Print the values that go into that line: one of them is not what the line expects."


_ADVICE: Sequence[tuple[tuple[str, ...], Callable[[str], str]]] = (
    (("ModuleNotFoundError", "ImportError"), lambda text: "Check the spelling of what is imported, and that the file "
     "it comes from was handed in under that name."),
    (("UnboundLocalError",), lambda text: "The variable is read before anything was assigned to it on the path taken."),
    (("NameError",), lambda text: "Check the spelling, and that the name is defined before that line runs, at the top "
     "of the same file."),
    (("AxisError",), lambda text: "The array on that line has fewer axes than `axis` asks for: print its shape. "
     "`axis=-1` is the last axis of any array."),
    (("IndexError",), lambda text: "An index is outside its array: print it and the array's shape before that line."),
    (("KeyError",), lambda text: "That key is not in the dictionary: print the key and the dictionary's keys before "
     "that line."),
    (("RecursionError",), lambda text: "The function calls itself without reaching an end."),
    (("ZeroDivisionError", "FloatingPointError"), lambda text: "Check what is divided by, and when it becomes zero."),
    (("EOFError",), lambda text: "Nobody sits at the keyboard while this is graded: remove the call of `input`."),
    (("OSError",), lambda text: "The function is asked to compute from its arguments; reading or writing files is not "
     "part of it."),
    (("AssertionError",), lambda text: "An `assert` of the code itself does not hold; print both sides of it."),
    (("RuntimeError",), _runtime),
    (("AttributeError",), lambda text: "Print the type of the object before the dot: it is not what the line expects."),
    (("TypeError",), _types),
    (("ValueError", "LinAlgError"), _values),
)  # fmt: skip
