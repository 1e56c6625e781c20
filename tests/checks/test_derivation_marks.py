"""Marks of a derivation, from chains as they may be judged: what is earned, what is lost, what waits for a person."""

import pytest

from grader.checks.deriving.marks import Mark, marks
from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.steps import Unread
from grader.derivation.symbols import Symbols, Target
from grader.derivation.verdicts import Status
from grader.derivation.worlds import Regime
from grader.outcome import Finding

HOLDS, BREAKS, NOT_READ = Status.HOLDS, Status.BREAKS, Status.NOT_READ
#: How a step is written here: holds, breaks, breaks and follows from the one before, not read.
STATUSES = {"+": (HOLDS, True), "-": (BREAKS, False), "~": (BREAKS, True), "?": (NOT_READ, None)}
STRAY = Unread("x =", 9, Finding("A side is missing."))
GOAL = Goal(Target("g", "g"), "0")


def chain(marked, about=(0,), right=None, finished=True, names="", regime=""):
    """A left side and a step for each sign of `marked`; the steps are called by `names`, or differ."""
    steps = [JudgedStep("", "g", 1, HOLDS)]
    for number, sign in enumerate(marked):
        status, follows = STATUSES[sign]
        name = names[number] if names else f"{id(marked)}:{number}"
        steps.append(JudgedStep("=", name, number + 1, status, follows=follows))
    first = next((number for number, step in enumerate(steps) if step.status is BREAKS), None)
    ends_right = marked[-1:] == "+" if right is None else right
    return JudgedChain(tuple(steps), about, first, None, ends_right, finished, regime=regime)


def mark(*chains, goal=GOAL, carried=0.5, besides=False, unread=(), regimes=()) -> Mark:
    (only,) = marks(Asked(Symbols(), (goal,), (), regimes), Judged(chains, unread), carried, besides)
    return only


def earned(*chains, **more):
    found = mark(*chains, **more)
    return found.result, found.chain


def test_a_chain_that_holds_and_ends_right_earns_all():
    assert earned(chain("++")) == (1.0, 1.0)


def test_a_lone_right_result_earns_the_result_only():
    assert earned(chain("+")) == (1.0, 0.0)


def test_a_result_written_twice_is_no_derivation():
    assert earned(chain("++", names="aa")) == (1.0, 0.0)
    assert earned(chain("+", names="a"), chain("+", names="a")) == (1.0, 0.0)


def test_a_left_side_written_again_is_no_step():
    assert earned(chain("++", names="ga")) == (1.0, 0.0)


@pytest.mark.parametrize("more", [{"besides": True}, {"unread": (STRAY,)}])
def test_where_steps_may_stand_elsewhere_a_lone_result_waits(more):
    assert earned(chain("+"), **more) == (1.0, None)


def test_a_formula_about_something_else_may_be_the_way_to_a_lone_result():
    assert earned(chain("+"), chain("+", about=())) == (1.0, None)


def test_prose_and_stray_formulas_cost_a_whole_chain_nothing():
    assert earned(chain("++"), besides=True, unread=(STRAY,)) == (1.0, 1.0)


def test_a_wrong_end_loses_the_result_and_keeps_the_steps_before_it():
    assert earned(chain("++-")) == (0.0, pytest.approx(2 / 3))


@pytest.mark.parametrize(("carried", "share"), [(0.5, 2 / 4), (0.0, 1 / 4), (1.0, 3 / 4)])
def test_a_step_that_follows_from_a_wrong_one_earns_what_the_spec_says(carried, share):
    assert earned(chain("+-~~"), carried=carried) == (0.0, pytest.approx(share))


def test_a_break_that_is_rejoined_costs_its_share_of_the_chain():
    assert earned(chain("+-++")) == (1.0, 0.75)


def test_a_goal_without_a_chain_about_it_is_undecided_and_never_zero():
    assert earned() == (None, None)
    assert earned(chain("++", about=())) == (None, None)


@pytest.mark.parametrize("chains", [(chain("+?+"),), (chain("++"), chain("?"))])
def test_what_was_not_read_in_a_chain_about_a_goal_leaves_it_undecided(chains):
    assert earned(*chains) == (None, None)


def test_a_wrong_end_beside_an_unread_formula_waits_because_the_right_one_may_be_there():
    assert earned(chain("+-"), unread=(STRAY,))[0] is None
    assert earned(chain("+-"), chain("?", about=()))[0] is None


def test_several_chains_about_one_goal_the_best_one_counts():
    first = chain("+++", names="abc")
    assert earned(first, chain("+", names="c")) == (1.0, 1.0)
    assert earned(first, chain("-", finished=False, names="d")) == (1.0, 1.0)


def test_two_results_that_contradict_each_other_are_for_a_person():
    assert earned(chain("+++", names="abc"), chain("-", names="d")) == (None, 1.0)
    assert mark(chain("+++", names="abc"), chain("-", names="d")).differs


@pytest.mark.parametrize("padded", ["(U + 0)", "1·U", "U I", "U·1"])
def test_a_result_written_in_another_way_is_no_derivation(padded):
    steps = [JudgedStep("=", each, 2, HOLDS, understood=each) for each in (padded, "U")]
    left = JudgedStep("", "g", 1, HOLDS, understood="g")
    assert earned(JudgedChain((left, *steps), (0,), None, None, True, True)) == (1.0, 0.0)


def test_a_wrong_rewriting_is_a_step_that_breaks_and_not_the_same_again():
    left = JudgedStep("", "g", 1, HOLDS, understood="g")
    right = JudgedStep("=", "a - b", 2, HOLDS, understood="a - b")
    wrong = JudgedStep("=", "a + b", 2, BREAKS, understood="a + b")
    assert earned(JudgedChain((left, right, wrong), (0,), 2, None, False, True)) == (0.0, 0.5)


@pytest.mark.parametrize("signed", ["(-U)·(-1)", "(0 - (-U))"])
def test_a_result_whose_signs_were_moved_may_be_all_there_is_and_waits(signed):
    steps = [JudgedStep("=", each, 2, HOLDS, understood=each) for each in (signed, "U")]
    left = JudgedStep("", "g", 1, HOLDS, understood="g")
    assert earned(JudgedChain((left, *steps), (0,), None, None, True, True)) == (1.0, None)


def test_a_left_side_with_nothing_that_was_read_behind_it_is_no_zero():
    left = JudgedStep("", "g", 1, HOLDS, understood="g")
    assert earned(JudgedChain((left,), (0,), None, None, False, False)) == (None, None)


def test_steps_written_in_separate_lines_make_one_way():
    assert earned(chain("+", finished=False, names="a"), chain("+", names="b")) == (1.0, 1.0)


def test_a_wrong_way_and_the_right_result_on_a_line_of_its_own():
    assert earned(chain("+--", names="abc"), chain("+", names="d")) == (None, pytest.approx(2 / 4))
    assert earned(chain("+--", finished=False, names="abc"), chain("+", names="d")) == (1.0, pytest.approx(2 / 4))


def between(said, status=HOLDS, left="d(g)/d(z)", towards=(0,)):
    """A line about something between, as `said` is understood."""
    steps = (JudgedStep("", left, 1, HOLDS, understood=left), JudgedStep("=", said, 1, status, understood=said))
    return JudgedChain(steps, (), None, None, None, True, towards=towards)


def result(said="[a b]", right=True):
    left = JudgedStep("", "g", 2, HOLDS, understood="d(g)/d(x)")
    step = JudgedStep("=", said, 2, HOLDS if right else BREAKS, understood=said)
    return JudgedChain((left, step), (0,), None if right else 1, None, right, True)


def test_lines_about_what_stands_between_are_steps_to_a_result_below_them():
    assert earned(between("a"), result()) == (1.0, 1.0)
    assert earned(between("a"), between("[a a]"), result(right=False)) == (0.0, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    "chains",
    [
        (between("a", towards=()), result()),  # about something else
        (between("c"), result()),  # nothing that the result is made of
        (between("1"), result()),
        (result(), between("a")),  # below it
        (between("[a b]"), result()),  # the result itself
        (between("a", NOT_READ), result()),
        (between("a"), between("b", BREAKS), result()),
        (between("d(g)/d(z)", left="delta"), result("[delta b]")),  # a name that was given, and nothing said of it
    ],
)
def test_other_lines_leave_a_lone_result_without_steps(chains):
    assert earned(*chains) == (1.0, None)


def test_a_name_that_stands_for_a_derivative_is_a_step_where_its_worth_is_written():
    left, meaning = between("d(g)/d(z)", left="delta").steps
    named = JudgedChain((left, meaning, between("a").steps[1]), (), None, None, None, True, towards=(0,))
    assert earned(named, result("[a b]")) == (1.0, 1.0)


def named(*chains):
    """What the chains earn, whose left sides but for the last one's are the student's own names."""
    own = tuple((each.steps[0].understood, each.steps[1].understood) for each in chains[:-1])
    (found,) = marks(Asked(Symbols(), (GOAL,), (), ()), Judged(chains, own=own), 0.5, True)
    return found.result, found.chain


def test_names_of_which_one_is_made_of_another_are_stages_of_what_is_made_of_them():
    first, second = between("(p - y)", left="d_1", towards=()), between("[d_1 W]", left="d_2", towards=())
    assert named(first, second, result("[d_2 V]")) == (1.0, 1.0)
    assert named(first, second, result("[d_1 W V]")) == (1.0, None)  # made of the first alone
    assert named(first, second, result("[d_20 V]")) == (1.0, None)  # of none
    assert named(first, between("[d_1 W]", BREAKS, "d_2", ()), result("[d_2 V]")) == (1.0, None)
    assert named(first, result("[d_1 V]")) == (1.0, None)  # only shorter


def aside(relation="≈", said="1", left=HOLDS, about=()):
    steps = (JudgedStep("", "a", 3, left, understood="a"), JudgedStep(relation, said, 3, NOT_READ, understood=said))
    return JudgedChain(steps, about, None, None, None, True)


def test_what_something_goes_to_that_is_not_asked_for_leaves_nothing_open():
    assert earned(chain("+-"), aside())[0] == 0.0
    assert earned(chain("+-"), aside(said=r"\infty"))[0] == 0.0


def test_what_a_derived_thing_goes_to_takes_nothing_from_it():
    assert earned(chain("++"), aside(said="0", about=(0,))) == (1.0, 1.0)
    assert earned(chain("+-"), aside(said="0", about=(0,))) == (None, None)


@pytest.mark.parametrize("doubt", [aside("="), aside(said="b"), aside(left=NOT_READ), aside(about=(0,))])
def test_what_may_be_an_answer_leaves_a_wrong_one_open(doubt):
    assert earned(chain("+-"), doubt)[0] is None


def test_a_limit_is_no_aside_where_limits_are_asked_for():
    assert earned(chain("+-"), aside(), regimes=(Regime("low", {}),))[0] is None


def test_an_expression_that_stands_twice_counts_once():
    assert earned(chain("+-", names="ab"), chain("-", names="b")) == (0.0, 0.5)


def test_a_right_chain_that_stops_early_has_no_result_and_lacks_a_step():
    assert earned(chain("++", finished=False)) == (0.0, pytest.approx(2 / 3))
    assert earned(chain("++", finished=False), besides=True)[0] is None


def test_where_a_result_says_all_it_needs_no_steps():
    asked = Goal(Target("g", "g"), "0", steps=0)
    assert earned(chain("+"), goal=asked, besides=True) == (1.0, 1.0)
    assert earned(chain("-"), goal=asked) == (0.0, 0.0)
    assert earned(chain("-+"), goal=asked) == (1.0, pytest.approx(1 / 2))


def test_more_steps_may_be_asked_for():
    asked = Goal(Target("g", "g"), "0", steps=3)
    assert earned(chain("++++"), goal=asked) == (1.0, 1.0)
    assert earned(chain("+++"), goal=asked) == (1.0, pytest.approx(2 / 3))


def test_a_wrong_end_of_a_chain_in_which_all_holds_is_nobodys_slip():
    assert earned(chain("++", right=False))[0] is None


def test_an_end_about_which_nothing_can_be_said_is_undecided():
    odd = JudgedChain(chain("++").steps, (0,), None, None, None, True)
    assert earned(odd)[0] is None


def test_a_wrong_left_side_costs_its_share():
    steps = (JudgedStep("", "g", 1, BREAKS), *chain("++").steps[1:])
    assert earned(JudgedChain(steps, (0,), 0, 1, True, True)) == (1.0, pytest.approx(2 / 3))


def test_a_result_in_one_limit_only_waits_until_all_limits_are_covered():
    limits = (Regime("low", {}), Regime("high", {}))
    assert earned(chain("++", regime="low"), regimes=limits)[0] is None
    assert earned(chain("++", regime="low"), chain("++", regime="high"), regimes=limits) == (1.0, 1.0)
    assert earned(chain("++"), regimes=limits) == (1.0, 1.0)


def test_goals_are_marked_each_by_itself_and_one_chain_may_serve_two():
    two = Asked(Symbols(), (GOAL, Goal(Target("h", "h"), "0", share=3)))
    found = marks(two, Judged((chain("++", about=(0, 1)),)), 0.5, False)
    assert [(one.name, one.share, one.result, one.chain) for one in found] == [("g", 1, 1, 1), ("h", 3, 1, 1)]
    found = marks(two, Judged((chain("++", about=(1,)),)), 0.5, False)
    assert [(one.result, one.chain) for one in found] == [(None, None), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ([chain("+")], (1.0, 1.0)),
        ([chain("-")], (0.0, 0.0)),
        ([chain("-"), chain("+")], (None, None)),
        ([chain("?", right=False)], (None, None)),
        ([chain("-"), chain("?", about=())], (None, None)),
        ([], (None, None)),
    ],
)
def test_a_choice_is_right_or_wrong_as_a_whole_and_contradicting_ones_wait(chains, expected):
    asked = Asked(Symbols(), (), (Property("M", ("M = 1",), ("1",)),))
    (found,) = marks(asked, Judged(tuple(chains)), 0.5, False)
    assert (found.result, found.chain) == expected


def test_a_choice_that_nobody_has_to_write_again_counts_where_it_is_written():
    asked = Asked(Symbols(), (GOAL,), (Property("q", ("q = 1",), ("1",), optional=True),))
    assert [one.name for one in marks(asked, Judged((chain("++"),)), 0.5, False)] == ["g"]
    found = marks(asked, Judged((chain("++"), chain("-", about=(1,)))), 0.5, False)
    assert [(one.name, one.result) for one in found] == [("g", 1.0), ("q", 0.0)]
