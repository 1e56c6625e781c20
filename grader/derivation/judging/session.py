"""One question, ready to judge one answer: its names with the student's, its limits, and the student's choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.derivation.asked import Asked, Property
from grader.derivation.judging import choices
from grader.derivation.judging.chain import Found, judged, left_open
from grader.derivation.judging.circumstances import Circumstances
from grader.derivation.judging.goals import aims
from grader.derivation.judging.regimes import Combined, combined
from grader.derivation.judging.said import Said
from grader.derivation.judging.ways import towards
from grader.derivation.question import Question, ready
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Function, Node, Number, Placed, Sum, Symbol
from grader.derivation.valuing.letters import children
from grader.derivation.valuing.walks import names, swapped
from grader.derivation.verdicts import ChainVerdict, Status, StepVerdict
from grader.derivation.worlds import Regime

_ELSEWHERE = "For which numbers this is meant is not among those that are tried; a person will look."
_TOO_SMALL = "A number here is too small, or too large, to be tried; what it changes can't be told."
_RENAMED = "This only names what the sheet already says; write it out."
_HOW_LARGE = "Whether this is large enough depends on how large is large; a person will look."
_LARGE = 10.0  # what is drawn from there on stands for something that goes to infinity
_NUMBER = "This holds if {number} is your choice for the sheet's `{name}`; write that choice here, too."
_DEPENDS = "Whether this holds depends on what you chose for {}; write your choice, too."


@dataclass
class _Setting:
    """One choice for every name that the student may choose, with a question for each limit.

    is_right: whether the choices do what they must; None as long as nobody asked.
    """

    questions: Mapping[Regime | None, Question]
    is_right: bool | None = None


class Session:
    """Judges the chains of one answer. Raises NotRead or ValueError only where the spec itself is not understood."""

    def __init__(self, asked: Asked, symbols: Symbols, chains: Sequence[Said], seed: int, alone: bool) -> None:
        self.asked = asked
        # What a wrong step is really worth may be what another part asks for.
        self.symbols = replace(symbols, targets=tuple(goal.target for goal in asked.goals))
        self.seed = seed
        self.alone = alone
        self._aims = aims(asked.goals, ready(self.symbols, seed=seed))
        self.own = choices.choices(chains, asked.properties, symbols)
        trees = [side.tree for chain in chains for side in chain.sides if side.tree is not None]
        self._written = frozenset[str]().union(*map(names, trees))
        self._settings = [self._setting(each) for each in choices.usual(asked.properties, symbols, self.own)]

    def _setting(self, chosen: Mapping[str, Node], regimes: Sequence[Regime] | None = None) -> _Setting:
        """Questions for a choice of every name, in these limits: else in those that the sheet looks at."""
        symbols = self.symbols
        for name, meaning in chosen.items():
            symbols = choices.with_choice(symbols, name, meaning)
        limits: Sequence[Regime | None] = (self.asked.regimes if regimes is None else regimes) or (None,)
        return _Setting(
            {
                regime: ready(symbols, () if regime is None else (regime,), seed=self.seed)
                for regime in limits
            }
        )  # fmt: skip

    def question(self, found: Combined) -> Question:
        """The question that a verdict was found in: of the likeliest choice."""
        return self._settings[0].questions[found.regime]

    def others(self, found: Combined, under: Circumstances) -> tuple[Question, ...]:
        """The questions of the other limits that a chain was compared in: what explains it must fit there, too."""
        if found.only:
            return ()
        questions = self._settings[0].questions
        allowed = [each for each in questions if each is None or under.allow(each)] or list(questions)
        return tuple(questions[each] for each in allowed if each is not found.regime)

    def towards(self, chain: Said, found: Combined) -> tuple[int, ...]:
        """Numbers of the goals that a chain is on the way to."""
        given = {each.name for each in self.asked.symbols.definitions}
        own = frozenset(each.name for each in self.symbols.definitions if each.name not in given)
        return towards(chain, self._aims, self.question(found), own)

    def usual(self, number: int) -> list[tuple[Question, Node]]:
        """The usual choices for a property, each in a question with the student's others: to explain a wrong one by."""
        name = self.asked.properties[number].name
        others = {each: tree for each, tree in self.own.items() if each != name}
        options = choices.usual(self.asked.properties, self.symbols, others)
        found: dict[Node, Question] = {}
        for option in options:
            for place, tree in enumerate(_variants(option[name])):
                questions = list(self._setting({**option, name: tree}).questions.values())
                if place == 0 or choices.fulfils(questions, self.asked.properties[number])[0] is Status.HOLDS:
                    found.setdefault(tree, questions[0])
        return [(question, tree) for tree, question in found.items()]

    def chosen(self, chain: Said) -> choices.Choice | None:
        """The properties that a chain makes a choice for."""
        return choices.choice(chain, self.asked.properties, self.symbols) if self.asked.properties else None

    def verdict(self, chain: Said, under: Circumstances) -> Combined:
        """What becomes of a chain. Where it depends on choices that the student has not made, nothing is decided."""
        chosen = self.chosen(chain)
        found = self._choice(chain, chosen, under) if chosen is not None else self._of(chain, under)
        if chosen is None and found.found.verdict.status is Status.BREAKS:
            found = self._or_chosen_before(chain, found, under)
        regimes = self.asked.regimes
        return _undecided(found, _ELSEWHERE) if regimes and not any(map(under.allow, regimes)) else found

    def _of(self, chain: Said, under: Circumstances) -> Combined:
        found = [self._in(setting, chain, under) for setting in self._settings]
        if _agree(found):
            return found[0]
        # Choices that don't go together (both heads looking at a) are nobody's.
        fitting = [one for setting, one in zip(self._settings, found, strict=True) if self._is_right(setting)]
        if fitting and _agree(fitting):
            return fitting[0]
        chosen = ", ".join(f"`{each.name}`" for each in self.asked.properties)
        return _undecided((fitting or found)[0], _DEPENDS.format(chosen))

    def _or_chosen_before(self, chain: Said, found: Combined, under: Circumstances) -> Combined:
        """A break, left open where a number of the student's may be what they chose in an earlier part for our large β.

        Who writes β itself in this answer has not chosen a number for it.
        """
        trees = [side.tree for side in chain.sides if side.tree is not None]
        numbers = frozenset[Number]().union(*map(_large_numbers, trees))
        for name in sorted(_large(self.asked.regimes) - self._written) if len(numbers) == 1 else ():
            [number] = numbers
            theirs = tuple(
                side if side.tree is None else replace(side, tree=swapped(side.tree, {number: Symbol(name)}))
                for side in chain.sides
            )
            if self._of(replace(chain, sides=theirs), under).found.holds:
                why = _NUMBER.format(number=f"{number.value:g}", name=self._spelled(name))
                return replace(found, found=left_open(found.found, why))
        return found

    def _spelled(self, name: str) -> str:
        """A variable as the sheet writes it."""
        spellings = {each.name: each.spellings for each in self.symbols.variables}
        return next(iter(spellings.get(name, ())), name)

    def _is_right(self, setting: _Setting) -> bool:
        """Whether all choices together do what they must."""
        if setting.is_right is None:
            questions = list(setting.questions.values())
            statuses = [choices.fulfils(questions, each)[0] for each in self.asked.properties]
            setting.is_right = all(status is Status.HOLDS for status in statuses)
        return setting.is_right

    def _in(self, setting: _Setting, chain: Said, under: Circumstances) -> Combined:
        allowed = [regime for regime in setting.questions if regime is None or under.allow(regime)]
        verdicts = {
            regime: judged(question, chain, self._aims, under, self.alone)
            for regime in allowed or setting.questions
            if (question := setting.questions[regime])
        }
        return combined(verdicts, bool(under.scalars))

    def _choice(self, chain: Said, chosen: choices.Choice, under: Circumstances) -> Combined:
        """What is chosen must do what the name is for, and what follows it must be worth the same."""
        tree = chain.sides[chosen.side].tree
        found = self._in(self._settings[0], chain, under)
        if tree is None:
            return found
        status, why = self._fulfils(chosen.numbers, tree)
        if status is Status.HOLDS and self._says_nothing_new(tree):
            status, why = Status.NOT_READ, _RENAMED
        rest = replace(chain, sides=chain.sides[chosen.side :])
        others = self._in(self._settings[0], rest, Circumstances()).found.verdict.steps if len(rest.sides) > 1 else ()
        steps = (
            *(StepVerdict(Status.HOLDS) for _ in range(chosen.side)),
            StepVerdict(status, why=why),
            *(self._behind(status, step) for step in others[1:]),
        )
        first = next((place for place, step in enumerate(steps) if step.status is Status.BREAKS), None)
        verdict = ChainVerdict(steps, True, first, None, status is Status.HOLDS if first is None else False)
        lines = tuple(side.line for side in chain.sides)
        return Combined(Found(verdict, lines, None, (), ()), found.regime)

    def _says_nothing_new(self, tree: Node) -> bool:
        """Whether a choice is made of the sheet's own definitions alone: J = log P(…), where P is what is asked."""
        written = names(tree)
        asked = self.asked.symbols
        given = {each.name for each in asked.definitions} - {each.name for each in self.asked.properties}
        theirs = {each.name for each in self.symbols.definitions} - given
        roots = {each.name for each in asked.variables} | {each.name for each in asked.families}
        return bool(written & given) and not written & (theirs | roots)

    def _behind(self, status: Status, step: StepVerdict) -> StepVerdict:
        """A later side of a choice: worth the first, and right or wrong with it."""
        if step.status is Status.HOLDS and status is not Status.HOLDS:
            return replace(step, status=status, agrees=False, follows=True)
        return step

    def _fulfils(self, numbers: Sequence[int], tree: Node) -> tuple[Status, str]:
        """Whether the choice is right for all its names, with some usual choice of the other names."""
        wanted = [self.asked.properties[number] for number in numbers]
        besides = {**self.own, **{each.name: tree for each in wanted}}
        answers: list[tuple[Status, str]] = []
        for chosen in choices.usual(self.asked.properties, self.symbols, besides):
            try:
                questions = list(self._setting(chosen).questions.values())
                if not self.asked.regimes and choices.hides(questions[0], tree):
                    return Status.NOT_READ, _TOO_SMALL
                answers.append(max((choices.fulfils(questions, each) for each in wanted), key=_badness))
            except NotRead as error:
                answers.append((Status.NOT_READ, error.what))
        best = min(answers, key=_badness)
        return (Status.NOT_READ, _HOW_LARGE) if best[0] is Status.BREAKS and self._would_do(wanted, besides) else best

    def _would_do(self, wanted: Sequence[Property], besides: Mapping[str, Node]) -> bool:
        """Whether a choice that fails would do if what is large were much larger: ln β for β."""
        far = tuple(Regime(each.name, _far(each.intervals)) for each in self.asked.regimes)
        if all(each.intervals == known.intervals for each, known in zip(far, self.asked.regimes, strict=True)):
            return False
        try:
            for chosen in choices.usual(self.asked.properties, self.symbols, besides):
                questions = list(self._setting(chosen, far).questions.values())
                if all(choices.fulfils(questions, each)[0] is not Status.BREAKS for each in wanted):
                    return True
        except NotRead:
            return True
        return False


def _variants(right: Node) -> tuple[Node, ...]:
    """A right choice, and what may be as right: its negative (a loss to be minimised), what it is the logarithm of."""
    return right, Sum(((-1, right),)), Function("exp", right)


def _large(regimes: Sequence[Regime]) -> set[str]:
    """The names that stand for something large in every limit."""
    every = [{name for name, (low, _) in each.intervals.items() if low >= _LARGE} for each in regimes]
    return set.intersection(*every) if every else set()


def _large_numbers(node: Placed) -> frozenset[Number]:
    """The numbers in a tree that may stand for something large."""
    own = frozenset({node} if isinstance(node, Number) and node.value >= _LARGE else ())
    return own.union(*map(_large_numbers, children(node)))


def _far(intervals: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Limits with what is large there made larger than any function of it that grows could hide."""
    return {name: (1e12, 2e12) if low >= _LARGE else (low, high) for name, (low, high) in intervals.items()}


def _badness(answer: tuple[Status, str]) -> int:
    return [Status.HOLDS, Status.NOT_READ, Status.BREAKS].index(answer[0])


def _agree(found: Sequence[Combined]) -> bool:
    return len({_statuses(one) for one in found}) == 1


def _statuses(found: Combined) -> tuple[Status, ...]:
    return tuple(step.status for step in found.found.verdict.steps)


def _undecided(found: Combined, why: str) -> Combined:
    steps = tuple(StepVerdict(Status.NOT_READ, why=why) for _ in found.found.verdict.steps)
    return replace(found, found=replace(found.found, verdict=ChainVerdict(steps)))
