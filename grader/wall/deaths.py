"""The words for every way in which student code can fail to answer. One place, so that they stay kind and true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.code import CannotAnswer
from grader.outcome import Finding, Printed, Source, Verdict
from grader.wall.limits import Limits
from grader.wall.process import Death, Killed

SIGNALS = {4: "illegal instruction", 6: "abort", 7: "bus error", 8: "arithmetic error", 11: "segmentation fault"}
CPU_SIGNAL = 24


@dataclass(frozen=True)
class Frame:
    """One line of a traceback, in the student's own words for places: a file, or a notebook's cell."""

    place: str  # "q1_softmax.py, line 12"
    file: str
    line: int
    function: str
    text: str  # the source line


@dataclass(frozen=True)
class Trouble:
    """An exception on the far side, as text that nobody needs to believe."""

    type: str
    message: str
    frames: tuple[Frame, ...]
    kinds: tuple[str, ...] = ()
    cannot_cross: bool = False
    standin: str | None = None


def died(what: str, death: Death, limits: Limits, seconds: float) -> CannotAnswer:
    """The process went away while `what` ("`softmax`", "importing q1_softmax.py") was going on."""
    printed = (Printed("What it printed before", death.output[-4000:]),) if death.output.strip() else ()
    verdict, finding, flags = _death(what, death, limits, seconds)
    return CannotAnswer(verdict, finding, printed, flags=flags)


def _death(what: str, death: Death, limits: Limits, seconds: float) -> tuple[Verdict, Finding, tuple[str, ...]]:
    if death.killed is Killed.WALL_CLOCK:
        return Verdict.TIMED_OUT, _timed_out(what, f"{seconds:g} seconds"), ()
    if death.exit_code == -CPU_SIGNAL:
        return Verdict.TIMED_OUT, _timed_out(what, f"{limits.cpu} seconds of computing time"), ()
    if death.killed is Killed.MEMORY:
        return Verdict.OUT_OF_MEMORY, _out_of_memory(what, limits), ()
    if death.killed is Killed.OUTPUT:
        return Verdict.OUTPUT_EXCEEDED, _output(what, limits), ()
    if death.killed is Killed.NONSENSE:
        finding = Finding(
            f"{_start(what)} did not answer in the way the grader and the worker talk, and was ended.",
            "",
            "Code under test must leave the open files 0 to 9 alone; remove what closes or writes to them.",
        )
        return Verdict.CRASHED, finding, (f"spoke out of turn on the grader's channel: {death.detail}",)
    return Verdict.CRASHED, _exit(what, death.exit_code), ()


def _start(what: str) -> str:
    return what[:1].upper() + what[1:]


def _timed_out(what: str, limit: str) -> Finding:
    return Finding(
        f"{_start(what)} was still running after {limit} and was stopped.",
        "",
        "Look for a loop whose end is never reached, a wait for input, or training that runs where only a "
        "definition is needed (put it under `if __name__ == '__main__':`).",
    )


def _out_of_memory(what: str, limits: Limits) -> Finding:
    return Finding(
        f"{_start(what)} asked for more than {limits.memory_mb} MB of memory and was stopped.",
        "",
        "Look for an array whose size multiplies two large dimensions, or a list that grows without end.",
    )


def _output(what: str, limits: Limits) -> Finding:
    return Finding(
        f"{_start(what)} printed more than {limits.output_mb} MB and was stopped.",
        "",
        "Remove the `print` inside the innermost loop.",
    )


def _exit(what: str, code: int) -> Finding:
    if code < 0:
        name = SIGNALS.get(-code, f"signal {-code}")
        how, advice = (
            f"ended the whole Python process ({name})",
            "Something below Python failed; look for recursion without end or code that calls into C.",
        )
    else:
        how = f"ended the whole Python process (exit code {code})"
        advice = "Remove calls of `exit`, `quit` and `os._exit`: a function gives its result back with `return`."
    return Finding(f"{_start(what)} {how}.", "", advice)


def raised(what: str, trouble: Trouble, limits: Limits, read: Callable[[str], str] = str) -> CannotAnswer:
    """The code raised an exception, or gave back what cannot be a result."""
    last = trouble.frames[-1] if trouble.frames else None
    where = f"{last.place}, in `{last.function}`: `{last.text}`" if last and last.text else (last.place if last else "")
    evidence = (Printed("The way to that line", _traceback(trouble)),) if len(trouble.frames) > 1 else ()
    if trouble.standin is not None:
        return _absent(what, trouble.standin, where)
    if trouble.cannot_cross:
        finding = Finding(f"What {what} returned cannot be compared: {trouble.message}.", where,
                          "Return numbers or numpy arrays of numbers.")  # fmt: skip
        return CannotAnswer(Verdict.FAILED, finding)
    if "MemoryError" in trouble.kinds:
        return CannotAnswer(Verdict.OUT_OF_MEMORY, _out_of_memory(what, limits), evidence)
    if trouble.type == "SystemExit":
        finding = Finding(f"{_start(what)} called `exit`.", where, "A function gives its result back with `return`; "
                          "remove the call of `exit`, `quit` or `sys.exit`.")  # fmt: skip
        return CannotAnswer(Verdict.CRASHED, finding, evidence)
    message = f"{_start(what)} raised {trouble.type}" + (f": {trouble.message}" if trouble.message else "")
    advice = advice_for(trouble)
    finding = Finding(message, where, advice, category=f"{_start(what)} raised {trouble.type}. {advice}")
    return CannotAnswer(Verdict.CRASHED, finding, evidence)


def _absent(what: str, package: str, where: str) -> CannotAnswer:
    name = package.split("(")[0].split("[")[0]
    finding = Finding(
        f"{_start(what)} needs a result of `{name}`, which is not installed where this was graded.",
        where,
        "Nothing is lost by that: a person will look at it. With numpy alone it can be graded at once.",
    )
    return CannotAnswer(Verdict.NEEDS_PERSON, finding)


def _traceback(trouble: Trouble) -> str:
    rows = [f"{frame.place}, in {frame.function}\n    {frame.text}" for frame in trouble.frames]
    return "\n".join([*rows, f"{trouble.type}: {trouble.message}"])


def advice_for(trouble: Trouble) -> str:
    """What to do about an exception of this type; true for every exception of the type."""
    text = trouble.message
    for kinds, advice in _ADVICE:
        if any(kind in trouble.kinds or kind == trouble.type for kind in kinds):
            return advice(text)
    return "Run that line on a small input of your own and look at each value that goes into it."


def _shapes(text: str) -> str:
    return "Print the shapes of the arrays on that line: they do not fit each other for the input that was given."


def _name(text: str) -> str:
    return "Check the spelling, and that the name is defined before that line runs, at the top of the same file."


_ADVICE: Sequence[tuple[tuple[str, ...], Callable[[str], str]]] = (
    (("ModuleNotFoundError", "ImportError"), lambda text: "Hand in that file as well, under the name it is imported by."),
    (("UnboundLocalError",), lambda text: "The variable is read before anything was assigned to it on the path taken."),
    (("NameError",), _name),
    (("IndexError",), lambda text: "An index is outside its array: print it and the array's shape before that line."),
    (("KeyError",), lambda text: "That key is not in the dictionary: print the key and the dictionary before that line."),
    (("RecursionError",), lambda text: "The function calls itself without reaching an end."),
    (("ZeroDivisionError", "FloatingPointError"), lambda text: "Check what is divided by, and when it becomes zero."),
    (("FileNotFoundError", "PermissionError", "OSError"), lambda text: "The function is asked to compute from its "
     "arguments; reading or writing files is not part of it."),
    (("AssertionError",), lambda text: "An `assert` of the code itself does not hold; print both sides of it."),
    (("AttributeError",), lambda text: "Print the type of the object before the dot: it is not what the line expects."),
    (("TypeError",), lambda text: "Print the types of the values on that line, and compare the parameters with the "
     "sheet's."),
    (("ValueError", "LinAlgError"), _shapes),
)  # fmt: skip


def excerpt(file: str, source: str, line: int) -> Source:
    """The lines around one line of the student's file."""
    lines = source.splitlines()
    first = max(1, line - 2)
    return Source(file, first, "\n".join(lines[first - 1 : line + 1]))
