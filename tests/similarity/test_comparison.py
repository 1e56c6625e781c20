"""A class compared: who is noticed, who is not, and what is told about them."""

import random

import pytest

from grader.similarity.comparison import MOST_PAIRS, compare
from grader.similarity.fingerprints import hashes
from grader.similarity.starter import Starter
from tests.similarity.desk import code, compared, handed_in, honest, named, percents, words
from tests.similarity.written import DISGUISES, padded, renamed, solution

ANN = solution("ann")


def alternating(*texts):
    return "\n".join(texts)


def test_nobody_who_worked_alone_is_noticed():
    assert named(compared(honest_ones=60)) == []


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_is_noticed_in_every_disguise(disguise):
    found = compared(handed_in("ann", ANN), handed_in("bo", DISGUISES[disguise](ANN)))
    assert named(found) == [("ann", "bo")]
    assert max(percents(found)["ann", "bo"]) >= 60


def test_of_two_alone_a_copy_is_noticed_as_well():
    assert named(compare([handed_in("ann", ANN), handed_in("bo", renamed(ANN))], Starter())) == [("ann", "bo")]


def test_a_file_within_a_longer_one_is_all_of_the_one_and_a_part_of_the_other():
    found = compared(handed_in("ann", ANN), handed_in("bo", DISGUISES["within a longer file"](ANN)))
    ann, bo = percents(found)["ann", "bo"]
    assert ann >= 95 and 20 <= bo <= 45


def test_one_function_of_five_is_noticed_where_it_is_much_of_somebodys():
    function = "def skipgram" + ANN.split("def skipgram")[1].split("def sgd")[0]
    found = compared(handed_in("ann", ANN), handed_in("bo", "import numpy as np\n" + renamed(function)))
    assert named(found) == [("ann", "bo")]


def test_three_who_share_are_named_together():
    found = compared(*(handed_in(who, renamed(ANN)) for who in ("ann", "bo", "cy")))
    assert [[found.hand_ins[one].who for one in group] for group in found.groups] == [["ann", "bo", "cy"]]
    assert len(named(found)) == 3


def test_two_attempts_of_one_person_are_not_compared():
    found = compared(handed_in("ann", ANN), handed_in("ann, attempt 2", padded(ANN), person="ann"))
    assert named(found) == []


def test_two_attempts_count_once_where_it_is_asked_what_the_class_has():
    attempts = [handed_in(f"ann, attempt {number}", ANN, person="ann") for number in range(1, 9)]
    found = compared(*attempts, handed_in("bo", renamed(ANN)))
    assert {pair[1] for pair in named(found)} == {"bo"}


def test_what_the_starter_has_is_nobodys():
    starter = solution("the course", 6)
    given = Starter(frozenset(hashes(code(starter).codes)))
    both = [handed_in(who, alternating(starter, solution(who, 2))) for who in ("ann", "bo")]
    assert named(compared(*both)) == [("ann", "bo")]
    assert named(compared(*both, starter=given)) == []


def test_what_more_than_a_third_has_is_everybodys_and_what_less_has_is_not():
    def sharing(count, alone):
        people = [handed_in(f"p{number}", alternating(ANN, solution(f"p{number}", 2))) for number in range(count)]
        return named(compare([*people, *honest(alone)], Starter()))

    assert sharing(5, 9) == []  # 5 of 14
    assert len(sharing(4, 10)) == 6  # 4 of 14
    assert len(sharing(2, 1)) == 1  # two are never many


def test_a_written_answer_that_was_copied_is_noticed():
    mine = "It follows that the loss falls in every step until it does not, as the plot of the second question shows."
    text = (
        "We subtract the largest score first, because the exponential of a large number overflows and gives infinity. "
        "Nothing changes by that, since numerator and denominator are divided by the very same positive factor. "
        "I found it easiest to see this with two words and to count on my fingers what happens to each of them."
    )
    mixed = [" ".join(random.Random(number).sample(mine.split(), 15)) for number in range(9)]
    others = [handed_in(f"w{number}", words(text)) for number, text in enumerate(mixed)]
    found = compare(
        [handed_in("ann", words(text)), handed_in("bo", words(mine + "\n" + text.upper())), *others], Starter()
    )
    assert named(found) == [("ann", "bo")]
    assert found.looked[0].stretches[0].first.kind == "words"


def test_the_same_odd_comment_is_told_and_notices_nobody_by_itself():
    odd = "\n# i have no idea why this works but it does\n"
    copies = compared(handed_in("ann", ANN + odd), handed_in("bo", renamed(ANN) + odd))
    assert copies.looked[0].remarks == ("i have no idea why this works but it does",)
    assert named(compared(handed_in("ann", ANN + odd), handed_in("bo", solution("bo") + odd))) == []


def test_a_comment_of_the_starter_or_of_many_is_not_told():
    said = "\n# compute the softmax of every single row\n"
    given = compared(handed_in("ann", ANN + said), handed_in("bo", ANN + said),
                     starter=Starter(remarks=frozenset({said.strip("\n# ")})))  # fmt: skip
    assert given.looked[0].remarks == ()
    many = [handed_in(f"m{number}", solution(f"m{number}") + said) for number in range(9)]
    assert compared(handed_in("ann", ANN + said), handed_in("bo", ANN + said), *many).looked[0].remarks == ()


def test_what_is_too_short_is_said_and_not_guessed():
    found = compared(handed_in("ann", "x = 1\n"), handed_in("bo", "x = 1\n"), handed_in("cy"))
    assert [found.hand_ins[one].who for one in found.too_short] == ["ann", "bo", "cy"]
    assert named(found) == []


def test_the_order_of_the_hand_ins_changes_nothing():
    people = [*honest(9), *(handed_in(who, change(ANN)) for who, change in DISGUISES.items())]
    first = compare(people, Starter())
    for seed in range(3):
        assert compare(random.Random(seed).sample(people, len(people)), Starter()) == first


def test_fifty_pairs_are_looked_at_and_the_others_counted():
    eights = [handed_in(f"{ring} {number}", solution(ring)) for ring in ("red", "blue") for number in range(8)]
    found = compared(*eights, honest_ones=40)
    assert len(found.noticed) == 2 * 28
    assert [one.pair for one in found.looked] == list(found.noticed[:MOST_PAIRS])


def test_a_ring_larger_than_a_few_is_found_whole():
    ring = [handed_in(f"ring {number:02}", renamed(ANN) if number % 2 else ANN) for number in range(20)]
    found = compared(*ring, honest_ones=80)
    assert len(found.groups[0]) == 20


def test_a_hand_in_made_of_one_line_a_thousand_times_is_compared():
    line = "x = np.exp(y) + np.log(z) * np.dot(a, b) - c[0]\n"
    found = compared(handed_in("ann", line * 3000), handed_in("bo", line * 3000))
    assert set(named(found)) <= {("ann", "bo")}
