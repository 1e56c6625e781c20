"""The lines of one chain, each with its values, and whether one line is worth what another is.

An accept must hold in every world and in every reading that shapes leave. What holds in one reading only, or whose
shapes would need a favour, is not decided here and left to a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from grader.derivation.evaluate import MOST_NODES
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Node, Placed, Relation, Symbol, Transpose
from grader.derivation.valuing.agreement import EXACT, LIMIT, Comparison, Form, compare
from grader.derivation.valuing.assignments import Assignments, assignments, free
from grader.derivation.valuing.factors import ENTRY_BY_ENTRY, INNER
from grader.derivation.valuing.kept import Kept, same
from grader.derivation.valuing.letters import Letters, children
from grader.derivation.valuing.luck import Sampled, other_places
from grader.derivation.valuing.meant import binds, reaching_further
from grader.derivation.valuing.tables import Table, tables
from grader.derivation.valuing.values import IllTyped
from grader.derivation.valuing.walks import renamed
from grader.derivation.worlds import World

AS_A_LIMIT = "Written with =, this is a limit: ≈."
_AMBIGUOUS = "This can be read in more than one way, and only one of them holds; brackets would tell."
_FAVOUR = "A number is added to a vector here, or a row to a column; what is meant isn't certain."
_NO_TRANSPOSE = "A transpose seems to be missing: two vectors stand side by side, and elsewhere you write uᵀv."
_NOT_FINITE = "This has no finite value for the numbers that were tried."
_STRAY = "An index is used inside a sum and outside of it; brackets would tell how far the sum reaches."
_STRAY_IN_LIMIT = "An index here is none of the left side's and no sum's; the limit hides what it is."
_CLASS = "An index here stands for the true class, as it seems, and nothing says so; a condition (k = …) would."
_TOO_SMALL = "A number or a term here is too small, or too large, to be tried; what it changes can't be told."
_NEARLY = "This is nearly the same, and not the same; how near is near enough, a person decides."
_BY_NUMBER = "Whether this holds depends on whether an index that is written as a number is the true class."
_OTHER_SHAPE = "This has another shape than what is due."
_OTHER_VALUE = "This has another value than the left side."


@dataclass(frozen=True)
class Line:
    """One expression of a chain and how it is joined to the one before. tree: None where it wasn't read, and why."""

    tree: Node | None
    relation: Literal["=", "≈"] = "="
    unread: str = ""


@dataclass(frozen=True)
class Valued:
    """A line with its readings; or why it has none."""

    line: Line
    readings: tuple[Table, ...] = ()
    unread: str = ""
    ill_typed: str = ""
    key: Node | None = None  # what is found out about it may be kept under this; None where it may not


@dataclass(frozen=True)
class Found:
    """One line against one other. holds: None where that can't be said."""

    holds: bool | None
    why: str = ""
    notes: tuple[str, ...] = ()
    form: Form | None = None


#: Lines that need more nodes than this are valued anew by whoever asks; an ordinary one needs below 2,000.
_MOST_KEPT = 5_000
_LineKey: TypeAlias = tuple[Assignments, bool, Node]
_PairKey: TypeAlias = tuple[Assignments, bool, bool, Node, Node, bool]
#: What lines of one class are worth, and whether they agree.
_VALUED: Kept[_LineKey, Valued | None] = Kept(2_048)
_FOUND: Kept[_PairKey, Found] = Kept(8_192)


class Lines:
    """Values lines on a question's worlds. flipped: the student's vectors lie the other way round than the sheet's."""

    def __init__(
        self, question: Question, trees: Sequence[Node], conditions: tuple[Relation, ...], flipped: bool = False
    ) -> None:
        self.question = question
        self.flipped = flipped
        trees = [same(tree) or tree for tree in trees]
        known = free(question, frozenset(), trees[0]) if trees else None  # a bare sum further on doesn't run over them
        self.letters = Letters(question.declared, known or frozenset())
        self.assignments = assignments(question, self.letters, trees, conditions)
        # Who never writes a transpose means the inner product by u v; who does has forgotten one.
        self.writes_transposes = any(_transposes(tree) for tree in trees)
        self.exact_worlds = [world for world in question.worlds if world.kind == "ordinary"]
        self.limit_worlds = [world for world in question.worlds if world.kind == "limit"] or self.exact_worlds
        self.has_limits = self.limit_worlds is not self.exact_worlds
        self.soft_worlds = [world for world in question.worlds if world.kind == "soft"]

    def valued(self, line: Line) -> Valued:
        """A line with every reading of it."""
        if line.tree is None:
            return Valued(line, unread=line.unread or "This isn't read.")
        key = same(line.tree)
        if key is not None:
            found = _VALUED.of((self.assignments, self.flipped, key), lambda: self._settled(line, key))
            if found is not None:
                return replace(found, line=line)
        return self._valued(line, line.tree)

    def _valued(self, line: Line, tree: Node) -> Valued:
        try:
            return Valued(line, self._tables(tree))
        except NotRead as error:
            return Valued(line, unread=error.what)
        except IllTyped as error:
            return Valued(line, ill_typed=self._shapes(error))

    def _settled(self, line: Line, key: Node) -> Valued | None:
        """A line valued in all ordinary worlds, so that nothing depends on who asks next; None for a long one.

        What a long one is worth may depend on what was asked of it before, as far as its budget goes.
        """
        found = self._valued(line, key)
        notes = [tuple(each.reading.notes) for each in found.readings]
        try:
            for each in found.readings:
                for world in self.exact_worlds:
                    each.column(world)
        except (NotRead, IllTyped):
            return None
        budget = found.readings[0].budget if found.readings else None
        is_long = budget is not None and budget.left < MOST_NODES - _MOST_KEPT
        if is_long or notes != [tuple(each.reading.notes) for each in found.readings]:
            return None
        for each in found.readings:
            each.settle()
        return replace(found, key=key)

    def is_scalar(self, tree: Node) -> bool:
        """Whether an expression is a single number."""
        readings = self.valued(Line(tree)).readings
        return bool(readings) and not readings[0].column(self.question.worlds[0])[0].shape

    def _tables(self, tree: Node, charitable: bool = False) -> tuple[Table, ...]:
        return tuple(tables(tree, self.assignments, charitable=charitable, flipped=self.flipped))

    def _shapes(self, error: IllTyped) -> str:
        world = self.question.worlds[0]
        shapes = ", ".join(world.size_names(shape) for shape in error.shapes)
        return f"Its shapes don't go together: {error.what}" + (f" ({shapes})." if shapes else ".")

    def against(self, reference: Valued, valued: Valued, loose: bool) -> Found:
        """Whether a line is worth what another is; loosely: in the limit."""
        if reference.key is None or valued.key is None:
            return self._against(reference, valued, loose)
        key = (self.assignments, self.flipped, self.writes_transposes, reference.key, valued.key, loose)
        return _FOUND.of(key, lambda: self._against(reference, valued, loose))

    def _against(self, reference: Valued, valued: Valued, loose: bool) -> Found:
        if valued.unread or reference.unread or not reference.readings:
            return Found(None, valued.unread or reference.unread or reference.ill_typed)
        if not valued.readings:
            return self._favoured(reference, valued, loose)
        found = self._all_readings(reference, valued, loose)
        if luck := self._luck(reference, valued, found, loose):
            return Found(None, luck)
        if found.holds is False and not loose and self.is_limit(valued):
            in_the_limit = self._all_readings(reference, valued, True)
            if in_the_limit.holds:
                return self._told(replace(in_the_limit, notes=(*in_the_limit.notes, AS_A_LIMIT)), valued)
        if found.holds is False and (doubt := self._doubt(reference, valued, loose)):
            return Found(None, doubt)
        return self._told(found, valued) if loose else found

    def _luck(self, reference: Valued, valued: Valued, found: Found, loose: bool) -> str:
        """Why a verdict would rest on luck; "" where it doesn't."""
        tree, about = valued.line.tree, reference.line.tree
        if tree is None or about is None or tree == about or found.holds is None:
            return ""
        if not loose or not self.has_limits:
            if found.holds and self.hides(tree):
                return _TOO_SMALL
            if loose and not found.holds and self._all_readings(reference, valued, loose, LIMIT).holds:
                return _NEARLY
        worlds = other_places(self.question, (about, tree), (self.limit_worlds if loose else self.exact_worlds)[0])
        return _BY_NUMBER if worlds and self._differs_in(worlds, reference, valued, found.holds, loose) else ""

    def _differs_in(self, worlds: Sequence[World], reference: Valued, valued: Valued, holds: bool, loose: bool) -> bool:
        """Whether a verdict is another one in some of these worlds."""
        tolerance = LIMIT if loose and self.has_limits else EXACT
        try:
            found = [
                any(compare(a, b, [world], tolerance).form for a in reference.readings for b in valued.readings)
                for world in worlds
            ]
        except (NotRead, IllTyped):
            return False
        return not all(found) if holds else any(found)

    def hides(self, tree: Node) -> bool:
        """Whether an expression holds a number or a term that is too small for any world to show it."""
        return Sampled(self.question, self.letters, self.assignments, self.flipped).hides(tree)

    def _told(self, found: Found, valued: Valued) -> Found:
        """What holds in the limit alone, unless an index of its own may be a slip that nothing but the limit hides."""
        tree = valued.line.tree
        assert tree is not None
        own = self.letters.free(tree) - self.letters.known
        for relation in self.assignments.conditions:
            own -= self.letters.free(relation)
        return Found(None, _STRAY_IN_LIMIT) if found.holds and own else found

    def _doubt(self, reference: Valued, valued: Valued, loose: bool) -> str:
        """What the writer may have meant by a line that is wrong as it stands, if that would be right; or ""."""
        tree = valued.line.tree
        assert tree is not None
        about = frozenset[str]() if reference.line.tree is None else self.letters.free(reference.line.tree)
        own = self.letters.free(tree) - self.letters.known - about
        if own and (further := reaching_further(tree, own, self.letters)) is not None:
            meant = self.valued(replace(valued.line, tree=further))
            if meant.readings and self._all_readings(reference, meant, loose).holds is not False:
                return _STRAY
        compared = (self.letters.free(relation) for relation in self.assignments.conditions)
        for letter in sorted(own.union(*compared) - self.letters.known - about):
            if self._holds_for_the_class(reference, valued, loose, letter):
                return _CLASS
        return ""

    def _holds_for_the_class(self, reference: Valued, valued: Valued, loose: bool, letter: str) -> bool:
        """Whether a line would hold if a letter of its own were the one-hot's place: ŷ_k, k being the true class."""
        one_hots = self.question.symbols.one_hots
        if len(one_hots) != 1 or reference.line.tree is None or valued.line.tree is None:
            return False
        if binds(valued.line.tree, letter):
            return False  # who sums over w doesn't call the true class so
        place = one_hots[0].at
        about, tree = (renamed(each, {letter: place}) for each in (reference.line.tree, valued.line.tree))
        conditions = tuple(renamed(each, {letter: place}) for each in self.assignments.conditions)
        other = Lines(self.question, [about, tree], conditions, self.flipped)
        left, right = other.valued(replace(reference.line, tree=about)), other.valued(replace(valued.line, tree=tree))
        if not (left.readings and right.readings):
            return False
        return other._all_readings(left, right, loose).holds is not False

    def is_limit(self, valued: Valued) -> bool:
        """Whether nothing that goes to its limit is left in a line, as it is written: α_a, but no β."""
        moving = {name for regime in self.question.regimes for name in regime.intervals}
        tree = valued.line.tree
        return bool(moving) and tree is not None and not moving & _names(tree)

    def _all_readings(self, reference: Valued, valued: Valued, loose: bool, tolerance: float | None = None) -> Found:
        worlds = self.limit_worlds if loose else self.exact_worlds
        tolerance = tolerance or (LIMIT if loose and self.has_limits else EXACT)
        try:
            pairs = [
                (compare(about, reading, worlds, tolerance), reading)
                for about in reference.readings
                for reading in valued.readings
            ]
        except NotRead as error:
            return Found(None, error.what)
        except IllTyped as error:
            return Found(None, self._shapes(error))
        fitting = [(found, reading) for found, reading in pairs if found.comparable]
        if any(found.form for found, _ in fitting):  # nobody means what has no finite value
            fitting = [(found, reading) for found, reading in fitting if not found.undecided]
        if not fitting:
            return Found(False, self._other_shape(reference, valued))
        # u·v is first of all the inner product: where that holds, nobody asks for the entries' products.
        plain = [(found, one) for found, one in fitting if not {INNER, ENTRY_BY_ENTRY} & one.reading.notes.keys()]
        if plain and all(found.form for found, _ in plain):
            fitting = plain
        notes = tuple(fitting[0][1].reading.notes)
        if all(found.form for found, _ in fitting):
            if self.writes_transposes and any(INNER in reading.reading.notes for _, reading in fitting):
                return Found(None, _NO_TRANSPOSE, notes)
            extra = () if loose else self._one_hot_note(reference, valued, [reading for _, reading in fitting])
            return Found(True, notes=(*notes, *extra, *_form_notes(fitting[0][0])), form=fitting[0][0].form)
        if any(found.form for found, _ in fitting):
            return Found(None, _AMBIGUOUS)
        if any(found.undecided for found, _ in fitting):
            return Found(None, _NOT_FINITE)
        return Found(False, _OTHER_VALUE, notes)

    def _other_shape(self, reference: Valued, valued: Valued) -> str:
        """Both shapes in the question's own letters, if these are the same in every world: V - 1 may be D in one."""
        try:
            told = {
                tuple(world.size_names(each.readings[0].column(world)[0].shape) for each in (valued, reference))
                for world in self.exact_worlds
            }
        except (NotRead, IllTyped):  # an entry that only the first world has
            return _OTHER_SHAPE
        if len(told) != 1:
            return _OTHER_SHAPE
        ((yours, due),) = told
        return f"This is {yours}, and {due} is due."

    def _favoured(self, reference: Valued, valued: Valued, loose: bool) -> Found:
        """A line that has no value as it stands: wrong, unless somebody kind could make it right."""
        tree = valued.line.tree
        assert tree is not None
        try:
            kind = Valued(valued.line, self._tables(tree, charitable=True))
        except (NotRead, IllTyped):
            return Found(False, valued.ill_typed)
        found = self._all_readings(reference, kind, loose)
        return Found(False, valued.ill_typed) if found.holds is False else Found(None, _FAVOUR)

    def _one_hot_note(self, reference: Valued, valued: Valued, readings: Sequence[Table]) -> tuple[str, ...]:
        """Says so where a step holds only because y is one-hot. Beside its index constant, a soft y means nothing."""
        trees = [each.line.tree for each in (reference, valued) if each.line.tree is not None]
        mentioned = frozenset[str]().union(*(self.question.mentions(tree) for tree in trees))
        one_hots = self.question.declared.one_hots.values()
        names = [each.name for each in one_hots if each.name in mentioned and each.at not in mentioned]
        if not self.soft_worlds or not names:
            return ()
        try:
            pairs = [(about, reading) for about in reference.readings for reading in readings]
            if all(compare(about, reading, self.soft_worlds, EXACT).form for about, reading in pairs):
                return ()
        except (NotRead, IllTyped):
            return ()
        return (f"This holds because `{names[0]}` is one-hot.",)


def _form_notes(comparison: Comparison) -> tuple[str, ...]:
    if comparison.form is Form.COMPONENTS:
        return ("One side has an index and the other is the whole vector.",)
    return ()


def _names(tree: Placed) -> frozenset[str]:
    own = frozenset([tree.name]) if isinstance(tree, Symbol) else frozenset[str]()
    return own.union(*(_names(child) for child in children(tree)))


@lru_cache(maxsize=8192)
def _transposes(tree: Placed) -> bool:
    return isinstance(tree, Transpose) or any(_transposes(child) for child in children(tree))
