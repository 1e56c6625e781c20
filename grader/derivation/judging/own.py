r"""Names that a student introduces: `\delta = \hat y - y`, `z_w = u_w^\top v_c`. Taken up so that later lines are read.

Such a line earns nothing by itself. A name that the sheet leaves open (`replaceable`) may be given another meaning.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.derivation.compare import Line, judge
from grader.derivation.judging.said import Said, Side, said
from grader.derivation.macros import Macro
from grader.derivation.parse import parse
from grader.derivation.printed import readable
from grader.derivation.question import ready
from grader.derivation.reading.cursor import shown
from grader.derivation.reading.vocabulary import spelled
from grader.derivation.span import NotRead
from grader.derivation.steps import Chain
from grader.derivation.symbols import Definition, PatternForm, Symbols, Variable
from grader.derivation.tree import BareFunction, Index, Letter, Node, Number, Pattern, Symbol, Transpose
from grader.derivation.valuing.declared import Declared
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.walks import names, swapped
from grader.derivation.verdicts import Status

#: Names that one answer may introduce, and how often it is gone through for them: a name may rest on a later one.
MOST = 24
_ROUNDS = 4
#: What changes a name's looks and not what it names.
_STYLE = re.compile(
    r"\\(?:bm|boldsymbol|mathbf|mathcal|mathrm|mathit|vec|pmb|symbf)(?![A-Za-z])\s*(?:\{([^{}]{1,20})\})?"
)
#: A name, with an index or an accent: `z`, `\delta_1`, `\tilde{y}`, `s_{w}`, `f(x)`.
_NAME = re.compile(
    r"(?:\\[A-Za-z]+\s*(?:\{[^{}]{1,20}\})?|d?[A-Za-z])\s*(?:_\s*(?P<index>[A-Za-z0-9]|\\[A-Za-z]+|\{[^{}]{1,20}\}))?"
    r"(?P<more>'{0,2}|\^\{\([0-9]\)\}|\([A-Za-z]\))"
)


#: A prime at the end, however it is typed.
_PRIMED = re.compile(r"(?:'|\^\s*(?:\\prime|\{\s*(?:\\prime|')\s*\}))\s*$")


@dataclass(frozen=True)
class Own:
    """The question's names with the student's. taken: what each was taken for, for the student to read."""

    symbols: Symbols
    taken: tuple[tuple[str, str], ...] = ()


def with_own_names(
    symbols: Symbols, chains: Sequence[Chain], macros: Mapping[str, Macro], asked: frozenset[str] = frozenset()
) -> Own:
    """Goes through an answer's equations for names that the question does not know.

    asked: names of what is asked for, which no student may give another meaning.
    """
    found = Own(symbols)
    for _ in range(_ROUNDS):
        before = len(found.taken)
        for chain in chains:
            if len(found.taken) < MOST and len(chain.steps) > 1 and chain.left.latex.strip():
                read = said(chain, found.symbols, macros)
                freed = _with_spelling_freed(found.symbols, read, asked)
                if freed is not None:
                    found = replace(found, symbols=freed)
                    read = said(chain, freed, macros)
                found = _with(found, read)
        if len(found.taken) == before:
            break
    return found


def named_classes(symbols: Symbols, chains: Sequence[Said]) -> dict[str, str]:
    """`y_k = 1` says where the one-hot's 1 is: the student's letters, and the constants that they stand for."""
    return {letter: constant for chain in chains for letter, constant in _named_class(symbols, chain)}


def _named_class(symbols: Symbols, chain: Said) -> Iterator[tuple[str, str]]:
    left = chain.left.tree
    if len(chain.sides) == 2 and isinstance(left, Index) and isinstance(left.base, Symbol):
        one_hot = next((each for each in symbols.one_hots if each.name == left.base.name), None)
        constants = {each.name for each in symbols.constants}
        for letter in left.positions:
            is_one = chain.sides[1].tree == Number(1.0)
            if one_hot and is_one and isinstance(letter, Letter) and letter.name not in constants:
                yield letter.name, one_hot.at


def _with(own: Own, chain: Said) -> Own:
    left, meaning = chain.left, chain.meaning
    spelling = left.step.latex.strip().rstrip(" ,:")
    if meaning is None or any(spelling == name for name, _ in own.taken):
        return own
    if isinstance(left.tree, Symbol):
        return _replaced(own, left.tree.name, spelling, meaning)
    if (theirs := _by_components(own, left.tree, spelling, meaning)) is not None:
        return theirs
    if _is_new_name(own, left.tree, meaning) or _is_slope(own, left, meaning):
        added = replace(own.symbols, definitions=(*own.symbols.definitions, Definition(spelling, meaning)))
        return _if_read(own, added, spelling, meaning)
    is_lowered = _is_lowered_function(left.tree)
    symbol = r"\sigma" if is_lowered else left.symbol
    if (left.tree is not None and not is_lowered) or not symbol:
        return own
    plain = _STYLE.sub(lambda style: style[1] or "", spelling).strip()
    match = _NAME.fullmatch(plain)
    if match is None or not plain.startswith(symbol.partition("_")[0]):
        return own
    index = (match["index"] or "").strip("{}").strip()
    try:
        free = Letters(Declared(own.symbols)).free(meaning)
    except NotRead:
        return own
    if free and not (free == {index} and not match["more"]):
        return own
    if free:
        known = _without_forms(own.symbols, _head(spelling))
        added = replace(known, patterns=(*known.patterns, _pattern(spelling, index, meaning)))
    else:
        known = _without_forms(own.symbols, spelling)  # p is theirs, and so are its entries p_w
        added = replace(known, definitions=(*known.definitions, Definition(spelling, meaning)))
    return _if_read(own, added, spelling, meaning)


def _with_spelling_freed(symbols: Symbols, chain: Said, asked: frozenset[str]) -> Symbols | None:
    """The names without a spelling that we accept beside the sheet's own (z for θ), which the student uses for another
    thing: z_i = e^{θ_i}. Only of what is drawn, never of a definition. None where there is no such thing."""
    left, meaning = chain.left.tree, chain.meaning
    base = left.base if isinstance(left, Index) else left
    if not isinstance(base, Symbol) or base.name in asked or left is None or meaning is None:
        return None
    text = chain.left.step.latex.strip()
    written = _shown(_head(text) if isinstance(left, Index) and "_" in text else text)
    variables = tuple(_freed(each, written) if each.name == base.name else each for each in symbols.variables)
    freed = replace(symbols, variables=variables)
    if freed == symbols or judge(ready(symbols), [Line(left), Line(meaning)]).status is not Status.BREAKS:
        return None
    return freed


def _freed(known: Variable, written: str) -> Variable:
    """A name without one of its spellings, unless that is the sheet's own, which stands first."""
    kept = tuple(each for each in known.spellings[1:] if _shown(each) != written)
    return replace(known, spellings=(*known.spellings[:1], *kept))


def _shown(spelling: str) -> str:
    """A spelling in the one form in which two of them are compared; "" where it is none."""
    try:
        return shown(*spelled(spelling))
    except ValueError:
        return ""


def _by_components(own: Own, left: Node | None, spelling: str, meaning: Node) -> Own | None:
    r"""`p_w = \exp(u_w^\top v_c)`, where p_w or a replaceable z is one of our names: theirs, if it is something else.

    None where the left side is no such thing, or says what we say.
    """
    if "_" not in spelling or any(spelling == name for name, _ in own.taken):
        return None
    if isinstance(left, Pattern) and len(left.holes) == 1 and isinstance(left.holes[0], Letter):
        letter, known = left.holes[0], _without_forms(own.symbols, _head(spelling))
        ours = known.patterns != own.symbols.patterns and left.name not in {name for name, _ in own.taken}
    elif isinstance(left, Index) and isinstance(left.base, Symbol) and isinstance(left.positions[0], Letter):
        letter, name = left.positions[0], left.base.name
        open_names = {each.name for each in own.symbols.definitions if each.replaceable}
        ours = len(left.positions) == 1 and name in open_names and not _others_rest_on(own.symbols, name)
        kept = tuple(each for each in own.symbols.definitions if each.name != name)
        known = _without_forms(replace(own.symbols, definitions=kept), _head(spelling))
    else:
        return None
    try:
        free = Letters(Declared(own.symbols)).free(meaning)
    except NotRead:
        return None
    if not ours or free != {letter.name} or left is None:
        return None
    if judge(ready(own.symbols), [Line(left), Line(meaning)]).status is Status.HOLDS:
        return None
    added = replace(known, patterns=(*known.patterns, _pattern(spelling, letter.name, meaning)))
    return _if_read(own, added, spelling, meaning)


def _head(spelling: str) -> str:
    """What stands before the index."""
    return spelling[: spelling.rindex("_")].strip()


def _without_forms(symbols: Symbols, head: str) -> Symbols:
    """The names without our own forms of an indexed name, once the student has given it a meaning: p_# for p.

    Only of forms that the sheet leaves open.
    """
    taken = _shown(f"{head}_{{#}}")
    patterns = (
        replace(each, forms=tuple(form for form in each.forms if not each.replaceable or _shown(form) != taken))
        for each in symbols.patterns
    )
    return replace(symbols, patterns=tuple(each for each in patterns if each.forms))


def _is_lowered_function(left: Node | None) -> bool:
    r"""`\sigma_o`: a function is applied to something and has no entries, so this is a name of the student's own."""
    return isinstance(left, Index) and isinstance(left.base, BareFunction) and left.base.name == "sigmoid"


def _is_new_name(own: Own, left: Node | None, meaning: Node) -> bool:
    """`h_2 = h W_2 + b_2` where h is a vector: not its second entry but a name of the student's own.

    And `z_o`, which is more than one of the z_k that they introduced before, if it is worth something else.
    """
    numbered = isinstance(left, Index) and isinstance(left.base, Symbol) and isinstance(left.positions[0], Number)
    one_of_many = isinstance(left, Pattern) and left.name in {name for name, _ in own.taken}
    if left is None or not (numbered or one_of_many):
        return False
    if isinstance(left, Index) and names(left.base) & {each.name for each in own.symbols.families}:
        return False
    judged = judge(ready(own.symbols), [Line(left), Line(meaning)]).status
    return judged is Status.BREAKS or (one_of_many and judged is Status.NOT_READ)


def _is_slope(own: Own, left: Side, meaning: Node) -> bool:
    r"""`h' = h \circ (1 - h)` where h is a vector: that is not its transpose, so the prime means a derivative."""
    tree = left.tree
    if not isinstance(tree, Transpose) or not isinstance(tree.base, Symbol) or not _PRIMED.search(left.step.latex):
        return False
    variables = {each.name: each.shape for each in own.symbols.variables}
    shapes = variables | {each.name: each.shape for each in own.symbols.definitions}
    is_vector = len(shapes.get(tree.base.name, ())) == 1
    return is_vector and judge(ready(own.symbols), [Line(tree), Line(meaning)]).status is Status.BREAKS


def _pattern(spelling: str, index: str, meaning: Node) -> PatternForm:
    """An indexed name with a hole in the index's place, there and in what it means."""
    return PatternForm(spelling, (f"{_head(spelling)}_{{#}}",), swapped(meaning, {Letter(index): Letter("#1")}))


def _if_read(own: Own, symbols: Symbols, spelling: str, meaning: Node) -> Own:
    """Takes the name up if it can be told from all others, and if a formula with it can be read."""
    try:
        parse(spelling, symbols)
    except (NotRead, ValueError):
        return own
    return Own(symbols, (*own.taken, (spelling, readable(meaning))))


def _replaced(own: Own, name: str, spelling: str, meaning: Node) -> Own:
    """The student's meaning of a name that the sheet leaves open, where it isn't ours."""
    known = next((each for each in own.symbols.definitions if each.name == name and each.replaceable), None)
    if known is None or _rests_on(own.symbols, meaning, name) or _others_rest_on(own.symbols, name):
        return own
    theirs = replace(known, meaning=meaning, shape=())
    definitions = tuple(theirs if each is known else each for each in own.symbols.definitions)
    return Own(replace(own.symbols, definitions=definitions), (*own.taken, (spelling, readable(meaning))))


def _others_rest_on(symbols: Symbols, name: str) -> bool:
    """Whether the question's own definitions are made of it: then it is not the student's to change."""
    declared = Declared(symbols)
    others = (each.name for each in symbols.definitions if each.name != name)
    return any(name in names(declared.definition(each)) for each in others)


def _rests_on(symbols: Symbols, meaning: Node, name: str) -> bool:
    return name in ready(symbols).mentions(meaning)
