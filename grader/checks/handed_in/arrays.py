"""A saved array judged: read behind the wall, looked over here, and evaluated by the reference where that can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.checks.handed_in.asked import SavedArrays
from grader.code import CannotAnswer, OurFault
from grader.mistake_of_user import UserMistake
from grader.outcome import Figures, Finding, Outcome, Shapes, Verdict
from grader.submission.model import Attachment
from grader.submission.text import shown

#: Bytes of a file that is read, and numbers that come back.
LARGEST, MOST_NUMBERS = 100_000_000, 20_000_000
_READ = "stored.arrays"
_SECONDS = 60.0
_LONGEST = 200  # letters of a name or a reason


@dataclass(frozen=True)
class Loaded:
    """The arrays of one file by name, and what is known of them for the report."""

    file: str
    arrays: Mapping[str, Any]

    def figures(self, more: Sequence[tuple[str, str]] = ()) -> Figures:
        """What stands in the report: shape, type, and how the numbers are spread."""
        rows = [row for name, array in self.arrays.items() for row in _facts(name, array)]
        return Figures(f"What is in {self.file}", (*rows[:24], *more))


def read(attempt: Attempt, file: Attachment) -> Loaded | str:
    """The arrays of a file, read behind the wall; or why they could not be, in words that follow "because"."""
    try:
        with file.path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError:
        return "it is no ordinary file"
    if len(content) > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    bytes_of_it = np.frombuffer(content, dtype=np.uint8)
    try:
        value = attempt.student.drive(_READ, bytes_of_it, MOST_NUMBERS, seconds=_SECONDS).value
    except CannotAnswer as trouble:  # the reader is ours, so whatever stops it is no fault of the file's owner
        return f"reading it did not end well: {trouble.outcome.finding.what if trouble.outcome.finding else ''}"
    arrays, why = value if type(value) in (tuple, list) and len(value) == 2 else (None, None)
    if type(arrays) is not dict or type(why) is not str or not all(map(_is_array, arrays.items())):
        return "what its reader brought back is no set of arrays"  # code of the student's is in the same process
    return Loaded(file.name, arrays) if arrays else shown(why, _LONGEST)


def _is_array(item: tuple[Any, Any]) -> bool:
    name, array = item
    return type(name) is str and isinstance(array, np.ndarray)


def judge(asked: SavedArrays, loaded: Loaded, attempt: Attempt) -> Outcome:
    """What the arrays earn. What can't be evaluated here waits for a person."""
    arrays = _as_asked(asked, loaded)
    if isinstance(arrays, Outcome):
        return arrays
    trouble = next(_troubles(arrays, loaded.file), None) or _not_trained(asked, arrays, loaded.file, attempt)
    if trouble is not None:
        return Outcome(Verdict.FAILED, 0.0, trouble, (loaded.figures(),))
    if asked.evaluation is None:
        return _waits(loaded, "its shape is as asked, and what its numbers are worth is for a person to judge")
    try:
        used = attempt.texts.of(asked.data) if asked.data else None
    except UserMistake:
        used = None
    if asked.data and (used is None or not used.real):
        return _waits(loaded, "the text that it belongs to is not on this machine, so it was not evaluated")
    return _evaluated(asked, asked.evaluation, arrays, loaded, attempt, used.corpus if used else None)


def _as_asked(asked: SavedArrays, loaded: Loaded) -> dict[str, Any] | Outcome:
    """The arrays that are asked for, in their shapes; else what is wrong with the first that is not."""
    found = {}
    for name, shape in asked.shapes.items():
        array = loaded.arrays.get(name)
        if array is None and len(asked.shapes) == len(loaded.arrays) == 1:
            (array,) = loaded.arrays.values()
        if array is None:
            return _waits(loaded, f"it holds no array `{name}`" if name else "it holds several arrays")
        if array.dtype.kind not in "fiu":
            return _waits(loaded, f"it holds values of type `{array.dtype}` and no real numbers")
        if _squeezed(array.shape) != _squeezed(tuple(shape)):
            finding = Finding(
                f"{loaded.file} holds {_called(name)} of another shape than the sheet asks for.",
                f"yours {_shape(array.shape)}, expected {_shape(shape)}",
                "Save the parameters of the model that the sheet describes, with its sizes.",
            )
            shapes = Shapes(name or "array", _shape(array.shape), _shape(shape))
            return Outcome(Verdict.FAILED, 0.0, finding, (shapes,))
        found[name] = np.asarray(array, dtype=np.float64).reshape(shape)
    return found


def _troubles(arrays: Mapping[str, Any], file: str) -> Iterator[Finding]:
    for name, array in arrays.items():
        bad = int(np.sum(~np.isfinite(array)))
        if bad:
            yield Finding(
                f"{bad} of {array.size} numbers in {file} are not finite.", f"in {_called(name)}",
                "A training that reaches nan or inf has gone wrong before it ended: save the parameters of one that "
                "stays finite.",
            )  # fmt: skip
        elif array.size > 1 and np.all(array == array.flat[0]):
            yield Finding(
                f"All {array.size} numbers in {file} are the same.", f"in {_called(name)}: {array.flat[0]:.4g}",
                "Save the parameters after the training.",
            )  # fmt: skip


def _not_trained(asked: SavedArrays, arrays: Mapping[str, Any], file: str, attempt: Attempt) -> Finding | None:
    if asked.untouched is None:
        return None
    start = attempt.reference.call((asked.untouched,)).value
    start = start if isinstance(start, dict) else {"": start}
    same = [name in start and np.allclose(array, np.reshape(start[name], array.shape), rtol=1e-6, atol=1e-9)
            for name, array in arrays.items()]  # fmt: skip
    if not all(same):
        return None
    advice = "Save them after the last iteration, not before the first."
    return Finding(f"The numbers in {file} are those that a training starts with.", file, advice)


def _evaluated(
    asked: SavedArrays, function: str, arrays: Mapping[str, Any], loaded: Loaded, attempt: Attempt, corpus: Any
) -> Outcome:
    evaluate = attempt.reference.find(function)
    try:
        with np.errstate(all="ignore"):
            measured = evaluate(dict(arrays), corpus)
    except Exception as trouble:  # the function is ours, and what it was given is theirs: it may be anything
        return _waits(loaded, "our evaluation failed on it", f"`{function}` on {loaded.file}: {trouble!r}")
    if not isinstance(measured, dict) or not set(asked.bounds) <= set(measured):
        raise OurFault(f"`{function}` did not give a number for each of: {', '.join(asked.bounds) or 'nothing'}")
    numbers = tuple((str(name), float(value)) for name, value in measured.items())
    figures = loaded.figures([(f"{name}, as we evaluate it", f"{value:.4g}") for name, value in numbers])
    outside = [name for name, bounds in asked.bounds.items() if not bounds.holds(float(measured[name]))]
    if not outside:
        verdict = Verdict.PASSED if asked.bounds else Verdict.NEEDS_PERSON
        said = None if asked.bounds else Finding(f"{loaded.file} was evaluated; a person decides what it is worth.")
        return Outcome(verdict, float(bool(asked.bounds)), said, (figures,), measured=numbers)
    where = "; ".join(f"{name}: {float(measured[name]):.4g}, asked for {asked.bounds[name].said}" for name in outside)
    finding = Finding(
        f"{loaded.file} does less well than is asked for.", where,
        "Look at the loss over the iterations: save the parameters once it has stopped falling.",
        f"{loaded.file} does less well than is asked for.",
    )  # fmt: skip
    return Outcome(Verdict.FAILED, 0.0, finding, (figures,), measured=numbers)


def _waits(loaded: Loaded, why: str, flag: str = "") -> Outcome:
    finding = Finding(f"{loaded.file} was read; a person will look at it.", why)
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (loaded.figures(),), flags=(shown(flag, 300),) if flag else ())


def _facts(name: str, array: Any) -> Iterator[tuple[str, str]]:
    called = f"`{shown(name, _LONGEST)}`" if name else "the array"
    yield f"shape of {called}", f"{_shape(array.shape)}, {array.dtype}"
    if array.dtype.kind in "fiu" and array.size:
        finite = array[np.isfinite(array)].astype(np.float64)
        if finite.size:
            spread = f"{finite.min():.4g} to {finite.max():.4g}, mean {finite.mean():.4g}, deviation {finite.std():.4g}"
            yield f"numbers in {called}", spread


def _called(name: str) -> str:
    return f"`{name}`" if name else "an array"


def _shape(shape: Sequence[int]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without its axes of one: `(1, N)` for `(N,)` is nobody's mistake."""
    return tuple(size for size in shape if size != 1)
