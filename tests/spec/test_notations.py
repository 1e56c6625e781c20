"""Notations and derivation checks of a spec: they load, and every mistake in them is told at its line, all at once."""

import pytest

from grader.checks.derivation import Derivation
from grader.checks.deriving.notation import Notation

SPEC = r"""
spec_version: 1
slug: small
title: A small one
notations:
  softmax:
    dimensions: {D: {}, V: {spellings: ['|V|']}}
    variables: {U: {shape: [D, V]}, v_c: {shape: [D]}, beta: {spellings: ['\beta']}}
    families: {u: {of: U, over: V}}
    one_hots: {y: {at: o, over: V}}
    constants: {o: {over: V}}
    definitions:
      yhat: {meaning: '\text{softmax}(U^\top v_c)', shape: [V], spellings: ['\hat y']}
      J: {meaning: '-\log \hat y_o'}
    patterns: {p: {forms: ['p(#\mid c)'], meaning: '\hat y_{#1}'}}
    functions: {F: {parameters: [a], meaning: 'U^\top a'}}
questions:
  - id: q
    title: Softmax
    checks:
      - kind: derivation
        title: gradient
        points: {result: 3, chain: 2}
        notation: softmax
        goals:
          - {target: '\frac{\partial J}{\partial v_c}', result: 'U(\hat y - y)', without: [J, exp], when: 'w \neq o'}
        properties:
          - {name: v_c, goals: ['U^\top v_c = 0', 'v_c \approx 0'], usual: '0'}
        regimes:
          - {name: large, intervals: {beta: [40, 60]}}
"""
CHECK = "question “Softmax”, check “gradient”"


def changed(*changes):
    text = SPEC.lstrip()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def line(text, *changes):
    """The first line of the changed spec that holds a text."""
    return next(number for number, one in enumerate(changed(*changes).splitlines(), 1) if text in one)


def told(desk, *changes):
    """What is told of the spec with some texts replaced: (line, what, advice)."""
    found = desk.write(changed(*changes)).findings()
    return [(int(one.where.split("line ")[1].split(",")[0]), one.what, one.advice) for one in found]


def only(desk, *changes):
    (one,) = told(desk, *changes)
    return one


def test_a_check_that_is_loaded_holds_its_notation_and_says_what_is_asked(desk):
    check = desk.write(SPEC.lstrip()).load().questions[0].checks[0]
    assert isinstance(check, Derivation)
    assert isinstance(check.notation, Notation)
    asked = check.asked()
    assert [one.name for one in asked.symbols.variables] == ["U", "v_c", "beta"]
    assert asked.symbols.variables[2].spellings == (r"\beta",)
    assert asked.symbols.families[0].of == "U"
    assert asked.goals[0].target.name == r"\frac{\partial J}{\partial v_c}, w \neq o"
    assert (asked.goals[0].without, asked.properties[0].usual) == (("J", "exp"), ("0",))
    assert asked.regimes[0].intervals == {"beta": (40, 60)}


def test_a_notation_may_be_written_out_in_the_check_and_its_mistakes_stand_there(desk):
    at, what, _ = only(
        desk,
        (
            "notation: softmax",
            "notation: {variables: {v_c: {}, J: {}, U: {}, y: {}, yhat: {shape: [X], "
            "spellings: ['\\hat y']}, beta: {}}, constants: {o: {over: W}}, dimensions: {W: {}}}",
        ),
    )
    assert (at, what) == (
        line("notation: softmax"),
        "`shape` of `yhat` names `X`, which is not a dimension of this notation.",
    )


def test_an_unknown_notation_is_told_with_the_nearest(desk):
    assert only(desk, ("notation: softmax", "notation: sofmax")) == (
        line("notation: softmax"),
        "The assignment has no notation called `sofmax`.",
        "Did you mean `softmax`?",
    )
    text = SPEC.lstrip().replace("notations:", "titles:")
    assert "Declare it under `notations`" in " ".join(one.advice for one in desk.write(text).findings())


def test_mistakes_of_names_formulas_and_goals_are_told_together(desk):
    found = told(
        desk,
        ("of: U", "of: W"),
        ("at: o", "at: p"),
        ("U^\\top v_c)", "U^\\top v_q)"),
        ("'U(\\hat y - y)'", "'U(\\hat z - y)'"),
        ("[J, exp]", "[K, exp]"),
        ("chain: 2", "chian: 2"),
        ("{beta: [40", "{gamma: [40"),
        ("name: v_c", "name: v_d"),
    )
    assert found == [
        (
            8,
            "`of` of `u` names `W`, which is not a variable or definition of this notation.",
            "Known are `U`, `v_c`, `beta`, `y`, `yhat`, `J`.",
        ),
        (9, "`at` of `y` names `p`, which is not a constant of this notation.", "There is only `o`."),
        (12, "The meaning of `yhat` can't be read: `v_{q}` is no name of the notation.", "Did you mean `v_c`?"),
        (22, "`points` names `chian`, which is nothing that this check returns.", "Did you mean `chain`?"),
        (
            25,
            "`result` of “\\frac{\\partial J}{\\partial v_c}, w \\neq o” can't be read: "
            "`\\hat{z}` is no name of the notation.",
            "Did you mean `\\hat y`?",
        ),
        (
            25,
            "`without` of “\\frac{\\partial J}{\\partial v_c}, w \\neq o” names `K`, which is no name of the "
            "notation and no function.",
            found[5][2],
        ),
        (
            27,
            "A property is asked of `v_d`, which is no variable or definition of the notation.",
            "Did you mean `v_c`?",
        ),
        (
            29,
            "The regime “large” has an interval of `gamma`, which is no variable of the notation.",
            "Known are `U`, `v_c`, `beta`.",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "what", "advice"),
    [
        (
            "over: V}}\n    one",
            "over: D}}\n    one",
            "families",
            "`u` runs over `D`, and the columns of `U` run over `V`.",
            "axis",
        ),
        ("of: U,", "of: v_c,", "families", "`u` is made of the columns of `v_c`, which is not a matrix.", "`axis`"),
        ("{at: o, over: V}", "{at: o, over: D}", "one_hots", "which points into `V`.", "the same dimension"),
        ("beta: {", "beta: {shape: [D, V, D], ", "variables", "`beta` has 3 dimensions.", "two at most"),
        (
            "v_c: {shape: [D]}",
            "v_c: {shape: [D], drawn: orthonormal rows}",
            "variables",
            "is no matrix of two dim",
            "[d, n]",
        ),
        (
            "parameters: [a]",
            "parameters: [a], indices: [b]",
            "functions",
            "`indices` of `F` names `b`",
            "There is only `a`.",
        ),
        (
            "beta: {spell",
            "J: {}, beta: {spell",
            "J: {m",
            "`J` stands under `variables` and under `definitions`.",
            "Rename one",
        ),
        ("beta: {spellings: ['\\beta']}", "beta: {spellings: [e]}", "variables", "`beta` is spelled `e`", "`e_t`"),
        ("['\\beta']", "[v_c]", "variables", "Names can't be told apart: v_c stands for v_c and for beta.", "another"),
        ("['\\beta']", "['\\frac{1']", "variables", "Names can't be told apart: the spelling \\frac{1", "another"),
        (
            "'-\\log \\hat y_o'",
            "'-\\log \\hat y_o + J'",
            "J:",
            "The meaning of `J` uses itself: `J` → `J`.",
            "a variable",
        ),
        ("'-\\log \\hat y_o'", "'-\\log p(o \\mid c) + \\sum_w p(w'", "J:", "The meaning of `J` can't be read: ", ""),
        (
            "'\\hat y_{#1}'",
            "'\\hat z_{#1}'",
            "patterns",
            "The meaning of `p` can't be read: ",
            "Did you mean `\\hat y`?",
        ),
        ("'U^\\top a'", "'U^\\top b'", "functions", "The meaning of `F` can't be read: ", ""),
        (
            "shape: [V], sp",
            "shape: [D], sp",
            "yhat:",
            "`yhat` is declared as D, and its meaning gives V × 1.",
            "Correct",
        ),
        ("(U^\\top v_c)", "(U v_c)", "yhat:", "The meaning of `yhat` has no value: ", "a transpose may be missing"),
        (
            "    patterns:",
            "    applied: {sigmod: v_c}\n    patterns:",
            "applied:",
            "`applied` names `sigmod`",
            "`sigmoid`?",
        ),
        (
            "    patterns:",
            "    applied: {sigmoid: q}\n    patterns:",
            "applied:",
            "`applied` of `sigmoid` can't be read",
            "",
        ),
        ("J}{\\partial v_c}', res", "J}{\\partial v_c', res", "target", "`target` of “", ""),
        ("'w \\neq o'", "'w \\neq'", "target", "`when` of “", ""),
        ("'w \\neq o'", "'w = o \\text{ or } w = 3'", "target", "has an “or” in it.", "a goal of its own"),
        ("'v_c \\approx 0'", "'v_c'", "name: v_c", "The goal `v_c` of `v_c` has no two sides.", "`left = right`"),
        (
            "'v_c \\approx 0'",
            "'v_c < 0'",
            "name: v_c",
            "The goal `v_c < 0` of `v_c` has no two sides.",
            "`left = right`",
        ),
        ("usual: '0'", "usual: ['0', 'q']", "name: v_c", "`usual` of `v_c` can't be read: ", ""),
        ("[40, 60]", "[60, 40]", "name: large", "`[60, 40]` is no interval: write the smaller number first.", "`beta`"),
        (
            "          - {name: large, ",
            "          - {name: large, intervals: {U: [0, 1]}}\n          - {name: large, ",
            "name: large, intervals: {beta",
            "Two of the `regimes` are called “large”.",
            "a `name` of its own",
        ),
    ],
)
def test_each_mistake_is_told_at_its_line(desk, old, new, at, what, advice):
    found_at, found, found_advice = only(desk, (old, new))
    assert found_at == line(at, (old, new))
    assert what in found
    assert advice in found_advice


def test_a_definition_that_rests_on_a_faulty_one_is_not_told_as_well(desk):
    at, what, _ = only(
        desk,
        ("shape: [V], sp", "shape: [D], sp"),
        ("J: {meaning: '-\\log \\hat y_o'}", "J: {meaning: '-\\log \\hat y_o + (\\hat y)^\\top v_c'}"),
    )
    assert (at, what.split(",")[0]) == (line("yhat:"), "`yhat` is declared as D")


def test_definitions_that_use_each_other_are_told_once(desk):
    what = only(desk, ("U^\\top v_c)", "U^\\top v_c + J)"))[1]
    assert what == "The meaning of `yhat` uses itself: `yhat` → `J` → `yhat`."


def test_a_misspelt_key_does_not_hide_the_other_mistakes(desk):
    found = told(desk, ("v_c: {shape:", "v_c: {shpae:"), ("at: o", "at: p"), ("chain: 2", "chian: 2"))
    assert [(at, what) for at, what, _ in found] == [
        (7, "There is no key `shpae` here."),
        (9, "`at` of `y` names `p`, which is not a constant of this notation."),
        (22, "`points` names `chian`, which is nothing that this check returns."),
    ]


def test_an_entry_with_a_misspelt_key_is_told_once(desk):
    assert only(desk, ("{of: U, over: V}", "{of: W, ovr: V}"))[1] == "There is no key `ovr` here."


def test_one_wrong_goal_does_not_hide_the_mistakes_of_another(desk):
    two = "        goals:\n          - {target: J, reslt: '0'}\n          - {target: 'q', result: 'J'}\n"
    found = told(desk, ("        goals:\n", two))
    assert [what for _, what, _ in found] == [
        "There is no key `reslt` here.",
        "`target` of “q” can't be read: `q` is no name of the notation.",
    ]


def test_a_section_that_is_no_mapping_is_told_and_nothing_guessed(desk):
    found = told(desk, ("constants: {o: {over: V}}", "constants: [o]"))
    assert [what for _, what, _ in found] == ["`constants` isn't a mapping of `key: value`."]


def test_a_check_that_asks_for_nothing_is_told(desk):
    text = SPEC.lstrip().partition("        goals:")[0]
    finding = desk.write(text).finding()
    assert (finding.what, finding.advice) == ("Nothing is asked for.", "Add `goals: …` or `properties: …`.")


def test_another_meaning_of_the_same_names_is_looked_up_and_a_wrong_name_told(desk):
    other = ("notation: softmax", "notation: softmax\n        otherwise: [softmax]")
    asked = desk.write(changed(other)).load().questions[0].checks[0].asked()
    assert asked.otherwise == (asked.symbols,)
    wrong = (other[0], other[1].replace("[softmax]", "[sofmax]"))
    at, what, _ = only(desk, wrong)
    assert (at, what) == (line("otherwise", wrong), "The assignment has no notation called `sofmax`.")
