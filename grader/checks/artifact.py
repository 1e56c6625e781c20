"""Check kind `artifact`: a file that was handed in: saved parameters, which we evaluate, or a picture that is there."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, Mistake
from grader.checks.handed_in.asked import SavedArrays, ShownPicture
from grader.checks.handed_in.files import may_be_elsewhere, named
from grader.code import OurFault
from grader.outcome import Finding, Outcome, Verdict


class Artifact(CheckBase):
    """Reads a file behind the wall, or looks whether a picture shows anything. A shape alone earns nothing."""

    kind: Literal["artifact"]
    files: list[str] = Field(min_length=1)
    """The names that it may have, `*` for any letters, the sheet's own first; whatever the folder and the case."""
    arrays: SavedArrays | None = None
    """What is saved in it, for arrays and weights (`.npy`, `.npz`, `.pt`)."""
    picture: ShownPicture | None = None
    """What is asked of it, for a picture. Its points are for being there; what it shows is a rubric's."""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.arrays.data,) if self.arrays and self.arrays.data else ()

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if (self.arrays is None) == (self.picture is None):
            needs = frozenset({"arrays", "picture"})
            yield Mistake(("kind",), "a file holds `arrays`, or is a `picture`", "give one of the two keys", needs)
        if self.arrays is None:
            return
        needs = frozenset({"arrays", "arrays*"})
        if self.arrays.bounds and self.arrays.evaluation is None:
            advice = "add `evaluation`, a function of the reference that works them out"
            yield Mistake(("arrays", "bounds"), "nothing works out the numbers of `bounds`", advice, needs)
        if self.arrays.data and self.arrays.evaluation is None:
            advice = "add `evaluation`, or take it out"
            yield Mistake(("arrays", "data"), "`data` is there for an `evaluation`, and there is none", advice, needs)

    def run(self, attempt: Attempt) -> Outcome:
        """Decides what can be worked out here; all else a person looks at."""
        if self.picture is not None:
            from grader.checks.handed_in import pictures  # numpy comes with it

            return pictures.judge(self.picture, self.files, attempt)
        if self.arrays is None:
            raise OurFault(f"“{self.title}” names neither `arrays` nor a `picture`")
        return self._of_arrays(self.arrays, attempt)

    def _of_arrays(self, asked: SavedArrays, attempt: Attempt) -> Outcome:
        from grader.checks.handed_in import arrays  # numpy comes with it

        found = named(attempt.submission, self.files)
        if not found:
            return self._missing(attempt)
        loaded = arrays.read(attempt, found[0])
        if isinstance(loaded, str):
            what = f"{found[0].name} could not be read; a person will look at it."
            return Outcome(Verdict.NEEDS_PERSON, 0.0, Finding(what, loaded))
        return arrays.judge(asked, loaded, attempt)

    def _missing(self, attempt: Attempt) -> Outcome:
        if may_be_elsewhere(attempt.submission, ("array", "weights")):
            what = f"No file `{self.files[0]}` was found; a person will see whether another one is meant."
            return Outcome(Verdict.NEEDS_PERSON, 0.0, Finding(what))
        finding = Finding(
            f"`{self.files[0]}` was not handed in.", "", "Hand in the file that the training saves, under this name."
        )
        return Outcome(Verdict.FAILED, 0.0, finding)
