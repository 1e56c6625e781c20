r"""Which goals a line is on the way to: ∂J/∂z between J and x where ∂J/∂x is asked, c_1 where c is made of it."""

from collections.abc import Iterator, Sequence

from grader.derivation.judging.goals import Aim
from grader.derivation.judging.said import Said
from grader.derivation.question import Question
from grader.derivation.tree import Derivative, Index, Node, Pattern, Placed, Product, Symbol
from grader.derivation.valuing.letters import children


def towards(chain: Said, aims: Sequence[Aim], question: Question, own: frozenset[str]) -> tuple[int, ...]:
    """Numbers of the goals that a chain is a step to, if it holds. Not of those that its left side is itself.

    own: names that the student introduced. They are nothing by themselves, and may stand for a derivative.
    """
    left = chain.left.tree
    if left is None or len(chain.sides) < 2:
        return ()
    if isinstance(left, Symbol) and left.name in own:
        # The first side behind it only says what it is; the next one says something of that.
        about = _derivatives(chain) if len(chain.sides) > 2 else ()
    elif isinstance(left, Symbol) and _only_repeats(chain, left, question):
        return ()
    else:
        about = (left,)
    return tuple(aim.number for aim in aims if any(_is_between(tree, aim.target, question, own) for tree in about))


def _derivatives(chain: Said) -> tuple[Node, ...]:
    return tuple(side.tree for side in chain.sides if isinstance(side.tree, Derivative))


def _only_repeats(chain: Said, left: Symbol, question: Question) -> bool:
    """Whether nothing but the sheet's own definition is written."""
    declared = question.declared
    meaning = declared.definition(left.name) if left.name in declared.definitions else None
    return all(side.tree == meaning for side in chain.sides[1:])


def _is_between(tree: Node, target: Node, question: Question, own: frozenset[str]) -> bool:
    """Whether the target rests on what stands here, and this on what the target is asked by."""
    if isinstance(target, Derivative) and isinstance(tree, Derivative):
        asked, here = tuple(_roots(target)), tuple(_roots(tree))
        if len(asked) < 2 or len(here) < 2 or asked == here:
            return False
        (of, by), (above, below) = asked, here
        introduced = above in own and of not in question.mentions(tree.of)
        rests = introduced or above in question.mentions(target.of)
        return rests and above != below and by in question.mentions(tree.by)
    if isinstance(target, Symbol) and isinstance(tree, Symbol):
        return tree.name not in own and tree != target and tree.name in question.mentions(target)
    if isinstance(target, Pattern) and isinstance(tree, Product):
        # k_aᵀq, where α_a is made of the keys and the query.
        families = question.declared.families
        made_of = {families[name].of if name in families else name for name in _names_in(tree)}
        return made_of <= question.mentions(target)
    return False


def _names_in(tree: Node) -> frozenset[str]:
    """The names of a product, those of its indices left out."""
    found: set[str] = set()
    pending: list[Placed] = [tree]
    while pending:
        each = pending.pop()
        if isinstance(each, Symbol):
            found.add(each.name)
        pending.extend([each.base] if isinstance(each, Index) else children(each))
    return frozenset(found)


def _roots(tree: Derivative) -> Iterator[str]:
    """What is derived and by what, as names; fewer than two where one of them is no name."""
    for part in (tree.of, tree.by):
        base: Node = part
        while isinstance(base, Index):
            base = base.base
        if isinstance(base, Symbol):
            yield base.name
