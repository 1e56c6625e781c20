"""The instructor's desk: an assignment with its reference, its given files and its seed, and which checks are run."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.checks.base import CallingCheck
from grader.checks.reference import Reference
from grader.checks.union import Check
from grader.data.texts import Texts
from grader.draws.draws import Draws
from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.nearest import nearest
from grader.outcome import Finding
from grader.spec.find import SpecFolder
from grader.spec.model import Assignment, Question
from grader.wall.given import GivenFiles


@dataclass(frozen=True)
class Desk:
    """What grading one assignment needs, made once for all its submissions."""

    assignment: Assignment
    given: GivenFiles
    reference: Reference
    seed: Seed
    texts: Texts
    folder: SpecFolder
    public_only: bool = False  # a student's self-check
    only: str = ""  # "question" or "question/check"; all of them if empty
    _draws: dict[tuple[str, str], Draws] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        assignment: Assignment,
        folder: SpecFolder,
        seed: Seed,
        public_only: bool = False,
        data: Path | None = None,
    ) -> "Desk":
        """The desk for an assignment's folder. `data`: where real texts lie; else in the assignment's own `data/`."""
        own = folder.path / "data"
        wanted = {name: one.wanted for name, one in assignment.data.items()}
        texts = Texts(wanted, data or (own if own.is_dir() else None), Draws(seed.text, assignment.slug))
        given = GivenFiles(folder.given)
        checks = [check for question in assignment.questions for check in question.checks]
        sheet = {check.reference: tuple(check.arguments) for check in checks if isinstance(check, CallingCheck)}
        return cls(assignment, given, Reference(given, folder.reference, sheet), seed, texts, folder, public_only)

    def checks(self, question: Question) -> list[Check]:
        """The question's checks that are run here."""
        wanted_question, _, wanted_check = self.only.partition("/")
        if wanted_question and wanted_question != question.id:
            return []
        return [
            check
            for check in question.checks
            if (not self.public_only or check.visibility == "public") and wanted_check in ("", check.title)
        ]

    def draws(self, question: Question, title: str) -> Draws:
        """All that one check may draw: drawn once for a whole class."""
        place = (question.id, title)
        if place not in self._draws:
            self._draws[place] = Draws(self.seed.text, self.assignment.slug, *place)
        return self._draws[place]

    def narrowed(self, only: str) -> "Desk":
        """The same desk for one question, or one check: "naive-softmax/loss and gradients". Raises UserMistake."""
        desk = replace(self, only=only)
        if not any(desk.checks(question) for question in self.assignment.questions):
            questions = self.assignment.questions
            names = [question.id for question in questions]
            names += [f"{question.id}/{check.title}" for question in questions for check in question.checks]
            advice = nearest(only, names)
            raise UserMistake(Finding(f"`{self.assignment.slug}` has no question or check `{only}`.", "", advice))
        return desk
