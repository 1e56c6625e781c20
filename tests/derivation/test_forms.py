"""Several hundred derivations in many mathematical forms, each by a question of the blackboard: right, wrong or open.

The forms stand in `forms/`, a file a question and a chain a line, under the verdict that is due and its condition.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.derivation.compare import Line, judge
from grader.derivation.parse import condition, parse
from grader.derivation.question import Question
from grader.derivation.tree import Relation
from grader.derivation.verdicts import ChainVerdict, Status
from tests.derivation import blackboard

FORMS = Path(__file__).parent / "forms"
_HEADING = re.compile(r"\[(?P<due>right|wrong|open)(?: when (?P<when>.*))?\]")
_PIECES = re.compile(r"\\begin|\\end| = | \\approx |\\[{}]|.")
_OPENING, _CLOSING = ("{", "(", "[", r"\begin", r"\{"), ("}", ")", "]", r"\end", r"\}")


def forms(due: str) -> Iterator[tuple[str, str, str]]:
    """The question's name, a condition or "", and a chain, of all chains with a verdict."""
    for path in sorted(FORMS.glob("*.txt")):
        when, wanted = "", False
        for line in path.read_text("utf-8").splitlines():
            if heading := _HEADING.fullmatch(line):
                wanted, when = heading["due"] == due, heading["when"] or ""
            elif line and wanted:
                yield path.stem, when, line


@cache
def question(name: str) -> Question:
    """One of the blackboard's; "limits" is attention where β is large."""
    if name == "limits":
        return Question(blackboard.ATTENTION, blackboard.LARGE)
    return Question(getattr(blackboard, name.upper()))


def sides(chain: str) -> Iterator[tuple[str, str]]:
    """What stands between the relations that no bracket holds, each with the relation before it."""
    relation, side, depth = "=", "", 0
    for piece in _PIECES.findall(chain):
        depth += (piece in _OPENING) - (piece in _CLOSING)
        if piece in (" = ", r" \approx ") and not depth:
            yield relation, side
            relation, side = "≈" if "approx" in piece else "=", ""
        else:
            side += piece
    yield relation, side


def verdict(name: str, when: str, chain: str) -> ChainVerdict:
    asked = question(name)
    lines = [Line(parse(side, asked.symbols), "≈" if relation == "≈" else "=") for relation, side in sides(chain)]
    relations: tuple[Relation, ...] = condition(when, asked.symbols).alternatives[0] if when else ()
    return judge(asked, lines, lines[0].tree, relations)


@pytest.mark.parametrize(("name", "when", "chain"), list(forms("right")))
def test_a_right_derivation_holds_in_any_form(name: str, when: str, chain: str) -> None:
    found = verdict(name, when, chain)
    assert found.status is Status.HOLDS, found


@pytest.mark.parametrize(("name", "when", "chain"), list(forms("wrong")))
def test_a_wrong_derivation_breaks_in_any_form(name: str, when: str, chain: str) -> None:
    found = verdict(name, when, chain)
    assert found.status is Status.BREAKS, found
    assert all(step.why for step in found.steps if step.status is Status.BREAKS)


@pytest.mark.parametrize(("name", "when", "chain"), list(forms("open")))
def test_what_only_a_favour_would_make_right_is_left_to_a_person_and_says_why(name: str, when: str, chain: str) -> None:
    found = verdict(name, when, chain)
    assert found.status is Status.NOT_READ, found
    assert all(step.why for step in found.steps if step.status is Status.NOT_READ)


def test_there_are_as_many_forms_as_are_promised() -> None:
    assert len(list(forms("right"))) >= 300 and len(list(forms("wrong"))) >= 350
