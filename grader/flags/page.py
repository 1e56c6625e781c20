"""One module opened for reading: its syntax tree from the outside in, and what its names stand for.

What waits for `__name__ == "__main__"` is passed over, because it never runs where the code is graded; so are texts
that stand alone, which are comments.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.flags.looks import WATCHED
from grader.flags.names import Names
from grader.submission.definitions import asks_for_main
from grader.submission.module import Module
from grader.submission.parsed import children, tree_of, walk


@dataclass(frozen=True)
class Spot:
    """A node of the tree, and the name of the outermost function or class around it, "" outside of all."""

    node: ast.AST
    within: str


class Page:
    """A module and what the rules have to know of it. Raises SyntaxError or RecursionError where it can't be read."""

    def __init__(self, module: Module, own: Collection[str]) -> None:
        self.module = module
        self.own = own  # modules that were handed in or come with the assignment
        self.tree = tree_of(module.source)
        self.nodes = list(walk(self.tree))
        self.names = Names(self.nodes, WATCHED)
        self.defined = frozenset(getattr(statement, "name", "") for statement in self.tree.body)
        #: Nodes that a rule has found to be harmless where they stand. A node is seen before what is inside it.
        self.excused: set[int] = set()

    def dotted(self, node: ast.AST) -> str:
        """What a name or attribute stands for; "" for what was not imported."""
        return self.names.dotted(node)

    def spots(self) -> Iterator[Spot]:
        """Every node that counts, each before what is inside it."""
        todo = [Spot(node, "") for node in reversed(self.tree.body)]
        while todo:
            spot = todo.pop()
            node = spot.node
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            yield spot
            within = spot.within or getattr(node, "name", "") if isinstance(node, ast.stmt) else spot.within
            inside = children(node)
            if isinstance(node, ast.If) and asks_for_main(node.test):
                inside = list[ast.AST](node.orelse)
            todo.extend(Spot(child, within) for child in reversed(inside))
