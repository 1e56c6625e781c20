"""Pictures judged: that they are there, whole, large enough and not blank. What they show is for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.handed_in.asked import ShownPicture
from grader.checks.handed_in.beside import Whose, whose
from grader.checks.handed_in.files import may_be_elsewhere, named, of_kind
from grader.outcome import Figures, Finding, Outcome, Verdict
from grader.pictures.png import NotAPicture, NotRead, look
from grader.submission.model import StoredOutput, Submission

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
    below = _below_cells(asked, attempt)
    contents = {**dict(_files(names, attempt)), **{one.where: one.content for one in below}}
    doubtful = {one.where for one in below if one.whose == "unknown"}
    seen = [_of_somebody(one) if one.where in doubtful else one for one in
            (_seen(asked, where, content) for where, content in contents.items())]  # fmt: skip
    good = {contents[one.where] for one in seen if one.how == "good"}  # the same picture twice is one
    shown = Figures("Pictures that were found", tuple((one.where, one.what) for one in seen))
    evidence = (shown,) if seen else ()
    if len(good) >= asked.count:
        return Outcome(Verdict.PASSED, 1.0, None, evidence)
    doubt = [one for one in seen if one.how == "unread"]
    if doubt or _may_be_elsewhere(asked, attempt, bool(seen)):
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


def _files(names: Sequence[str], attempt: Attempt) -> Iterator[tuple[str, bytes]]:
    """Every picture that is a file, with its name."""
    for file in named(attempt.submission, names)[:_MOST]:
        try:
            with file.path.open("rb") as stream:
                yield file.name, stream.read(LARGEST + 1)
        except OSError:
            yield file.name, b""


@dataclass(frozen=True)
class _BelowACell:
    """A picture of a notebook, and whose it is, as far as can be told."""

    where: str
    content: bytes
    whose: Whose


def _below_cells(asked: ShownPicture, attempt: Attempt) -> list[_BelowACell]:
    """The pictures of notebooks but those that are another question's, where they count at all."""
    submission = attempt.submission
    if not asked.outputs or submission is None:
        return []
    found = [
        _BelowACell(f"{output.file}, cell {output.cell}, picture {number}", content, owner)
        for output, owner in _owned(asked, submission)
        for number, content in enumerate(output.pictures, 1)
    ]
    return found[:_MOST]


def _owned(asked: ShownPicture, submission: Submission) -> Iterator[tuple[StoredOutput, Whose]]:
    for output in submission.outputs:
        owner: Whose = "own"
        if asked.beside and output.pictures:
            owner = whose(output, asked.beside, asked.not_beside, submission)
        if owner != "another's":
            yield output, owner


def _of_somebody(seen: _Seen) -> _Seen:
    """A good picture that may be another question's."""
    why = "whether it is this question's could not be told"
    return _Seen(seen.where, "unread", f"{seen.what}; {why}") if seen.how == "good" else seen


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


def _may_be_elsewhere(asked: ShownPicture, attempt: Attempt, found: bool) -> bool:
    """Whether the picture may be one of another name, inside a document, in the answer, or below a cell."""
    if found:
        return False
    submission = attempt.submission
    if may_be_elsewhere(submission, _KINDS) or of_kind(submission, _KINDS):
        return True
    pictures = any(output.pictures for output, _ in _owned(asked, submission)) if submission else False
    return pictures or bool(attempt.attachments) or bool(attempt.answer and attempt.answer.images)
