"""Keys of one check that don't fit together: each told with what to do about it."""

import pytest

from tests.checks.bench import check

CALLING = """
    kind: {kind}
    function: own.f
    arguments: {{x: {{normal: [N, D]}}, words: {{mapping: V}}, word: {{word: words}}}}
    reference: f
"""
SITUATIONS = {"situations": [{"title": "a", "says": "passed"}]}


def told(kind, **more):
    return [(mistake.what, mistake.advice) for mistake in check(CALLING.format(kind=kind), **more).mistakes()]


@pytest.mark.parametrize(
    ("kind", "more", "what", "advice"),
    [
        ("values", {"points": {"valeu": 1}}, "`points` names `valeu`, which is nothing that this check returns",
         "did you mean `value`?"),
        ("values", {"returns": ["d y"]}, "`returns` has the gradient of `y`, which is none of the arguments",
         "known are `x`, `words`, `word`"),
        ("values", {"optional": ["word2"]}, "`optional` names `word2`, which is none of the arguments",
         "did you mean `word`?"),
        ("values", {"variants": [{"xx": {"constant": 1}}]}, "a variant replaces `xx`, which is none of the arguments",
         "did you mean `x`?"),
        ("values", {"dimensions": {"K": {"max": 9}}}, "`dimensions` has the letter `K`, which no argument uses",
         "known are `D`, `N`, `V`"),
        ("values", {"variants": [{"word": {"word": "x"}}]}, "`word: x` of argument `word` names no argument with "
         "`mapping`", "there is only `words`"),
        ("gradient", {"returns": ["cost", "d x"]}, "`loss: loss` is none of `returns`", "known are `cost`, `d x`"),
        ("properties", {"properties": ["descends"], "objective": "f"}, "`objective: f` is none of the arguments",
         "known are `x`, `words`, `word`"),
        ("properties", {"properties": ["descends"], "of": "xs"}, "`of: xs` is none of the arguments",
         "did you mean `x`?"),
        ("prints", {**SITUATIONS, "points": {"said": 1}}, "`points` names `said`, which is nothing that this check "
         "returns", "there is only `value`"),
    ],
)  # fmt: skip
def test_keys_that_do_not_fit_together_are_told(kind, more, what, advice):
    assert (what, advice) in told(kind, **more)


def test_keys_that_fit_are_not_told():
    assert told("values", points={"value": 1}) == told("gradient", returns=["loss", "d x"]) == []
    assert told("prints", **SITUATIONS) == told("properties", properties=["descends"], of="x") == []


def test_a_written_check_earns_its_points_whole():
    essay = check("kind: essay\n", points={"part": 2})
    assert [mistake.advice for mistake in essay.mistakes()] == [
        "give `points` one number: this kind earns its points whole"
    ]


def test_a_right_option_that_is_none_is_told():
    choice = check("kind: choice\noptions: {yes: [ja], no: [nein]}\nright: yess\n")
    assert [(one.what, one.advice) for one in choice.mistakes()] == [
        ("`right: yess` is none of the options", "did you mean `yes`?")
    ]


@pytest.mark.parametrize(("points", "total"), [(2.5, 2.5), ({"value": 0.5}, 0.5), ({"a": 0.5, "b": 1.2}, 1.7), (0, 0)])
def test_all_points_of_a_check_add_up(points, total):
    assert check(CALLING.format(kind="values"), points=points).total == total
