"""A chain of steps, judged: each against what the chain is about, and against the step before it.

An accept must hold in every world and in every reading that shapes leave; a step that holds in one reading only, or
whose shapes would need a favour, is not read. A wrong verdict is worse than none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Node, Relation
from grader.derivation.valuing.agreement import EXACT, LIMIT, Comparison, Form, compare
from grader.derivation.valuing.conventions import turns
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.tables import Assignments, Table, tables
from grader.derivation.valuing.values import IllTyped
from grader.derivation.verdicts import ChainVerdict, Status, StepVerdict

_AMBIGUOUS = "This can be read in more than one way, and only one of them holds; brackets would tell."
_BROADCAST = "A number is added to a vector here, or a row to a column; what is meant isn't certain."
_TURNED = "This is the transpose of the lines before it: one layout should go through an answer."
_NOT_FINITE = "This has no finite value for the numbers that were tried."


@dataclass(frozen=True)
class Line:
    """One expression of a chain and how it is joined to the one before. tree: None where it wasn't read, and why."""

    tree: Node | None
    relation: Literal["=", "≈"] = "="
    unread: str = ""


@dataclass
class _Valued:
    """A line with its readings; or why it has none."""

    line: Line
    readings: list[Table]
    unread: str = ""
    ill_typed: str = ""


@dataclass(frozen=True)
class _Found:
    """One line against one other. holds: None where that can't be said."""

    holds: bool | None
    why: str = ""
    notes: tuple[str, ...] = ()
    form: Form | None = None


def judge(
    question: Question, lines: Sequence[Line], target: Node | None = None, conditions: tuple[Relation, ...] = ()
) -> ChainVerdict:
    """What becomes of each line of a chain.

    lines: the first is the left side; put the target before an answer that has none. target: what is asked for.
    conditions: on the free indices, for the whole chain (`w ≠ o`).
    """
    return _Chain(question, lines, target, conditions).verdict()


class _Chain:
    def __init__(
        self, question: Question, lines: Sequence[Line], target: Node | None, conditions: tuple[Relation, ...]
    ) -> None:
        self.question = question
        trees = [tree for tree in (target, *(line.tree for line in lines)) if tree is not None]
        self.letters = Letters(question.declared, _known(Letters(question.declared), trees))
        self.assignments = Assignments(question, self.letters, trees, conditions)
        self.target = None if target is None else self._valued(Line(target))
        self.lines = [self._valued(line) for line in lines]
        self.exact_worlds = [world for world in question.worlds if world.kind == "ordinary"]
        self.limit_worlds = [world for world in question.worlds if world.kind == "limit"] or self.exact_worlds
        self.turned: bool | None = None  # how the answer's own lines lie, once one of them has shown it

    def _valued(self, line: Line) -> _Valued:
        if line.tree is None:
            return _Valued(line, [], unread=line.unread or "This isn't read.")
        try:
            return _Valued(line, tables(self.question, line.tree, self.letters, self.assignments))
        except NotRead as error:
            return _Valued(line, [], unread=error.what)
        except IllTyped as error:
            return _Valued(line, [], ill_typed=self._shapes(error))

    def _shapes(self, error: IllTyped) -> str:
        world = self.question.worlds[0]
        shapes = ", ".join(world.size_names(shape) for shape in error.shapes)
        return f"Its shapes don't go together: {error.what}" + (f" ({shapes})." if shapes else ".")

    def verdict(self) -> ChainVerdict:
        """The whole chain."""
        if not self.lines:
            return ChainVerdict(())
        about_target = None if self.target is None else self._against(self.target, self.lines[0], False).holds
        reference = self._reference(about_target)
        self.turned = None
        steps = [self._step(reference, number) for number in range(len(self.lines))]
        first = next((number for number, step in enumerate(steps) if step.status is Status.BREAKS), None)
        behind = range(len(steps)) if first is None else range(first, len(steps))
        rejoins = next(
            (number for number in behind if first is not None and steps[number].status is Status.HOLDS), None
        )
        return ChainVerdict(tuple(steps), about_target, first, rejoins, self._final())

    def _reference(self, about_target: bool | None) -> _Valued | None:
        """What the chain is about: the target, its own left side, or the target for want of a left side."""
        if self.target is not None and about_target is not False:
            return self.target
        return self.lines[0] if self.lines[0].readings else None

    def _final(self) -> bool | None:
        if self.target is None:
            return None
        loose = any(each.line.relation == "≈" for each in self.lines[1:])
        return self._against(self.target, self.lines[-1], loose).holds

    def _step(self, reference: _Valued | None, number: int) -> StepVerdict:
        valued = self.lines[number]
        loose = any(each.line.relation == "≈" for each in self.lines[1 : number + 1])
        found = _Found(None, valued.unread) if reference is None else self._against(reference, valued, loose)
        follows = self._follows(number)
        if valued.unread:
            return StepVerdict(Status.NOT_READ, why=valued.unread)
        if number == 0 and found.holds is not True and reference is not valued:
            return StepVerdict(Status.NOT_READ, found.holds, None, found.why, found.notes)
        if not self.lines[0].readings and found.holds is not True:
            # What the chain is about isn't known: a line that is not the target may be right for something else.
            return StepVerdict(Status.NOT_READ, None, follows.holds, found.why, found.notes)
        if found.holds and loose and valued.line.relation == "=" and follows.holds is False:
            return self._loosely_equal(valued, found, follows)
        found = self._in_one_layout(reference, valued, found)
        status = {True: Status.HOLDS, False: Status.BREAKS, None: Status.NOT_READ}[found.holds]
        return StepVerdict(status, found.holds, follows.holds, found.why, found.notes)

    def _follows(self, number: int) -> _Found:
        if number == 0 or not self.lines[number - 1].readings:
            return _Found(None)
        return self._against(self.lines[number - 1], self.lines[number], self.lines[number].line.relation == "≈")

    def _loosely_equal(self, valued: _Valued, found: _Found, follows: _Found) -> StepVerdict:
        """A `=` that only holds in the limit: fine for the limit itself, wrong for what still approaches it."""
        if self._is_limit(valued):
            return StepVerdict(Status.HOLDS, True, False, notes=(*found.notes, "Written with =, this is a limit: ≈."))
        return StepVerdict(Status.BREAKS, False, False, follows.why, found.notes)

    def _is_limit(self, valued: _Valued) -> bool:
        """Whether nothing is left in a line of what goes to its limit."""
        moving = {name for regime in self.question.regimes for name in regime.intervals}
        tree = valued.line.tree
        return bool(moving) and tree is not None and not moving & self.question.mentions(tree)

    def _in_one_layout(self, reference: _Valued | None, valued: _Valued, found: _Found) -> _Found:
        """A gradient may lie as a row or a column, but all lines of an answer alike; derivatives may turn."""
        if found.holds is not True or found.form not in (Form.EQUAL, Form.TRANSPOSED) or reference is None:
            return found
        tree, about = valued.line.tree, reference.line.tree
        shape = valued.readings[0].column(self.question.worlds[0])[0].shape if valued.readings else ()
        if tree is None or about is None or turns(tree) or not shape or shape[0] == shape[1]:
            return found
        turned = found.form is Form.TRANSPOSED
        if self.turned is None and (turns(about) or not turned):
            self.turned = turned
        if turned is not self.turned:
            return replace(found, holds=None, why=_TURNED)
        if turned:
            return replace(found, notes=(*found.notes, "Your value lies the other way round than the variable."))
        return found

    def _against(self, reference: _Valued, valued: _Valued, loose: bool) -> _Found:
        """Whether a line is worth what another is."""
        if valued.unread or reference.unread or not reference.readings:
            return _Found(None, valued.unread or reference.unread)
        if not valued.readings:
            return self._favoured(reference, valued, loose)
        found = self._all_readings(reference, valued, loose)
        if found.holds is False and not loose and self._is_limit(valued) and self._any(reference, valued):
            return replace(found, holds=True, notes=(*found.notes, "Written with =, this is a limit: ≈."))
        return found

    def _any(self, reference: _Valued, valued: _Valued) -> bool:
        return self._all_readings(reference, valued, True).holds is True

    def _all_readings(self, reference: _Valued, valued: _Valued, loose: bool) -> _Found:
        worlds, tolerance = (self.limit_worlds, LIMIT) if loose else (self.exact_worlds, EXACT)
        try:
            pairs = [
                (compare(about, reading, worlds, tolerance), reading)
                for about in reference.readings
                for reading in valued.readings
            ]
        except NotRead as error:
            return _Found(None, error.what)
        except IllTyped as error:
            return _Found(None, self._shapes(error))
        fitting = [(found, reading) for found, reading in pairs if found.comparable]
        if not fitting:
            return _Found(False, self._other_shape(reference, valued))
        if all(found.form for found, _ in fitting):
            notes = (*fitting[0][1].reading.notes, *self._one_hot_note(reference, valued, fitting, loose))
            return _Found(True, notes=(*notes, *_form_notes(fitting[0][0])), form=fitting[0][0].form)
        if any(found.form for found, _ in fitting):
            return _Found(None, _AMBIGUOUS)
        if any(found.undecided for found, _ in fitting):
            return _Found(None, _NOT_FINITE)
        return _Found(False, "This has another value than the left side.", tuple(fitting[0][1].reading.notes))

    def _other_shape(self, reference: _Valued, valued: _Valued) -> str:
        world = self.question.worlds[0]
        yours, due = (world.size_names(each.readings[0].column(world)[0].shape) for each in (valued, reference))
        return f"This is {yours}, and {due} is due."

    def _favoured(self, reference: _Valued, valued: _Valued, loose: bool) -> _Found:
        """A line that has no value as it stands: wrong, unless somebody kind could make it right."""
        tree = valued.line.tree
        assert tree is not None
        try:
            kind = tables(self.question, tree, self.letters, self.assignments, charitable=True)
        except (NotRead, IllTyped):
            return _Found(False, valued.ill_typed)
        if self._all_readings(reference, _Valued(valued.line, kind), loose).holds is False:
            return _Found(False, valued.ill_typed)
        return _Found(None, _BROADCAST)

    def _one_hot_note(
        self, reference: _Valued, valued: _Valued, fitting: Sequence[tuple[Comparison, Table]], loose: bool
    ) -> tuple[str, ...]:
        """Says so where a step holds only because y is one-hot."""
        soft = [world for world in self.question.worlds if world.kind == "soft"]
        trees = [each.line.tree for each in (reference, valued) if each.line.tree is not None]
        mentioned = frozenset().union(*(self.question.mentions(tree) for tree in trees))
        one_hots = self.question.declared.one_hots.values()
        names = [each.name for each in one_hots if each.name in mentioned and each.at not in mentioned]
        if loose or not soft or not names:
            return ()
        try:
            if all(compare(about, reading, soft, EXACT).form for about in reference.readings for _, reading in fitting):
                return ()
        except (NotRead, IllTyped):
            return ()
        return (f"This holds because `{names[0]}` is one-hot.",)


def _form_notes(comparison: Comparison) -> tuple[str, ...]:
    if comparison.form is Form.COMPONENTS:
        return ("One side has an index and the other is the whole vector.",)
    return ()


def _known(letters: Letters, trees: Sequence[Node]) -> frozenset[str]:
    """The letters that the first tree leaves free: a bare sum further on doesn't run over them."""
    try:
        return letters.free(trees[0]) if trees else frozenset()
    except NotRead:
        return frozenset()
