"""Whose layout is a convention: a derivative may lie as a row or a column, and so may what is made of derivatives."""

from grader.derivation.tree import BigOperator, Derivative, Node, Product, Sum


def turns(node: Node) -> bool:
    """Whether the transpose of the node's value is as good: it is a derivative, or a product or sum with one in it."""
    if isinstance(node, Derivative):
        return True
    if isinstance(node, Product):
        return any(turns(factor) for factor in node.factors)
    if isinstance(node, Sum):
        return all(turns(term) for _, term in node.terms)
    return isinstance(node, BigOperator) and turns(node.body)
