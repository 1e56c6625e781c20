"""Derivation checks are tried before students meet them: what is not as the spec says is told, and where."""

import re
from pathlib import Path

import pytest

from grader.grading.desk import Desk
from grader.grading.seed import PUBLIC, Seed
from grader.grading.validate import validate
from grader.spec.find import find
from grader.spec.load import load

PAGE = (Path(__file__).parents[2] / "docs" / "writing-a-spec.md").read_text("utf-8")
EXAMPLE = re.findall(r"```yaml\n(.*?)```", PAGE.partition("\n## Derivations\n")[2], re.DOTALL)[0]
SEEDS = ["a", "b"]


def tried(folder, *changes):
    """The page's example with some texts replaced, tried."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "derived").mkdir()
    (folder / "derived" / "assignment.yaml").write_text(text, "utf-8")
    found = find("derived", [folder])
    return validate(Desk.of(load(found.path), found, Seed(PUBLIC, secret=False)), SEEDS)


def test_the_example_of_the_page_is_proved(tmp_path):
    found = tried(tmp_path)
    assert found.ok, found.findings
    assert (found.derivations, found.examples) == (3, 2)
    assert "3 derivations with 2 examples under 2 seeds" in found.summary
    assert found.summary.endswith("results are worth their targets, each example is judged as it says.")


@pytest.mark.parametrize(
    ("old", "new", "what", "advice"),
    [
        (
            "result: 'U(\\hat y - y)'",
            "result: 'U(y - \\hat y)'",
            "The result of “∂J/∂v_c” is not worth what its target is: at `U(y - \\hat y)`.",
            "Correct the one or the other.",
        ),
        (
            "'\\hat y_w v_c', share",
            "'(\\hat y_w - 1) v_c', share",
            "The result of “\\frac{\\partial J}{\\partial u_w}, w \\neq o”",
            "Correct the one",
        ),
        (
            "result: 'U(\\hat y - y)'",
            "result: '\\frac{\\partial J}{\\partial v_c}'",
            "The result of “∂J/∂v_c” would not count as finished.",
            "without derivatives",
        ),
        (
            "without: [J]",
            "without: [yhat]",
            "The result of “∂J/∂v_c” would not count as finished.",
            "shorten that list",
        ),
        (
            "usual: 'A A^\\top'",
            "usual: ['A A^\\top', 'B B^\\top']",
            "The choice `B B^\\top` for `M` does not do what is asked of it",
            "Correct the choice",
        ),
        ("u_x = U(\\hat y - y)'", "u_x = U(\\hat y + y)'", "The right example", "correct the example"),
        ("u_x = U(\\hat y - y)'", "u_x = U(\\hat y - q)'", "is not read: at `U(\\hat y - q)`.", "declare what it uses"),
        (
            "- '\\frac{\\partial J}{\\partial v_c} = -u_o + \\sum_x p(x \\mid c) u_x = U(\\hat y - y)'",
            "- '\\hat y_o = p(o \\mid c)'",
            "is about none of the goals.",
            "a goal's target",
        ),
        ("u_x = U(y - \\hat y)'", "u_x = U(\\hat y - y)'", "` holds.", "Nobody who writes so would be told"),
        ("u_x = U(y - \\hat y)'", "u_x = U(y - q)'", "` is not read: at `U(y - q)`.", "Nobody who writes so"),
        ("step: 2", "step: 1", "breaks at step 2 and not at step 1", "count from 0"),
        ("slip: sign", "slip: transpose", "is not explained by “transpose”: “The sign of", "leave `slip` out"),
    ],
)
def test_each_flaw_is_told_with_the_check(tmp_path, old, new, what, advice):
    found = tried(tmp_path, (old, new))
    assert found.findings, found.summary
    assert any(what in one.what and advice in one.advice for one in found.findings), found.findings
    assert all("“" in one.where and "(seed a" in one.where for one in found.findings)


def test_a_right_example_of_which_a_part_is_no_formula_is_told(tmp_path):
    right = "'\\frac{\\partial J}{\\partial v_c} = -u_o"
    (flaw,) = tried(tmp_path, ("u_x = U(\\hat y - y)'", "u_x$ and \\['"), (f"- {right}", f"- '${right[1:]}")).findings
    assert "is not read: `\\[`" in flaw.what


def test_goals_are_tried_in_the_worlds_of_every_seed_and_examples_in_those_of_answers(tmp_path):
    changes = (("result: 'U(\\hat y - y)'", "result: 'U(y - \\hat y)'"), ("step: 2", "step: 1"))
    changes += (("u_x = U(\\hat y - y)'", "u_x = U(\\hat y + y)'"),)
    flaws = tried(tmp_path, *changes).flaws
    assert [(flaw.finding.what.split("`")[0].strip(), flaw.seeds) for flaw in flaws] == [
        ("The result of “∂J/∂v_c” is not worth what its target is: at", ("a", "b")),
        ("The right example", ("a",)),
        ("The wrong example", ("a",)),
    ]


def test_a_slip_is_looked_for_only_where_the_spec_names_it(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("grader.derivation.answer.slips", lambda *_: asked.append(1) or ())
    assert tried(tmp_path, ("\n              slip: sign", "")).ok
    assert not asked
    (tmp_path / "again").mkdir()
    assert not tried(tmp_path / "again").ok
    assert asked == [1]
