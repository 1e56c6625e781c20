r"""Functions and their arguments: in brackets, in braces, or merely beside them, as in `\log \hat y_o`."""

import dataclasses
from collections.abc import Sequence

from grader.derivation.reading import scripts, terms
from grader.derivation.reading.bigops import KINDS
from grader.derivation.reading.cursor import Cursor, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.reading.positions import positions, whole_index
from grader.derivation.span import NotRead, Span
from grader.derivation.symbols import FunctionForm
from grader.derivation.tree import (
    BareFunction,
    BigOperator,
    Call,
    Derivative,
    Function,
    Index,
    Matrix,
    Node,
    Number,
    Ones,
    Operator,
    Placed,
    Product,
    Sum,
    Transpose,
)

#: Functions that are often named without what they are applied to. The others always have an argument.
_NAMED_ALONE = frozenset({"sigmoid", "softmax", "tanh", "relu"})
_OF_SEVERAL = frozenset({"max", "min", "diag", "softmax"})


def builtin(cursor: Cursor, name: str, start: int) -> Node:
    """A function of analysis whose name has just been read, with its base, primes, exponent and argument."""
    if name == "logsumexp":
        return _log_of_sum(cursor, start)
    base, index = _lowered(cursor, name)
    primes = 0
    while cursor.at("'"):
        cursor.next()
        primes += 1
    exponent = None
    if cursor.at("^"):
        cursor.next()
        exponent = _exponent(cursor)
    if name == "exp" and exponent and not primes and not terms.starts_factor(cursor.peek()) and not cursor.at("-"):
        return Function("exp", cursor.whole(exponent.items, exponent.span), span=cursor.since(start))  # \exp^{x} is e^x
    node = _applied(cursor, name, primes, base, start)
    if index:
        node = Index(node, index, span=node.span)
    if exponent:
        node = scripts.raised(cursor, node, exponent)
    return node


def _log_of_sum(cursor: Cursor, start: int) -> Node:
    """The logarithm of the sum of all exponentials of a vector's entries."""
    if not cursor.at("(", "["):
        raise NotRead("Put brackets around what `logsumexp` is applied to.", cursor.since(start))
    items, where = cursor.bracketed()
    powers = Function("exp", cursor.whole(items, where), span=where)
    total = Product((Transpose(Ones(span=where), span=where), powers), ("",), span=where)
    return Function("log", total, span=cursor.since(start))


def _lowered(cursor: Cursor, name: str) -> tuple[Node | None, tuple[Node, ...]]:
    """What stands below a function's name: a logarithm's base, or the entry that is taken of the value."""
    if not cursor.at("_"):
        return None, ()
    cursor.next()
    group = cursor.group()
    if name == "log":
        if len(group.items) == 1 and is_letter(group.items[0], "e") and not cursor.names.values.match(group.items, 0):
            return None, ()
        return cursor.whole(group.items, group.span), ()
    return None, positions(cursor, group.items, group.span)


def _applied(cursor: Cursor, name: str, primes: int, base: Node | None, start: int) -> Node:
    if cursor.at("(", "[", r"\{"):
        return _bracketed(cursor, name, primes, base, start)
    group = cursor.peek()
    if isinstance(group, Group):
        cursor.next()
        argument = _argument(cursor, name, group.items, group.span)
        loose = _reaches_on(cursor)
    elif name == "log" and _is_e(cursor, [group]) and not is_mark(cursor.peek(1), "^", "_", "'"):
        argument, loose = _argument(cursor, name, [cursor.next()], cursor.since(start)), False
    elif terms.starts_factor(group) and (name not in _NAMED_ALONE or _is_argument(cursor, primes)):
        argument, loose = _beside(cursor)
    elif cursor.at("-") and name not in _NAMED_ALONE and terms.starts_factor(cursor.peek(1)):
        place = cursor.place
        cursor.next()
        argument, loose = _beside(cursor)
        argument = Sum(((-1, argument),), span=cursor.since(place))
    elif name in _NAMED_ALONE:
        return BareFunction(name, primes, span=cursor.since(start))
    else:
        raise NotRead(
            f"The argument of `{name}` is missing; write what it is applied to, in brackets.", cursor.since(start)
        )
    return Function(name, argument, primes, base, loose, span=cursor.since(start))


def _bracketed(cursor: Cursor, name: str, primes: int, base: Node | None, start: int) -> Node:
    items, where = cursor.bracketed()
    parts = split(items, ",")
    if len(parts) > 1 and name not in _OF_SEVERAL:
        raise NotRead(f"`{name}` has one argument, and {len(parts)} stand here, between commas.", where)
    if len(parts) > 1:
        inner = cursor.within(items, where)
        argument: Node = Matrix((tuple(inner.whole(part, where) for part in parts),), span=where)
    else:
        argument = _argument(cursor, name, items, where)
    if name in _NAMED_ALONE and _names_alone(argument, name):
        # \sigma(1-\sigma): what is not applied within the bracket is not applied before it either.
        alone = BareFunction(name, primes, span=where)
        cursor.unbracketed = product = Product((alone, argument), ("",), span=cursor.since(start))
        return product
    return Function(name, argument, primes, base, span=cursor.since(start))


def _argument(cursor: Cursor, name: str, items: Sequence[Item], where: Span) -> Node:
    r"""What a function is applied to. The e of `\log_2 e` is Euler's number; elsewhere a bare e may be anything."""
    if name == "log" and _is_e(cursor, items):
        return Function("exp", Number(1.0), span=where)
    return cursor.whole(items, where)


def _is_e(cursor: Cursor, items: Sequence[Item | None]) -> bool:
    found = [item for item in items if item is not None]
    return len(found) == 1 and is_letter(found[0], "e") and not cursor.names.values.match(found, 0)


def _names_alone(node: object, name: str) -> bool:
    if isinstance(node, BareFunction):
        return node.name == name
    if isinstance(node, tuple):
        return any(_names_alone(part, name) for part in node)
    if isinstance(node, Placed):
        return any(_names_alone(getattr(node, field.name), name) for field in dataclasses.fields(node))
    return False


def _is_argument(cursor: Cursor, primes: int) -> bool:
    """Whether σ applies to what stands beside it: a name, and not a fraction, a sum or another function."""
    found = cursor.names.values.match(cursor.items, cursor.place)
    return found is not None and found[1].kind != "builtin" and not primes


def _beside(cursor: Cursor) -> tuple[Node, bool]:
    """The factors beside a function as its argument, and whether its end is open."""
    place = cursor.place
    found = [cursor.factor()]
    while terms.starts_factor(cursor.peek()) and not isinstance(found[-1], Function | BigOperator | Derivative):
        if _is_operation(cursor):
            break
        found.append(cursor.factor())
    loose = len(found) > 1 or _reaches_on(cursor)
    span = cursor.since(place)
    if len(found) == 1:
        return found[0], loose
    operators: list[Operator] = [""] * (len(found) - 1)
    return Product(tuple(found), tuple(operators), span=span), loose


def _reaches_on(cursor: Cursor) -> bool:
    """Whether a factor follows that may belong to the argument, too."""
    if cursor.at(*terms.OPERATORS):
        return True
    return terms.starts_factor(cursor.peek()) and not _is_operation(cursor)


def _is_operation(cursor: Cursor) -> bool:
    """Whether a function, a big operator or a derivative begins here: none belongs to an argument before it."""
    found = cursor.names.values.match(cursor.items, cursor.place)
    if found and found[1].kind in ("builtin", "function"):
        return True
    return cursor.at(*KINDS, r"\nabla", r"\partial") or _is_derivative(cursor.peek(), cursor.peek(1))


def _is_derivative(item: Item | None, following: Item | None) -> bool:
    return (
        is_mark(item, r"\frac")
        and isinstance(following, Group)
        and is_mark(next(iter(following.items), None), r"\partial")
    )


def declared(cursor: Cursor, name: str, start: int) -> Node:
    r"""A function that the question declares, with as many arguments as it has; or its bare name.

    One of a single number may have its exponent before it, and its argument merely beside it: `\cosh^2 x`.
    """
    form = cursor.names.functions[name]
    of_one = len(form.parameters) == 1 and not form.indices
    exponent = None
    if of_one and cursor.at("^") and isinstance(group := cursor.peek(1), Group) and not scripts.is_transpose(group):
        cursor.next()
        exponent = _exponent(cursor)
    if cursor.at("(", "["):
        node = _called(cursor, form, start)
    elif of_one and terms.starts_factor(cursor.peek()) and not _is_operation(cursor):
        argument, loose = _beside(cursor)
        if loose:
            raise NotRead(f"Where the argument of `{name}` ends is open here; put it in brackets.", cursor.since(start))
        node = Call(name, (argument,), span=cursor.since(start))
    else:
        node = BareFunction(name, span=cursor.since(start))
    return node if exponent is None else scripts.raised(cursor, node, exponent)


def _exponent(cursor: Cursor) -> Group:
    """What stands raised between a function and its argument."""
    exponent = cursor.group()
    if exponent.items and is_mark(exponent.items[0], "-"):
        raise NotRead(
            "It is open whether this exponent means the inverse function or one over it; write `\\frac{1}{…}`.",
            exponent.span,
        )
    return exponent


def _called(cursor: Cursor, form: FunctionForm, start: int) -> Node:
    items, where = cursor.bracketed()
    parts = split(items, ",", ";", "|")
    if len(parts) != len(form.parameters):
        what = (
            f"`{form.name}` has {len(form.parameters)} arguments, and {len(parts)} stand here; part them with commas."
        )
        raise NotRead(what, where)
    arguments = [
        whole_index(cursor, part, where) if parameter in form.indices else cursor.whole(part, where)
        for parameter, part in zip(form.parameters, parts, strict=True)
    ]
    return Call(form.name, tuple(arguments), span=cursor.since(start))


def power_of_e(cursor: Cursor) -> Node | None:
    """`e^x` is exp(x) where the question has no e of its own."""
    if not is_mark(cursor.peek(1), "^") or cursor.names.values.match(cursor.items, cursor.place):
        return None
    start = cursor.place
    cursor.place += 2
    group = cursor.group()
    if scripts.is_transpose(group):
        raise NotRead("The number `e` cannot be transposed here; name the vector otherwise.", group.span, "e")
    return Function("exp", cursor.whole(group.items, group.span), span=cursor.since(start))
