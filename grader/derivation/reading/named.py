"""Factors that the question declares by name: symbols, functions, and patterns such as p(o|c)."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from grader.derivation.reading import functions
from grader.derivation.reading.commands import ACCENTS
from grader.derivation.reading.cursor import CLOSING, OPENING, Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.positions import whole_index
from grader.derivation.reading.vocabulary import Entry, Form
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token
from grader.derivation.tree import Node, Pattern, Symbol

#: How much two spellings have to share for one to be offered for the other.
_ALIKE = 0.7


def is_declared(cursor: Cursor) -> bool:
    """Whether a name of the question's own begins here."""
    found = cursor.names.values.match(cursor.items, cursor.place)
    return found is not None and found[1].kind != "builtin"


def name(cursor: Cursor) -> Node | None:
    """The longest name that begins here, with its arguments if it is a function; None where there is none."""
    start = cursor.place
    _part_index(cursor)
    _raised_first(cursor)
    found = cursor.names.values.match(cursor.items, start)
    if found is None:
        return None
    cursor.place, entry = found
    if entry.kind == "builtin":
        return functions.builtin(cursor, entry.name, start)
    if entry.kind == "function":
        return functions.declared(cursor, entry.name, start)
    if entry.kind in ("scalar", "dimension") and cursor.at("_"):
        cursor.place = start
        raise unknown(cursor, cursor.next())
    if entry.formal and cursor.at("("):
        _skip_arguments(cursor, entry)
    return Symbol(entry.name, span=cursor.since(start))


def _part_index(cursor: Cursor) -> None:
    """Where v_c is a name, `v_{c,i}` is read as its entry i: the group is cut in two."""
    start = cursor.place
    place = start
    while place < min(start + 3, len(cursor.items)) and not is_mark(cursor.items[place], "_"):
        place += 1
    group = cursor.items[place + 1] if place + 1 < len(cursor.items) else None
    if place == start or not isinstance(group, Group) or not is_mark(cursor.items[place], "_"):
        return
    parts = split(group.items, ",")
    first = [*cursor.items[start : place + 1], Group(tuple(parts[0]), group.span)]
    found = cursor.names.values.match(first, 0) if len(parts) > 1 else None
    if found and found[0] == len(first):
        rest = tuple(group.items[len(parts[0]) + 1 :])
        cursor.items[start : place + 2] = [*first, cursor.items[place], Group(rest, group.span)]


def _raised_first(cursor: Cursor) -> None:
    """Where W^{(2)} is a name, `W^{(2)}_{jk}` is read as its entry: the raised mark is put before the index."""
    start = cursor.place
    place = start
    while place < min(start + 3, len(cursor.items)) and not is_mark(cursor.items[place], "_"):
        place += 1
    found = cursor.items[place : place + 4]
    if place == start or len(found) < 4 or not (is_mark(found[0], "_") and is_mark(found[2], "^")):
        return
    raised = found[3]
    if not isinstance(raised, Group) or not raised.items or not is_mark(raised.items[0], "(", "["):
        return
    named = [*cursor.items[start:place], *found[2:]]
    match, whole = cursor.names.values.match(named, 0), cursor.names.values.match(cursor.items, start)
    if match and match[0] == len(named) and (whole is None or whole[0] < place + 4):
        cursor.items[place : place + 4] = [*found[2:], *found[:2]]


def _skip_arguments(cursor: Cursor, entry: Entry) -> None:
    items, span = cursor.bracketed()
    if len(split(items, "+", "-", "=")) > 1:
        raise NotRead(
            f"It is open whether `{entry.name}` is applied to this bracket or multiplied with it;"
            " write `\\cdot` for a product.",
            span,
        )


def unknown(cursor: Cursor, item: Item) -> NotRead:
    """Why the item that was just read means nothing here."""
    if isinstance(item, Token) and item.kind in ("words", "run") and " " in item.text:
        return NotRead(
            f"I cannot read the words “{item.text[:60]}” within a formula; write them outside of it.", item.span
        )
    if isinstance(item, Token) and item.kind == "mark" and not item.text.isalnum():
        return NotRead(
            f"I cannot read the `{item.text}` here; leave it out, or put it outside of the formula.", item.span
        )
    if is_mark(item, r"\lg"):
        return NotRead(r"`\lg` may mean base 2 or base 10; write `\log_2` or `\log_{10}`.", item.span, r"\lg")
    parts: list[Item] = [item]
    if is_mark(item, *ACCENTS) and isinstance(cursor.peek(), Group):
        parts.append(cursor.next())
    if cursor.at("_") and isinstance(cursor.peek(1), Group):
        parts.extend((cursor.next(), cursor.next()))
    symbol = shown(*parts)
    heads = [form for form in cursor.names.forms if form.items[:1] and shown(form.items[0]) == shown(item)]
    if heads:
        forms = ", ".join(f"`{shown(*form.items)}`" for form in heads[:3])
        return NotRead(f"I know `{symbol}` only as {forms}.", item.span, symbol)
    return NotRead(
        f"I do not know the symbol `{symbol}`{_advice(cursor, symbol)}", item.span.to(parts[-1].span), symbol
    )


def _advice(cursor: Cursor, symbol: str) -> str:
    """How to write what nobody knows: as the declared name that looks most like it, or with a definition before."""
    known = cursor.names.spellings
    close = get_close_matches(_plain(symbol), known, n=1, cutoff=_ALIKE) if len(_plain(symbol)) > 1 else []
    if close:
        return f"; did you mean `{known[close[0]]}`?"
    return "; use the question's names, or define it first, as in `z = …`."


def _plain(symbol: str) -> str:
    return re.sub(r"[\\{}\s]", "", symbol)


def pattern(cursor: Cursor) -> Node | None:
    """The pattern that begins here, or None. The longest form that fits wins; two different ones are refused.

    A name of its own goes before a pattern: z_o, where the question knows it beside z_#.
    """
    found: dict[int, set[Pattern]] = {}
    start = cursor.place
    _raised_first(cursor)
    for form in cursor.names.forms:
        if (fit := _fit(form.items, cursor.items, start)) and (node := _holes(cursor, form, fit[1], start, fit[0])):
            found.setdefault(fit[0], set()).add(node)
    if not found:
        return None
    end = max(found)
    name = cursor.names.values.match(cursor.items, start)
    if name is not None and name[0] >= end:
        return None
    cursor.place = end
    if len(found[end]) > 1:
        raise NotRead(
            f"`{shown(*cursor.items[start:end])}` may mean two things here; write out what you mean by it.",
            cursor.since(start),
        )
    return found[end].pop()


def _holes(cursor: Cursor, form: Form, holes: list[list[Item]], start: int, end: int) -> Pattern | None:
    span = cursor.items[start].span.to(cursor.items[end - 1].span)
    try:
        return Pattern(form.name, tuple(whole_index(cursor, hole, span) for hole in holes), span=span)
    except NotRead:
        return None


def _fit(form: Sequence[Item], items: Sequence[Item], place: int) -> tuple[int, list[list[Item]]] | None:
    """Where a form that begins at a place ends, and what stands in its holes."""
    holes: list[list[Item]] = []
    for at, wanted in enumerate(form):
        if is_mark(wanted, "#", "*"):
            end = _end_of_hole(form[at + 1] if at + 1 < len(form) else None, items, place)
            if end is None or (end == place and is_mark(wanted, "#")):
                return None
            if is_mark(wanted, "#"):
                holes.append(list(items[place:end]))
            place = end
            continue
        if place >= len(items):
            return None
        inner = _same(wanted, items[place])
        if inner is None:
            return None
        holes.extend(inner)
        place += 1
    return place, holes


def _same(wanted: Item, item: Item) -> list[list[Item]] | None:
    """The holes of a form's item where it fits this one, else None."""
    if isinstance(wanted, Group) and isinstance(item, Group):
        fit = _fit(wanted.items, item.items, 0)
        return fit[1] if fit and fit[0] == len(item.items) else None
    alike = isinstance(wanted, Token) and isinstance(item, Token) and wanted.text == item.text
    return [] if alike else None


def _end_of_hole(following: Item | None, items: Sequence[Item], place: int) -> int | None:
    depth = 0
    for end in range(place, len(items)):
        item = items[end]
        if depth == 0 and following is not None and _same(following, item) is not None:
            return end
        depth += is_mark(item, *OPENING) - is_mark(item, *CLOSING)
        if depth < 0:
            return None
    return len(items) if following is None else None
