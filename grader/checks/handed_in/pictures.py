"""Pictures judged: that they are there, whole, large enough and not blank. What they show is for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.handed_in.asked import ShownPicture
from grader.checks.handed_in.files import may_be_elsewhere, named, of_kind
from grader.outcome import Figures, Finding, Outcome, Verdict
from grader.pictures.png import NotAPicture, NotRead, look

LARGEST = 20_000_000  # bytes of a picture that is read
_MOST = 40  # pictures that are looked at
_KINDS = ("picture", "PDF", "document")


@dataclass(frozen=True)
class _Seen:
    """One picture. how: good, poor (with what is wrong), unread (with why)."""

    where: str
    how: Literal["good", "poor", "unread"]
    what: str


def judge(asked: ShownPicture, names: Sequence[str], attempt: Attempt) -> Outcome:
    """What the pictures earn by being there; one that can't be read waits for a person."""
    contents = dict(_contents(asked, names, attempt))
    seen = [_seen(asked, where, content) for where, content in contents.items()]
    good = {contents[one.where] for one in seen if one.how == "good"}  # the same picture twice is one
    shown = Figures("Pictures that were found", tuple((one.where, one.what) for one in seen))
    evidence = (shown,) if seen else ()
    if len(good) >= asked.count:
        return Outcome(Verdict.PASSED, 1.0, None, evidence)
    doubt = [one for one in seen if one.how == "unread"]
    if doubt or _may_be_elsewhere(attempt, bool(seen)):
        why = doubt[0].what if doubt else "what is asked for may be in another file, or in the answer itself"
        where = doubt[0].where if doubt else ", ".join(names)
        return Outcome(
            Verdict.NEEDS_PERSON, 0.0, Finding(f"A person will look at the pictures: {why}.", where), evidence
        )
    return Outcome(Verdict.FAILED if not good else Verdict.PARTIAL, len(good) / asked.count,
                   _loss(asked, names, seen, len(good)), evidence)  # fmt: skip


def _loss(asked: ShownPicture, names: Sequence[str], seen: Sequence[_Seen], good: int) -> Finding:
    poor = [one for one in seen if one.how == "poor"]
    if poor:
        where = "; ".join(f"{one.where}: {one.what}" for one in poor[:3])
        what = "The picture that was handed in shows nothing that can be used."
        what = what if asked.count == 1 else f"{good} of {asked.count} pictures can be used."
        return Finding(what, where, "Draw it once more, look at the file, and hand that in.")
    what = (
        f"No picture `{names[0]}` was handed in." if not seen else f"{good} of {asked.count} pictures were handed in."
    )
    return Finding(what, "", "Save the plot to a file of that name, and hand it in with the rest.")


def _contents(asked: ShownPicture, names: Sequence[str], attempt: Attempt) -> Iterator[tuple[str, bytes]]:
    """Every picture with the place that it was found at."""
    for file in named(attempt.submission, names)[:_MOST]:
        try:
            with file.path.open("rb") as stream:
                yield file.name, stream.read(LARGEST + 1)
        except OSError:
            yield file.name, b""
    if asked.outputs and attempt.submission is not None:
        found = [
            (f"{output.file}, cell {output.cell}, picture {number}", content)
            for output in attempt.submission.outputs
            for number, content in enumerate(output.pictures, 1)
        ]
        yield from found[:_MOST]


def _seen(asked: ShownPicture, where: str, content: bytes) -> _Seen:
    if len(content) > LARGEST:
        return _Seen(where, "unread", f"it is larger than {LARGEST // 1_000_000} MB")
    if not content.strip(b"\x00 \t\r\n"):
        return _Seen(where, "poor", "the file is empty")
    if not content.startswith(b"\x89PNG"):
        return _Seen(where, "unread", "it is no PNG, and only those are read here")
    try:
        picture = look(content)
    except NotRead as why:
        return _Seen(where, "unread", str(why))
    except NotAPicture as why:
        return _Seen(where, "poor", f"it can't be opened: {why}")
    size = f"{picture.width} by {picture.height} pixels"
    if picture.width < asked.width or picture.height < asked.height:
        return _Seen(where, "poor", f"{size}; at least {asked.width} by {asked.height} are asked for")
    return _Seen(where, "good", size) if picture.shows else _Seen(where, "poor", f"{size}, and nothing on it")


def _may_be_elsewhere(attempt: Attempt, found: bool) -> bool:
    """Whether the picture may be one of another name, inside a document, in the answer, or below a cell."""
    if found:
        return False
    submission = attempt.submission
    if may_be_elsewhere(submission, _KINDS) or of_kind(submission, _KINDS):
        return True
    pictures = any(output.pictures for output in submission.outputs) if submission else False
    return pictures or bool(attempt.attachments) or bool(attempt.answer and attempt.answer.images)
