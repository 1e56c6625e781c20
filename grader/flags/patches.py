"""What is worth a look by being assigned: a function of numpy's or Python's put in another one's place, a daemon."""

import ast
from collections.abc import Iterator

from grader.flags.looks import REPLACED_IN_SYS, SETTINGS, SHARED, USUALLY_REPLACED, Look, Seen
from grader.flags.names import text
from grader.flags.page import Page, Spot


def assignments(spot: Spot, page: Page) -> Iterator[Seen]:
    """An attribute of somebody else's module, or an entry of `sys.modules`, that is set."""
    node = spot.node
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _set(target, node.value, page)
    elif isinstance(node, ast.AnnAssign):
        yield from _set(node.target, node.value, page)


def set_by_call(spot: Spot, page: Page) -> Iterator[Seen]:
    """`setattr(np, "allclose", …)`."""
    node = spot.node
    if isinstance(node, ast.Call) and page.dotted(node.func) == "builtins.setattr" and len(node.args) == 3:
        owner, name = page.dotted(node.args[0]), text(node.args[1])
        if owner and _is_shared(f"{owner}.{name}"):
            yield Seen(Look.PATCH, f"{owner}.{name}" if name else owner, node.lineno)


def _set(target: ast.expr, value: ast.expr | None, page: Page) -> Iterator[Seen]:
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _set(part, None, page)
    elif isinstance(target, ast.Subscript):
        yield from _set_entry(target, page)
    elif isinstance(target, ast.Attribute):
        # `torch.backends.cudnn.benchmark = True` is a setting; what is put in a function's place is no constant.
        constant = isinstance(value, ast.Constant)
        dotted = page.dotted(target)
        if dotted and not constant and _is_shared(dotted):
            yield Seen(Look.PATCH, dotted, target.lineno)
        elif target.attr == "daemon" and isinstance(value, ast.Constant) and value.value is True:
            yield Seen(Look.LINGERS, "daemon = True", target.lineno)
        elif target.attr in ("__class__", "__code__"):
            yield Seen(Look.POSES if target.attr == "__class__" else Look.PATCH, target.attr, target.lineno)


def _set_entry(target: ast.Subscript, page: Page) -> Iterator[Seen]:
    """`sys.modules["numpy"] = …`, `np.__dict__["allclose"] = …`, `vars(np)["allclose"] = …`, `__builtins__[…] = …`."""
    owner: ast.expr = target.value
    inside = isinstance(owner, ast.Attribute) and owner.attr == "__dict__"
    if isinstance(owner, ast.Attribute) and inside:
        owner = owner.value
    elif isinstance(owner, ast.Call) and page.dotted(owner.func) == "builtins.vars" and owner.args:
        owner, inside = owner.args[0], True
    dotted = page.dotted(owner)
    if dotted in ("sys.modules", "builtins") or (inside and dotted and _is_shared(f"{dotted}.{text(target.slice)}")):
        key = text(target.slice)
        yield Seen(Look.PATCH, f'{dotted}["{key}"]' if key else dotted, target.lineno)


def _is_shared(dotted: str) -> bool:
    if dotted in REPLACED_IN_SYS:
        return True
    shared = dotted.split(".")[0] in SHARED and "." in dotted
    return shared and dotted not in USUALLY_REPLACED and not dotted.startswith(SETTINGS)
