r"""What an index runs through: `w \in V`, `w \in V \setminus \{o\}`, `k \in \{1, \dots, K\}`, `k = 1, \dots, K`."""

from collections.abc import Sequence

from grader.derivation.reading.cursor import Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.positions import index, positions, whole_index
from grader.derivation.reading.substituted import is_list_of_words
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token
from grader.derivation.tree import Index, Letter, Node, Number, Range, Relation, Symbol

#: The whole vocabulary in words, where the question counts it by V.
_VOCABULARY = frozenset({"vocab", "vocabulary", "words"})
_COMPARING = ("=", r"\neq", "<", r"\le", ">", r"\ge")


def variable(cursor: Cursor, items: Sequence[Item], span: Span) -> Letter | Index:
    """Items as the index that an operator runs over."""
    if len(items) == 1 and isinstance(items[0], Group):
        items = items[0].items
    node = whole_index(cursor, items, span)
    if not isinstance(node, Letter | Index):
        what = f"I cannot read what this operator runs over: `{shown(*items)}`. Write an index, such as `w` or `w=1`."
        raise NotRead(what, span)
    return node


def difference(part: list[Item]) -> tuple[list[Item], list[list[Item]]]:
    r"""`w \in V \setminus \{o\}` as `w \in V`, and what w is not; a part that is no such difference as it is."""
    for place, item in enumerate(part):
        rest = part[place + 1 :]
        braced = len(rest) > 2 and is_mark(rest[0], r"\{") and is_mark(rest[-1], r"\}")
        if braced and is_mark(item, r"\setminus", "-", "/"):
            return part[:place], split(rest[1:-1], ",")
        if is_mark(item, r"\setminus") and rest and not is_mark(rest[0], r"\{"):
            return part[:place], [rest]
    return part, []


def membership(cursor: Cursor, part: list[Item], span: Span) -> Range | None:
    r"""`w \in V`, `w_j \in V` and `k \in \{1, \dots, K\}`; None where nothing is in anything."""
    sides = split(part, r"\in")
    if len(sides) != 2 or len(split(part, *_COMPARING)) > 1:
        return None
    own = variable(cursor, [Group(tuple(sides[0]), span)], span)
    right = sides[1]
    if len(right) > 2 and is_mark(right[0], "[", r"\{"):
        return _spanned(cursor, own, right, span)
    if (named := _vocabulary(cursor, right, span)) is not None:
        return Range(own, among=named, span=span)
    inner = cursor.within(right, span)
    bar = inner.at("|", r"\lvert")
    among = positions(inner, right, span)[0] if bar else index(inner)
    if not bar:
        inner.finish()
    return Range(own, among=among, span=span)


def members(cursor: Cursor, part: list[Item], sign: str, span: Span) -> tuple[Node, list[Node]] | None:
    r"""The left side and the members of `w \in \{o, w_1\}` or `w \notin \{o\}`, each written out; None for others."""
    sides = split(part, sign)
    if len(sides) != 2 or not sides[0]:
        return None
    right = sides[1]
    if len(right) < 3 or not is_mark(right[0], r"\{") or not is_mark(right[-1], r"\}"):
        return None
    if any(is_mark(item, r"\dots", ":") for item in right):
        return None
    return whole_index(cursor, sides[0], span), [whole_index(cursor, one, span) for one in split(right[1:-1], ",")]


def stretch(cursor: Cursor, items: Sequence[Item], span: Span) -> tuple[Node, Node, list[list[Item]]] | None:
    r"""The ends of `1, 2, \dots, K`, and what stands behind it after a comma; None where no dots are."""
    sides = split(items, r"\dots")
    if len(sides) != 2:
        return None
    before, after = ([part for part in split(side, ",") if part] for side in sides)
    if not before or not after:
        raise NotRead(f"One end of `{shown(*items)}` is missing; write `1, \\dots, K`.", span)
    ends = [whole_index(cursor, part, span) for part in before]
    upper = whole_index(cursor, after[0], span)
    if not _counts(ends) or (isinstance(upper, Index) and not is_list_of_words(ends[0], upper)):
        raise NotRead(f"I cannot tell how `{shown(*items)}` goes on; write `1, \\dots, K`.", span)
    return ends[0], upper, after[1:]


def counted(cursor: Cursor, parts: Sequence[Sequence[Item]], span: Span) -> tuple[Range, list[list[Item]]] | None:
    r"""`k = 1, \dots, K` and `k = 1..K`, cut at commas, as a range, and the parts behind it; None where no dots are."""
    joined: list[Item] = []
    for part in parts:
        joined += [Token("mark", ",", part[0].span), *part] if joined else part
    sides = split(joined, "=")
    if len(sides) < 2 or len(split(joined, r"\dots")) != 2:
        return None
    own = variable(cursor, [Group(tuple(sides[0]), span)], span)
    ends = stretch(cursor, joined[len(sides[0]) + 1 :], span)
    return None if ends is None else (Range(own, ends[0], ends[1], span=span), ends[2])


def bounds(one: Range) -> list[Relation]:
    """What a range says of its letter, as relations. Raises NotRead for a list of words."""
    if isinstance(one.lower, Index):
        raise NotRead("I can read a list of words such as `w_1, \\dots, w_K` below a sum only.", one.span)
    found: list[Relation] = []
    if one.variable is None:
        return found
    if one.lower is not None:
        found.append(Relation(one.lower, "<=", one.variable, span=one.span))
    if one.upper is not None:
        found.append(Relation(one.variable, "<=", one.upper, span=one.span))
    if one.among is not None:
        found.append(Relation(one.variable, "in", one.among, span=one.span))
    return found


def _counts(ends: Sequence[Node]) -> bool:
    """Whether what stands before the dots counts on by one, or is alone."""
    values = [end.value for end in ends if isinstance(end, Number)]
    places = [end.positions[0] for end in ends if isinstance(end, Index) and len(end.positions) == 1]
    if len(places) == len(ends) > 1 and len({end.base for end in ends if isinstance(end, Index)}) == 1:
        return _counts(places)
    return len(ends) == 1 or (len(values) == len(ends) and values == [values[0] + step for step in range(len(values))])


def _spanned(cursor: Cursor, own: Letter | Index, right: list[Item], span: Span) -> Range:
    r"""`\{1, 2, \dots, K\}` and `[1, K]`: all numbers from the first to the last."""
    inside = split(right[1:-1], ",")
    if is_mark(right[-1], "]", r"\}"):
        if (ends := stretch(cursor, right[1:-1], span)) and not ends[2]:
            return Range(own, ends[0], ends[1], span=span)
        if len(inside) == 2 and is_mark(right[0], "["):
            lower, upper = (whole_index(cursor, end, span) for end in inside)
            return Range(own, lower, upper, span=span)
    raise NotRead(f"I cannot read the set `{shown(*right)}`; write `\\{{1, \\dots, K\\}}`.", span)


def _vocabulary(cursor: Cursor, right: Sequence[Item], span: Span) -> Node | None:
    """The dimension that counts the words, where the set is "the vocabulary"."""
    word = "".join(item.text for item in right if isinstance(item, Token) and item.kind in ("words", "run", "letter"))
    whole = all(isinstance(item, Token) and item.kind in ("words", "run", "letter") for item in right)
    if not whole or word.lower() not in _VOCABULARY:
        return None
    found = cursor.names.indices.match([Token("letter", "V", span)], 0)
    return Symbol(found[1].name, span=span) if found and found[1].kind == "dimension" else None
