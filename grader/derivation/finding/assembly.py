r"""The state while chains are put together: which chain is open, which conditions hold, what was said in between."""

import re
from dataclasses import dataclass, field, replace

from grader.derivation.finding import connectives
from grader.derivation.finding.clauses import Clause
from grader.derivation.finding.places import Formula, Pieces, Places
from grader.derivation.finding.relations import RELATIONS
from grader.derivation.finding.rows import Row
from grader.derivation.steps import Chain, Condition

#: How many steps are told apart; nobody writes more.
MOST_STEPS = 2000

_DERIVATIVE = re.compile(r"\\[dt]?frac\s*\{\s*(?:\\partial|d|\\mathrm\{d\})|\\nabla|\\partial|[A-Za-z]'|\\sigma'|∇|∂")
_MARKUP = re.compile(r"\\(?:begin|end)\{[A-Za-z*]{1,20}\}|\\item\b|^[ \t]*[-*>][ \t]", re.MULTILINE)
_LEAD = 200
_BAR = 2


@dataclass
class _Draft:
    """A chain in the making. pending: a relation that ended a row, with nothing after it yet."""

    at: int
    display: bool
    lead: str = ""
    implied: bool = False
    shared: bool = False
    steps: list[tuple[str, Pieces]] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    pending: str = ""
    row: int = 0  # how many steps it had when the present row began

    @property
    def bare(self) -> bool:
        return len(self.steps) == 1 and not self.pending


@dataclass
class Assembly:
    """Takes rows and words in their order, and makes chains of them."""

    places: Places
    drafts: list[_Draft] = field(default_factory=list)
    open: _Draft | None = None  # what a relation at the beginning of a formula goes on with
    last: _Draft | None = None  # the last formula, if it was one
    carried: list[Condition] = field(default_factory=list)
    between: str = ""  # the prose since the last formula
    after_condition: bool = False
    other_case: bool = False  # a condition before the present row differs from that of the open chain
    unfinished: bool = False  # the last row ended with an operator
    within: bool = False  # the conditions that are carried stood within the present formula
    waiting: bool = False  # … and no equation has followed them yet
    stated: list[Condition] = field(default_factory=list)
    bracket: bool = False  # the last row ended within a bracket
    count: int = 0

    def chains(self) -> tuple[Chain, ...]:
        """All chains so far."""
        return tuple(self._chain(draft) for draft in self.drafts if draft.steps)

    def _chain(self, draft: _Draft) -> Chain:
        steps = tuple(self.places.step(relation, pieces, draft.at) for relation, pieces in draft.steps)
        conditions = tuple(dict.fromkeys(draft.conditions))
        return Chain(steps, conditions, self.places.file, draft.lead, draft.display, draft.implied, draft.shared)

    def interrupt(self) -> None:
        """Something could not be read: what begins with a relation after it goes on with nothing."""
        self.open = self.last = None
        self.between = ""

    def words(self, text: str, start: int) -> None:
        """Prose between formulas."""
        self.between += text
        if connectives.ends_a_case(text):
            self.carried = []
        leads = connectives.leads_to_condition(text) and not text.rstrip(" \t\n*_").endswith(":")
        if connectives.begins_otherwise(text) and not leads:
            otherwise = Condition("otherwise", "", self.places.line(start))
            if self.last and connectives.closes_with_otherwise(text):
                self.trail(otherwise)
                self.between = text
            else:
                self.carried = [otherwise]
        words, latex, at = connectives.plain_condition(text)
        if not latex:
            return
        condition = Condition(words, latex, self.places.line(start + at))
        bracketed = not words and text[at:].startswith("(")
        if self.last and (words.islower() or bracketed) and not text[:at].strip(" ,;(\n"):
            self.trail(condition)
        else:
            self.carried = [condition]

    def condition(self, condition: Condition) -> None:
        """A condition before what holds under it."""
        self.carried = [*(self.carried if self.after_condition else []), condition]
        self.after_condition = True
        self.between = ""

    def has_condition(self) -> bool:
        """Whether the last formula already has a condition of its own, or there is none to have one."""
        return self.last is None or any(not one.carried for one in self.last.conditions)

    def trail(self, condition: Condition) -> None:
        """A condition after what holds under it. A second one on the same left side begins a chain of its own."""
        draft = self.last
        if draft is None:
            self.condition(condition)
            return
        earlier = [one for one in draft.conditions if not one.carried]
        if draft.row > 0 and earlier and condition.latex.split() != earlier[-1].latex.split():
            steps = [draft.steps[0], *draft.steps[draft.row :]]
            del draft.steps[draft.row :]
            draft = _Draft(draft.at, draft.display, draft.lead, shared=True, steps=steps)
            self.drafts.append(draft)
            self.open = self.last = draft
        if condition not in draft.conditions:
            draft.conditions = [*(one for one in draft.conditions if not one.carried), condition]
        self.between = ""

    def row(self, row: Row, place: Formula) -> None:
        """One row of a formula."""
        leading: list[Condition] = []
        for draft in self.drafts[-1:]:
            draft.row = len(draft.steps)
        done = False
        for clause in row.clauses:
            if clause.kind == "words":
                self.between += f" {clause.words} "
            elif clause.kind == "condition" and done and not clause.announces:
                self.trail(self.as_condition(clause, place))
            elif clause.kind == "condition":
                leading.append(self.as_condition(clause, place))
            else:
                self._lead(leading)
                self._equation(clause, None if done else row, place)
                self._within(clause, place)
                done, leading = True, []
        self._lead(leading)
        self.unfinished, self.bracket = row.unfinished, row.open
        place.first = False

    def _within(self, clause: Clause, place: Formula) -> None:
        r"""The conditions in an equation's indices, once each: `u_{w \neq o}` speaks of the words that are not o."""
        stretches = [part.stretch for part in clause.parts if part.stretch]
        if stretches and place.within:
            start, end = min(clause.start, min(stretches)[0]), max(end for _, end in stretches)
            # The bar of an evaluation is blanked behind the last side.
            inside = dict.fromkeys(latex for latex, at in place.within if start <= at <= end + _BAR)
            for latex in inside:
                self.trail(Condition("for", latex, self.places.line(place.offset + start)))

    def _lead(self, conditions: list[Condition]) -> None:
        """Conditions at a row's beginning. What follows begins a chain of its own if another case stands open."""
        if not conditions:
            return
        self.carried, self.within, self.waiting = conditions, True, True
        draft = self.open
        if (
            draft
            and len(draft.steps) > 1
            and [one.latex for one in draft.conditions] != [one.latex for one in conditions]
        ):
            self.other_case = True

    def end_formula(self) -> None:
        """Conditions that stood within a formula, before an equation, reach no further than the formula."""
        if self.within and not self.waiting:
            self.carried, self.within = [], False

    def as_condition(self, clause: Clause, place: Formula, words: str = "") -> Condition:
        """A clause as a condition, whatever it looked like."""
        ends = [part.stretch for part in clause.parts if part.stretch]
        stretch = clause.stretch or ((ends[0][0], ends[-1][1]) if ends else None)
        latex = place.blanked[stretch[0] : stretch[1]].strip() if stretch else clause.inside
        words = words or clause.words
        latex = connectives.turned(latex) if connectives.excludes(words) else latex
        condition = Condition(words, latex, self.places.line(place.offset + clause.start))
        self.stated.append(condition)
        return condition

    def idle(self) -> list[Condition]:
        """The conditions that formulas state and under which nothing stands."""
        used = {replace(one, carried=False) for draft in self.drafts for one in draft.conditions}
        return [one for one in self.stated if one not in used]

    def _equation(self, clause: Clause, row: Row | None, place: Formula) -> None:
        """Adds an equation to the chain that it belongs to. row: where it is the first of its row, that row."""
        self.count += len(clause.parts)
        if self.count > MOST_STEPS:
            return
        parts = [(part.relation, place.pieces(part)) for part in clause.parts]
        pending = parts.pop()[0] if len(parts) > 1 and not parts[-1][1] else ""
        draft = self._draft_for(parts, clause, row, place)
        draft.steps += parts
        draft.pending = pending if parts or pending else draft.pending
        self.last = draft
        mention = draft.bare and not place.display
        self.open = self.open if mention and self.open else draft
        self.between, self.after_condition, self.other_case, self.waiting = "", False, False, False
        self.carried = [replace(one, carried=True) for one in self.carried]

    def _draft_for(self, parts: list[tuple[str, Pieces]], clause: Clause, row: Row | None, place: Formula) -> "_Draft":
        """The chain of an equation. Takes from `parts` what is no step of its own."""
        left = parts[0][1]
        near = self.last is not None and (self.last is self.open or not self.between.strip(" \t\n*_"))
        linked = place.first and not clause.implied and self._linked()
        current = self.last if near or linked else self.open
        if not left:
            parts.pop(0)
            if current and not self.other_case:
                return current
            shared = [current.steps[0]] if current else [("", [])]
            return self._new(clause, place, shared, shared=current is not None)
        if current and row:
            if self._goes_on(current, row, place):
                gap = [] if row.operator or self.unfinished or self.bracket else [(_end(current), r"\\")]
                current.steps[-1][1].extend([*gap, *left])
                parts.pop(0)
                return current
            if current.pending or linked:
                parts[0] = (current.pending or "=", left)
                return current
        return self._new(clause, place, [], shared=False)

    def _new(self, clause: Clause, place: Formula, steps: list[tuple[str, Pieces]], shared: bool) -> "_Draft":
        lead = _MARKUP.sub(" ", self.between[-_LEAD:]).strip().rpartition("\n\n")[2].strip()
        at = place.offset + clause.start
        draft = _Draft(at, place.display, lead, clause.implied, shared, list(steps), list(self.carried))
        self.drafts.append(draft)
        self.open = self.open or draft
        return draft

    def _goes_on(self, current: "_Draft", row: Row, place: Formula) -> bool:
        """Whether a row that begins with no relation is more of the last step."""
        if place.first:
            waits = self.unfinished and not self.between.strip()
            sign = row.operator not in ("", "-", "−") and not row.has_relation
            return current is self.last and (waits or (sign and place.display and current.display))
        if (self.unfinished or (self.bracket and not row.has_relation)) and not current.pending:
            return True
        if row.operator:
            return row.aligned or not row.has_relation
        return row.aligned and not row.has_relation and len(current.steps) > 1 and not current.pending

    def _linked(self) -> bool:
        """Whether the words since the last formula say that the next one equals it."""
        words = self.between.strip(" \t\n*_")
        if not self.last:
            return False
        if RELATIONS.get(words) == "=":
            return True
        written = "".join(text for _, text in self.last.steps[0][1]) if self.last.bare else ""
        return _DERIVATIVE.match(written.strip()) is not None and connectives.says_equals(words)


def _end(draft: _Draft) -> int:
    start, text = draft.steps[-1][1][-1]
    return start + len(text)
