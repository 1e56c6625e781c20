r"""Conditions on indices: `i \neq a, b`, `-m \le j \le m`, `\text{if } i = a \text{ or } i = b`, `otherwise`."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from grader.derivation.reading import sets
from grader.derivation.reading.cursor import CLOSING, OPENING, RELATIONS, Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark, is_words
from grader.derivation.reading.limits import dotted
from grader.derivation.reading.positions import whole_index
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Kind, Token
from grader.derivation.tree import Node, Relation, Sign, When

_FILLERS = frozenset({"if", "for", "when", "where", "for all", "whenever", "with", "for every", "for any", "for each"})
_OTHERWISE = frozenset({"otherwise", "else", "o.w", "ow", "o/w", "elsewhere", "in other cases", "in all other cases"})
_TYPED = re.compile(
    r"(?:(?P<word>if|for|when|where|for all)\s+)?"
    r"(?P<left>[A-Za-z])\s*(?P<sign>==|=|!=|≠|\\neq?)\s*(?P<right>[A-Za-z]|\d)[.,;]?"
)
_BRACKETS = {("(", ")"), ("[", "]"), (r"\{", r"\}")}


def has_relation(items: Sequence[Item]) -> bool:
    """Whether a relation stands among the items, outside all brackets."""
    return len(split(items, *RELATIONS)) > 1


def when(cursor: Cursor, items: Sequence[Item], where: Span) -> When:
    """A whole condition, with its words. No alternatives mean "otherwise"."""
    items = _in_words(_out_of_text(items))
    while items and is_mark(items[-1], ".", ",", ";"):
        items.pop()
    items = _without_brackets(items)
    words = " ".join(item.text for item in items if isinstance(item, Token) and item.kind == "words").lower()
    if words.strip(" .,") in _OTHERWISE and all(isinstance(i, Token) and i.kind in ("words", "mark") for i in items):
        return When((), span=where)
    alternatives: list[tuple[Relation, ...]] = []
    for part in _cut(items, "or", r"\lor", r"\vee"):
        found: list[tuple[Relation, ...]] = [()]
        for both in _cut(part, "and", r"\wedge", r"\land", "&"):
            solid = [item for item in both if not _is_filler(item)]
            if among := sets.members(cursor, solid, r"\in", where):
                options: list[tuple[Relation, ...]] = [(Relation(among[0], "=", one, span=where),) for one in among[1]]
            else:
                options = [tuple(relations(cursor, solid, where))]
            found = [(*before, *option) for before in found for option in options]
        alternatives += found
    return When(tuple(alternatives), span=where)


def only_letters(cursor: Cursor, items: Sequence[Item], where: Span) -> bool:
    r"""Whether a condition names indices and says nothing of them: `\forall k`, `i, j`."""
    solid = [item for item in items if not _is_filler(item)]
    if not solid or has_relation(solid):
        return False
    return all(len(part) in (1, 3) and _is_index_letter(cursor, part) for part in split(solid, ",") if part)


def _is_index_letter(cursor: Cursor, part: Sequence[Item]) -> bool:
    """Whether a part is a mere letter, with an index perhaps, and no value that the question declares."""
    found = cursor.names.values.match(part, 0)
    if not is_letter(part[0]) or (found and found[1].kind not in ("family", "dimension")):
        return False
    return len(part) == 1 or (is_mark(part[1], "_") and isinstance(part[2], Group))


def relations(cursor: Cursor, items: Sequence[Item], where: Span) -> list[Relation]:
    """Relations between commas. `i \\neq a, b` is two, and so is `0 \\le j \\le m`."""
    found: list[Relation] = []
    parts = [part for part in split(dotted(items), ",") if part]
    if counted := sets.counted(cursor, parts, where):
        found, parts = sets.bounds(counted[0]), counted[1]
    for part in parts:
        if (within := _through_a_set(cursor, part, where)) is not None:
            found += within
            continue
        sides = split(part, *RELATIONS)
        if len(sides) == 1 and found:
            last = found[-1]
            found.append(Relation(last.left, last.sign, _side(cursor, part, where), span=where))
            continue
        if len(sides) not in (2, 3):
            raise NotRead(
                f"I cannot read the condition `{shown(*items)}`; write one on indices, such as `w \\neq o`.", where
            )
        nodes = [_side(cursor, side, where) for side in sides]
        signs = [RELATIONS[item.text] for item in _signs(part, sides)]
        for left, sign, right in zip(nodes, signs, nodes[1:], strict=False):
            found.append(Relation(left, cast(Sign, sign), right, span=where))
    if not found:
        raise NotRead("I expected a condition here, such as `i = j`.", where)
    return found


def _through_a_set(cursor: Cursor, part: list[Item], where: Span) -> list[Relation] | None:
    r"""`w \in V \setminus \{o\}`, `k \in \{1, \dots, K\}`, `w \notin \{o\}` as relations; None for what has no set."""
    if not any(is_mark(item, r"\{", "[", r"\setminus") or is_words(item) for item in part):
        return None
    if outside := sets.members(cursor, part, r"\notin", where):
        return [Relation(outside[0], "!=", one, span=where) for one in outside[1]]
    inside, without = sets.difference(part)
    spread = sets.membership(cursor, inside, where)
    if spread is None or spread.variable is None:
        return None
    own = spread.variable
    apart = [Relation(own, "!=", whole_index(cursor, one, where), span=where) for one in without]
    return sets.bounds(spread) + apart


def _signs(part: Sequence[Item], sides: Sequence[Sequence[Item]]) -> list[Token]:
    """The relations between the sides."""
    found: list[Token] = []
    place = 0
    for side in sides[:-1]:
        place += len(side)
        item = part[place]
        assert isinstance(item, Token)
        found.append(item)
        place += 1
    return found


def _side(cursor: Cursor, items: Sequence[Item], where: Span) -> Node:
    """One side of a relation: a value that the question declares, or else an index."""
    if not items:
        raise NotRead("One side of this condition is missing; write both, as in `w \\neq o`.", where)
    named = cursor.names.values.match(items, 0)
    is_index = cursor.names.indices.match(items, 0)
    if named and not is_index and named[1].kind in ("value", "scalar", "vector"):
        return cursor.whole(items, where)
    return whole_index(cursor, items, where)


def _without_brackets(items: list[Item]) -> list[Item]:
    """`[i = j]`, `(i = j)` and `\\{i = j\\}` without the brackets around all of it."""
    while len(items) == 1 and isinstance(items[0], Group):
        items = list(items[0].items)
    if len(items) > 2 and any(is_mark(items[0], a) and is_mark(items[-1], b) for a, b in _BRACKETS):
        inside = items[1:-1]
        if not any(is_mark(item, *OPENING, *CLOSING) for item in inside):
            return inside
    return items


def _in_words(items: Sequence[Item]) -> list[Item]:
    """`otherwise` typed as plain letters is a word, too; "i = a or i = b" within a text is left as it is."""
    made: list[Item] = []
    place = 0
    while place < len(items):
        end = place
        while is_letter(items[end] if end < len(items) else None):
            end += 1
        word = "".join(item.text for item in items[place:end] if isinstance(item, Token))
        if not place and word not in _OTHERWISE and word.startswith(("if", "for")):
            word = word[: 2 if word.startswith("if") else 3]
            end = len(word)
        if word in _OTHERWISE | {"if", "for", "or", "and"}:
            made.append(Token("words", word, items[place].span))
            place = end
        else:
            item = items[place]
            is_upright = isinstance(item, Token) and item.kind == "run"
            made.append(Token("words", item.text, item.span) if isinstance(item, Token) and is_upright else item)
            place += 1
    return made


def _out_of_text(items: Sequence[Item]) -> list[Item]:
    r"""A condition typed within a text, `\text{if w = o}`, as its word and its formula."""
    made: list[Item] = []
    for item in items:
        match = _TYPED.fullmatch(item.text) if isinstance(item, Token) and item.kind == "words" else None
        if match is None:
            made.append(item)
            continue
        if match["word"]:
            made.append(Token("words", match["word"], item.span))
        made += [Token(kind, text, item.span) for kind, text in _typed(match)]
    return made


def _typed(match: re.Match[str]) -> Iterator[tuple[Kind, str]]:
    yield "letter", match["left"]
    sign = {"==": "=", "!=": r"\neq", "≠": r"\neq", "=": "="}.get(match["sign"], r"\neq")
    yield ("command" if sign.startswith("\\") else "mark"), sign
    yield ("number" if match["right"].isdigit() else "letter"), match["right"]


def _is_filler(item: Item) -> bool:
    if is_mark(item, r"\forall"):
        return True
    return isinstance(item, Token) and item.kind == "words" and item.text.lower().strip(" ,:.") in _FILLERS


def _cut(items: Sequence[Item], word: str, *marks: str) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    for item in items:
        is_word = isinstance(item, Token) and item.kind == "words" and item.text.lower().strip(" ,") == word
        if is_word or is_mark(item, *marks):
            parts.append([])
        else:
            parts[-1].append(item)
    return parts
