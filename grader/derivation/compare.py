"""A chain of steps, judged: each against what the chain is about, and against the step before it."""

from collections.abc import Sequence
from dataclasses import replace

from grader.derivation.lines import AS_A_LIMIT, Found, Line, Lines, Valued
from grader.derivation.question import Question
from grader.derivation.tree import Derivative, Node, Relation
from grader.derivation.valuing.agreement import Form
from grader.derivation.valuing.conventions import turns
from grader.derivation.verdicts import ChainVerdict, Status, StepVerdict

__all__ = ["Line", "judge"]

_TURNED = "This is the transpose of the lines before it: one layout should go through an answer."
_NOT_EXACT = "With `=` this isn't exact; as a limit, with `≈`, it holds."
_NO_LIMIT = "An `≈` speaks of a limit that this question does not name."
_FLIPPED = "This holds if all vectors lie the other way round than on the sheet."
_GRADIENT_TURNED = "This is the transpose of the gradient as the sheet lays the matrix out."
_LIES_OTHERWISE = "Your value lies the other way round than the variable."


def judge(
    question: Question, lines: Sequence[Line], target: Node | None = None, conditions: tuple[Relation, ...] = ()
) -> ChainVerdict:
    """What becomes of each line of a chain.

    lines: the first is the left side; put the target before an answer that has none. target: what is asked for.
    conditions: on the free indices, for the whole chain (`w ≠ o`).
    """
    found = _Chain(question, lines, target, conditions, False).verdict()
    if found.status is not Status.BREAKS:
        return found
    flipped = _Chain(question, lines, target, conditions, True).verdict()
    if not all(step.status is Status.HOLDS or step.why == _GRADIENT_TURNED for step in flipped.steps):
        return found
    if question.symbols.layout == "either" and flipped.status is Status.HOLDS:
        return replace(flipped, steps=tuple(replace(step, notes=(*step.notes, _FLIPPED)) for step in flipped.steps))
    return _left_open(found)


def _left_open(found: ChainVerdict) -> ChainVerdict:
    """What breaks as the sheet's vectors lie and would hold the other way round: a person decides."""
    steps = tuple(
        StepVerdict(Status.NOT_READ, why=_FLIPPED) if step.status is Status.BREAKS else step for step in found.steps
    )
    return ChainVerdict(steps, found.about_target, None, None, found.final_right or None)


class _Chain:
    """One chain under one layout."""

    def __init__(
        self,
        question: Question,
        lines: Sequence[Line],
        target: Node | None,
        conditions: tuple[Relation, ...],
        flipped: bool,
    ) -> None:
        self.question = question
        trees = [tree for tree in (target, *(line.tree for line in lines)) if tree is not None]
        self.values = Lines(question, trees, conditions, flipped)
        self.target = None if target is None else self.values.valued(Line(target))
        self.lines = [self._valued(line) for line in lines]
        self.turned: bool | None = None  # how the answer's own lines lie, once one of them has shown it

    def _valued(self, line: Line) -> Valued:
        if self.target is not None and line.tree == self.target.line.tree:
            return replace(self.target, line=line)
        return self.values.valued(line)

    def verdict(self) -> ChainVerdict:
        """The whole chain."""
        if not self.lines:
            return ChainVerdict(())
        about = Found(None) if self.target is None else self._against(self.target, self.lines[0], False)
        by_component = bool(about.holds) and about.form is Form.COMPONENTS and bool(self.lines[0].readings)
        reference = self.lines[0] if by_component else self._reference(about.holds)
        steps = tuple(self._step(reference, number) for number in range(len(self.lines)))
        first = next((number for number, step in enumerate(steps) if step.status is Status.BREAKS), None)
        behind = range(len(steps)) if first is None else range(first, len(steps))
        rejoins = next(
            (number for number in behind if first is not None and steps[number].status is Status.HOLDS), None
        )
        about_target = None if self.target is None else about.holds
        return ChainVerdict(steps, about_target, first, rejoins, self._final(by_component), by_component)

    def _against(self, reference: Valued, valued: Valued, loose: bool) -> Found:
        return self.values.against(reference, valued, loose)

    def _reference(self, about_target: bool | None) -> Valued | None:
        """What the chain is about: the target, its own left side, or the target for want of a left side."""
        if self.target is not None and about_target is not False:
            return self.target
        return self.lines[0] if self.lines[0].readings else None

    def _final(self, by_component: bool) -> bool | None:
        """Whether the end is what is asked for; of one component where the left side is that: never of another."""
        if self.target is None:
            return None
        due = self.lines[0] if by_component else self.target
        return self._against(due, self.lines[-1], self._loose(len(self.lines) - 1)).holds

    def _loose(self, number: int) -> bool:
        """Whether a ≈ stands anywhere before a line."""
        return any(each.line.relation == "≈" for each in self.lines[1 : number + 1])

    def _step(self, reference: Valued | None, number: int) -> StepVerdict:
        valued = self.lines[number]
        if valued.unread or reference is None:
            return StepVerdict(Status.NOT_READ, why=valued.unread or "What this is about isn't read.")
        loose = self._loose(number)
        found = self._against(reference, valued, loose)
        follows = self._follows(number)
        about_something_else = number == 0 or not self.lines[0].readings
        if about_something_else and found.holds is not True:
            # The left side isn't read, or isn't what is asked for: another line may be right for something else.
            return StepVerdict(Status.NOT_READ, None, follows.holds, found.why, found.notes)
        if found.holds and loose and valued.line.relation == "=" and follows.holds is False:
            return self._loosely_equal(valued, found, follows)
        found = self._in_one_layout(reference, valued, found)
        if found.holds is False:
            found = self._or_in_a_limit(reference, valued, found, number)
        status = {True: Status.HOLDS, False: Status.BREAKS, None: Status.NOT_READ}[found.holds]
        return StepVerdict(status, found.holds, follows.holds, found.why, found.notes)

    def _or_in_a_limit(self, reference: Valued, valued: Valued, found: Found, number: int) -> Found:
        """What is wrong as it stands, and may be right in a limit that nobody wrote or the question does not have."""
        if not self.question.regimes:
            is_number = valued.line.tree is not None and not self.question.mentions(valued.line.tree)
            return replace(found, holds=None, why=_NO_LIMIT) if is_number and self._loose(number) else found
        if self._loose(number) or self._counts(valued) or not self._against(reference, valued, True).holds:
            return found
        return replace(found, holds=None, why=_NOT_EXACT)

    def _counts(self, valued: Valued) -> bool:
        """Whether a line keeps what vanishes in the limit, n - 2 small terms: then it means to be exact."""
        tree = valued.line.tree
        return tree is not None and bool(self.question.mentions(tree) & frozenset(self.question.declared.dimensions))

    def _follows(self, number: int) -> Found:
        if number == 0 or not self.lines[number - 1].readings:
            return Found(None)
        return self._against(
            self.lines[number - 1],
            self.lines[number],
            self.lines[number].line.relation == "≈",
        )

    def _loosely_equal(self, valued: Valued, found: Found, follows: Found) -> StepVerdict:
        """A `=` that only holds in the limit: fine for the limit itself, else wrong where it means to be exact."""
        if self.values.is_limit(valued):
            return StepVerdict(Status.HOLDS, True, False, notes=(*found.notes, AS_A_LIMIT))
        if self._counts(valued):
            return StepVerdict(Status.BREAKS, False, False, follows.why, found.notes)
        return StepVerdict(Status.NOT_READ, None, False, _NOT_EXACT, found.notes)

    def _in_one_layout(self, reference: Valued, valued: Valued, found: Found) -> Found:
        """A gradient may lie as a row or a column, but all lines of an answer alike; derivatives may turn."""
        tree, about = valued.line.tree, reference.line.tree
        if found.holds is not True or found.form is Form.COMPONENTS or tree is None or about is None or turns(tree):
            return found
        shape = valued.readings[0].column(self.question.worlds[0])[0].shape
        if not shape or shape[0] == shape[1]:
            return found
        turned = found.form is Form.TRANSPOSED
        if turned and min(shape) > 1 and isinstance(about, Derivative) and self.values.is_scalar(about.of):
            return replace(found, holds=None, why=_GRADIENT_TURNED)
        if self.turned is None and (turns(about) or not turned):
            self.turned = turned
        if turned is not self.turned:
            return replace(found, holds=None, why=_TURNED)
        return replace(found, notes=(*found.notes, _LIES_OTHERWISE)) if turned else found
