"""The page about honesty lists the cheats and the tests as they are."""

import re
from pathlib import Path

import numpy as np

from grader.honesty.battery import examine
from grader.honesty.model import Standing
from tests.honesty.cheats import CHEATS, HONEST
from tests.honesty.students import Student, world

PAGE = (Path(__file__).parents[2] / "docs/honesty.md").read_text("utf-8")


def table() -> str:
    """The cheats as the page has them."""
    rows = [
        f"| {re.sub(r'(?<!^)(?=[A-Z])', ' ', cheat.made.__name__).lower()} | {cheat.does} | {cheat.caught_by} | "
        f"{'warned' if cheat.standing is Standing.WARNING else 'failed'} |"
        for cheat in CHEATS
    ]
    return "\n".join(["| cheat | what it does | the test that catches it | |", "|---|---|---|---|", *rows, ""])


def test_the_page_has_all_nineteen_cheats():
    assert len(CHEATS) == 19 and len(HONEST) >= 4
    assert table() in PAGE


def test_the_page_has_every_test():
    here = world()
    model = Student(here.hidden.tokens, here.train)
    for one in examine(model, here.hidden, np.random.default_rng(0), here.train).results:
        assert f"| {one.test} |" in PAGE, one.test
