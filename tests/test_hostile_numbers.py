"""Every number of the list of attacks is tried: by a folder of the corpus, by a test, or it says why not yet."""

import tomllib
from pathlib import Path

from tests.fortress.attack import AREAS, HOSTILE, attacks

ROOT = Path(__file__).parents[1]
NUMBERS = tomllib.loads((HOSTILE / "numbers.toml").read_text("utf-8"))
LISTED = {int(number) for area in (*AREAS, "own") for number in NUMBERS[area]}
TESTED = {int(number): file for number, file in NUMBERS["tests"].items()}
LATER = {int(number) for number in NUMBERS["later"]}


def test_the_list_has_no_gap():
    assert sorted(LISTED) == list(range(1, 85))


def test_every_number_is_tried_or_says_why_not_yet():
    tried = {number for attack in attacks() for number in attack.about["attack"]}
    assert sorted(LISTED - tried - TESTED.keys() - LATER) == []
    assert sorted(LATER & (tried | TESTED.keys())) == [], "what is tried is no longer for later"


def test_a_number_that_is_tried_elsewhere_is_named_there():
    for number, file in TESTED.items():
        assert f"# ---- {number}: " in (ROOT / file).read_text("utf-8"), (number, file)
