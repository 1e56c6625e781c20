"""Chooses what of a file is executed behind the wall: its definitions, and what they need.

Imports, functions, classes and constants always; what else the kept ones need, as long as it only computes. Training,
downloads, files that are not there, plots and prints are left out, each with its place and reason. Nothing is run here.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from grader.outcome import Finding
from grader.submission.blanking import without
from grader.submission.effects import Effects
from grader.submission.gaps import Gap, told
from grader.submission.loops import Loop, text_of
from grader.submission.module import LeftOut, Module, position
from grader.submission.needs import Needs
from grader.submission.parsed import BadSyntax, parsed, tree_of
from grader.submission.scopes import Names, names_of
from grader.submission.statements import DEFINITIONS, Block, Statement, Use, statements
from grader.submission.text import shown

_WAITS = "It waits for `__main__`, which is never so where code is graded."
NOT_NEEDED = "No function needs what it sets."
ONLY_SHOWS = "It only prints, shows or checks something."


def with_definitions_only(module: Module, handed_in: Collection[str]) -> Module:
    """The module with what is executed of it, and what is left out. `handed_in`: the names of all files."""
    try:
        return module if module.problem is not None else _sliced(module, handed_in)
    except RecursionError:
        deep = BadSyntax("it is nested too deeply to be read", 1, "")
        return replace(module, source="", definitions={}, problem=deep.finding(module.file, module.file))


def _sliced(module: Module, handed_in: Collection[str]) -> Module:
    tree = tree_of(module.source)
    effects = Effects(handed_in, dict(_texts(tree)))
    effects.learn(tree)
    found = statements(tree, effects)
    needs = Needs(found)
    kept = needs.kept()
    gaps = [_gap(one, needs) for number, one in enumerate(found) if number not in kept]
    executed = without(module.source, [one.statement for one in gaps], _opened(found, kept))
    if isinstance(parsed(executed), BadSyntax):  # two statements on one line, in a way that nobody writes
        executed = "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, DEFINITIONS))
    lost = _lost(module, gaps)
    return replace(
        module,
        executed=executed,
        notes=(*module.notes, *_swept(module, needs)),
        left_out=(*module.left_out, *told(module, found, gaps)),
        assigned=_assigned(module, found, gaps, needs),
        loops=tuple(_loops(module, found, needs)),
        definitions={name: one for name, one in module.definitions.items() if name not in lost},
        broken={**lost, **module.broken},
    )


def _texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that are set to a plain text."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from ((target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name))


def _gap(statement: Statement, needs: Needs) -> Gap:
    """A statement that is not executed, and why."""
    if statement.effect:
        return Gap(statement, statement.effect.sentence, False)
    lacks = needs.lacking.get(id(statement))
    if lacks is not None and lacks in needs.stale and lacks in statement.names.sets:
        why = f"`{shown(lacks, 60)}` would be half made: lines that are not run go on changing it."
        return Gap(statement, why, False)
    if lacks is not None:
        return Gap(statement, f"It needs `{shown(lacks, 60)}`, which is not set here.", False)
    if statement.use is Use.SHOWS:
        return Gap(statement, ONLY_SHOWS, True)
    return Gap(statement, NOT_NEEDED, True)


def _swept(module: Module, needs: Needs) -> Iterator[str]:
    """What functions see of a name that a loop goes through values for."""
    for name, (first, loop) in sorted(needs.swept.items()):
        if name not in needs.stale:
            set_here, swept_here = module.place(first.node.lineno), module.place(loop.node.lineno)
            yield (
                f"`{shown(name, 60)}` stays what {set_here} sets it to: the loop that goes through other values "
                f"({swept_here}) is not run."
            )


def _opened(found: list[Statement], kept: Collection[int]) -> list[Block]:
    """The blocks whose heads are not executed although something of their bodies is."""
    blocks = {id(block): block for number, one in enumerate(found) if number in kept for block in one.blocks}
    return [block for block in blocks.values() if block.opened]


def _assigned(module: Module, found: list[Statement], gaps: list[Gap], needs: Needs) -> Mapping[str, LeftOut]:
    """Where each name is set at the top level, and why that was not run, or "" where it was."""
    reasons = {id(gap.statement): gap.why for gap in gaps}
    assigned: dict[str, LeftOut] = {}
    for one in found:
        if one.use is not Use.DEFINES or isinstance(one.node, (ast.Import, ast.ImportFrom)):
            why = reasons.get(id(one), "")
            for name in one.names.sets:
                if why or name not in assigned:
                    assigned[name] = LeftOut(module.place(one.node.lineno), why)
        if isinstance(one.node, ast.If):
            where = LeftOut(module.place(one.node.lineno), _WAITS)
            assigned = {**dict.fromkeys(names_of(one.node).sets, where), **assigned}
    changed = {name: LeftOut(module.place(one.node.lineno), reasons[id(one)]) for name, one in needs.stale.items()}
    return {**assigned, **changed}


def _loops(module: Module, found: list[Statement], needs: Needs) -> Iterator[Loop]:
    """Every loop of the top level, those that wait for `__main__` too."""
    for number, one in enumerate(found):
        inside = one.node.body if isinstance(one.node, (ast.If, ast.With)) else [one.node]
        for node in inside:
            if isinstance(node, (ast.For, ast.While)):
                names = one.names if node is one.node else names_of(node)
                yield _loop(module, node, names, number, found, needs)


def _loop(module: Module, node: ast.stmt, names: Names, at: int, found: list[Statement], needs: Needs) -> Loop:
    before, missing = needs.preparation(names.reads, at)
    cell, line = position(module.origins, node.lineno)
    preparation = [ast.unparse(found[number].node) for number in before if found[number].node is not node]
    return Loop(
        module.name, module.file, cell, line, text_of(module.source, node), names.reads, names.sets,
        "\n".join(preparation), tuple(missing),
    )  # fmt: skip


def _lines(gaps: list[Gap]) -> dict[int, str]:
    """The lines that are not executed, with the reason."""
    spans = ((gap.statement.node.lineno, gap.statement.node.end_lineno or 0, gap.why) for gap in gaps)
    return {line: why for first, last, why in spans for line in range(first, last + 1)}


def _lost(module: Module, gaps: list[Gap]) -> dict[str, Finding]:
    """Names that may have been functions, and whose assignments are not executed."""
    why = _lines(gaps)
    return {
        name: Finding(
            f"`{shown(name)}` is set by a line that is not run here, so it can't be called. {why[definition.line]}",
            module.place(definition.line),
            f"Write `{shown(name)}` as a function of its own, with `def`.",
        )
        for name, definition in module.definitions.items()
        if not definition.is_written and definition.line in why
    }
