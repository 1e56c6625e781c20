"""The words for every way in which student code can fail to answer. One place, so that they stay kind and true."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.code import CannotAnswer
from grader.outcome import Finding, Printed, Verdict
from grader.submission.text import shown
from grader.wall.advice import advice_for
from grader.wall.answers import Raised
from grader.wall.kinds import known_kind
from grader.wall.limits import OUR_SHARE, Limits
from grader.wall.process import Death, Killed
from grader.wall.scratch import MOST_FILES

SIGNALS = {
    4: "illegal instruction", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "killed", 10: "bus error",
    11: "segmentation fault", 15: "terminated",
}  # fmt: skip
FROM_OUTSIDE = (9, 15)  # sent by somebody; Python itself never ends by these
CPU_SIGNAL, FILE_SIGNAL = 24, 25
ABORTED, FAULT = -6, -11
#: What C and C++ say on their way out when they were given no memory.
_NO_MEMORY = ("bad_alloc", "cannot allocate memory", "can't allocate memory", "out of memory", "memoryerror")


@dataclass(frozen=True)
class Frame:
    """One line of a traceback, in the student's own words for places: a file, or a notebook's cell."""

    place: str  # "q1_softmax.py, line 12"
    function: str
    text: str  # the source line


def died(what: str, death: Death, limits: Limits, seconds: float) -> CannotAnswer:
    """The process went away while `what` ("`softmax`", "importing q1_softmax.py") was going on."""
    printed = (Printed("What it printed before", visible(death.output[-4000:])),) if death.output.strip() else ()
    verdict, finding, flags = _death(what, death, limits, seconds)
    return CannotAnswer(verdict, finding, printed, flags=flags)


def _death(what: str, death: Death, limits: Limits, seconds: float) -> tuple[Verdict, Finding, tuple[str, ...]]:
    if death.killed is Killed.WALL_CLOCK:
        return Verdict.TIMED_OUT, _timed_out(what, _seconds(seconds)), ()
    if _out_of_cpu(death, limits):
        return Verdict.TIMED_OUT, _timed_out(what, f"{_seconds(limits.cpu)} of computing time"), ()
    if death.killed is Killed.MEMORY or _without_memory(death):
        return Verdict.OUT_OF_MEMORY, _out_of_memory(what, limits), ()
    if death.killed is Killed.OUTPUT:
        return Verdict.OUTPUT_EXCEEDED, _output(what, limits), ()
    if death.killed is Killed.SCRATCH:
        return Verdict.OUTPUT_EXCEEDED, _files(f"{_start(what)} left {death.detail} behind and was stopped."), ()
    if death.killed is None and death.exit_code == -FILE_SIGNAL:
        return Verdict.OUTPUT_EXCEEDED, _files(_large_file(what, limits)), ()
    if death.killed is Killed.CALLBACKS:
        return Verdict.TIMED_OUT, _too_many_calls(what, death, limits), ()
    if death.killed is Killed.NONSENSE:
        finding = Finding(
            f"{_start(what)} did not answer in the way the grader and the worker talk, and was ended.",
            "",
            "Code under test must leave the open files 0 to 9 alone; remove what closes or writes to them.",
        )
        return Verdict.CRASHED, finding, (f"spoke out of turn on the grader's channel: {death.detail}",)
    return Verdict.CRASHED, _exit(what, death.exit_code), ()


def _out_of_cpu(death: Death, limits: Limits) -> bool:
    # The first process of a namespace does not feel the signal of the limit, and is killed a second later.
    silently = death.exit_code == -9 and death.cpu is not None and death.cpu >= limits.cpu
    return death.exit_code == -CPU_SIGNAL or (death.killed is None and silently)


def _without_memory(death: Death) -> bool:
    """Whether it fell over an allocation that failed: what is written in C says so, and gives up."""
    crashed = death.killed is None and death.exit_code in (ABORTED, FAULT)
    return crashed and any(words in death.output[-1000:].lower() for words in _NO_MEMORY)


def _seconds(count: float) -> str:
    whole = f"{count:.0f}" if count >= 2 else f"{count:g}"  # the few hundredths for many draws are no news
    return f"{whole} second" if whole == "1" else f"{whole} seconds"


def _start(what: str) -> str:
    return what[:1].upper() + what[1:]


def _timed_out(what: str, limit: str) -> Finding:
    return Finding(
        f"{_start(what)} was still running after {limit} and was stopped.",
        "",
        "Look for a loop whose end is never reached, a slow one over single numbers, a wait for input, or "
        "training that runs where only a definition is needed (put it under `if __name__ == '__main__':`).",
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


def _files(what: str, where: str = "") -> Finding:
    return Finding(what, where, "Grading needs no files of yours: remove what writes them, or write less.")


def _large_file(what: str, limits: Limits) -> str:
    return f"{_start(what)} wrote a file of more than {limits.file_mb} MB, which is the most that one file may have."


def _full(what: str, limits: Limits) -> str:
    room = f"{limits.scratch_mb} MB and {MOST_FILES:,} files"
    return f"{_start(what)} found no more space for its files: its working folder holds {room}."


def _too_many_calls(what: str, death: Death, limits: Limits) -> Finding:
    how = f"called the functions it was given more than {limits.callbacks:,} times"
    if death.detail:
        how = f"kept the functions it was given busy for more than {limits.call * OUR_SHARE:g} seconds"
    return Finding(
        f"{_start(what)} {how} and was stopped.",
        "",
        "Look for a loop around that call whose end is never reached.",
    )


def _exit(what: str, code: int) -> Finding:
    if code < 0:
        how = f"ended the whole Python process ({SIGNALS.get(-code, f'signal {-code}')})"
        advice = "Something below Python failed; look for recursion without end or code that calls into C."
        if -code in FROM_OUTSIDE:
            advice = "Remove calls of `os.kill` and the like; without any, it took more memory than this machine has."
    else:
        how = f"ended the whole Python process (exit code {code})"
        advice = "Remove calls of `exit`, `quit` and `os._exit`: a function gives its result back with `return`."
    # The code is the student's choice, and could tell a hidden input to a check after this one.
    return Finding(f"{_start(what)} {how}.", "", advice, f"{_start(what)} ended the whole Python process.")


def raised(what: str, trouble: Raised, frames: Sequence[Frame], limits: Limits) -> CannotAnswer:
    """The code raised an exception, or gave back what cannot be a result."""
    where = place_of(frames)
    evidence = (Printed("The way to that line", _traceback(trouble, frames)),) if len(frames) > 1 else ()
    if trouble.standin is not None:
        return _absent(what, trouble.standin, where)
    if trouble.cannot_cross:
        finding = Finding(f"What {what} returned cannot be compared: {shown(trouble.message, 300)}.", where,
                          "Return numbers or numpy arrays of numbers.",
                          f"What {what} returned cannot be compared.")  # fmt: skip
        return CannotAnswer(Verdict.FAILED, finding)
    if "MemoryError" in trouble.kinds:
        return CannotAnswer(Verdict.OUT_OF_MEMORY, _out_of_memory(what, limits), evidence)
    if "FileTooLarge" in trouble.kinds:
        return CannotAnswer(Verdict.OUTPUT_EXCEEDED, _files(_large_file(what, limits), where), evidence)
    if "NoSpaceLeft" in trouble.kinds:
        return CannotAnswer(Verdict.OUTPUT_EXCEEDED, _files(_full(what, limits), where), evidence)
    if "SystemExit" in trouble.kinds:
        finding = Finding(f"{_start(what)} called `exit`.", where, "A function gives its result back with `return`; "
                          "remove the call of `exit`, `quit` or `sys.exit`.")  # fmt: skip
        return CannotAnswer(Verdict.CRASHED, finding, evidence)
    kind, words = shown(trouble.type), shown(trouble.message, 500)
    advice = advice_for(trouble)
    finding = Finding(
        f"{_start(what)} raised {kind}: {words}" if words else f"{_start(what)} raised {kind}.",
        where,
        advice,
        category=f"{_start(what)} raised {known_kind(trouble)}.",
    )
    return CannotAnswer(Verdict.CRASHED, finding, evidence)


def misused(what: str, misuse: str, frames: Sequence[Frame]) -> CannotAnswer:
    """The code called a function of ours in a way that it cannot be called."""
    finding = Finding(
        f"{_start(what)} uses a function that it was given in a way that cannot work: {misuse}.",
        place_of(frames),
        "Compare that call with the function's parameters on the sheet: their order and their shapes.",
        category=f"{_start(what)} uses a function that it was given in a way that cannot work.",
    )
    return CannotAnswer(Verdict.CRASHED, finding)


def without_values(trouble: CannotAnswer) -> CannotAnswer:
    """The same, without anything that the code may have put into it: it has seen hidden inputs."""
    finding = trouble.outcome.finding
    assert finding, "who cannot answer says why"
    told = Finding(finding.category or finding.what, "", finding.advice, category=finding.category)
    return CannotAnswer(trouble.outcome.verdict, told, flags=trouble.outcome.flags)


def not_again(name: str, before: CannotAnswer) -> CannotAnswer:
    """What ended the process before is not tried again."""
    finding = before.outcome.finding
    first = finding.what if finding else "It did not come back."
    return CannotAnswer(
        Verdict.SKIPPED,
        Finding(
            f"Not run again: {first}",
            "",
            f"Mend that first; this check needs {name} as well.",
            category=f"Not run: {name} was stopped in a check before this one.",
        ),
    )


def uses_stopped(name: str, before: CannotAnswer) -> str:
    """Why what calls the function `name` is not run with it: that one ended the process before."""
    finding = before.outcome.finding
    _, _, how = finding.what.partition(" ") if finding else ("", "", "did not come back.")
    return f"Not run with your own `{shown(name)}`, which {how}"


def place_of(frames: Sequence[Frame]) -> str:
    """The innermost line of the student's own, in words."""
    if not frames:
        return ""
    last = frames[-1]
    inside = "" if last.function.startswith("<") else f", in `{shown(last.function)}`"
    return f"{last.place}{inside}" + (f": `{shown(last.text, 200)}`" if last.text else "")


def visible(text: str) -> str:
    """Several lines of somebody's text with every control character made visible; line ends and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
    return "\n".join(shown(line, 1000) for line in lines)


def _absent(what: str, package: str, where: str) -> CannotAnswer:
    name = shown(package.split("(")[0].split("[")[0])
    finding = Finding(
        f"{_start(what)} needs a result of `{name}`, which was neither handed in nor "
        "is installed where this was graded.",
        where,
        "If it is a file of your own, hand it in as well. If it is a package, nothing is lost: a person will look at "
        "it; with numpy alone it can be graded at once.",
        f"{_start(what)} needs a result of what was neither handed in nor is installed where this was graded.",
    )
    return CannotAnswer(Verdict.NEEDS_PERSON, finding)


def _traceback(trouble: Raised, frames: Sequence[Frame]) -> str:
    rows = [f"{frame.place}, in {shown(frame.function)}\n    {shown(frame.text, 200)}" for frame in frames]
    # A recursion without end has the same line forty times.
    told = list(dict.fromkeys(rows))
    return "\n".join([*told[-12:], f"{shown(trouble.type)}: {shown(trouble.message, 500)}"])
