import pytest

from grader.data.corpora import Example
from grader.data.parts import Three, in_three, without_copies


def test_three_files_stay_as_they_are():
    assert in_three({"train": "abc", "dev": "d", "test": "e"}) == Three("abc", "d", "e")


def test_one_text_gives_its_last_fifth():
    three = in_three({"train": "".join(map(chr, range(65, 85)))})
    assert (three.train, three.dev, three.test) == ("ABCDEFGHIJKLMNOP", "QR", "ST")
    assert three.notes == (
        "There is no file of dev and test: from the end of train's, a tenth for dev and a tenth for test is taken.",
    )


def test_a_missing_test_comes_from_the_end_of_train():
    three = in_three({"train": "abcdefghij", "dev": "x"})
    assert (three.train, three.dev, three.test) == ("abcdefghi", "x", "j")


@pytest.mark.parametrize("part", ["dev", "test"])
def test_where_train_is_missing_the_first_that_is_there_gives_all(part):
    three = in_three({part: "abcdefghij"})
    assert (three.train, three.dev, three.test) == ("abcdefgh", "i", "j")
    assert three.notes[0].endswith("and the rest is train.")


def test_train_is_cut_from_dev_and_test_stays_where_only_train_is_missing():
    three = in_three({"dev": "abcdefghij", "test": "xyz"})
    assert (three.train, three.dev, three.test) == ("abcdefghi", "j", "xyz")


def examples(letters):
    return tuple(Example((letter,), 0, letter) for letter in letters)


def test_what_stands_in_a_later_part_is_left_out_of_the_earlier_ones_and_said():
    three = without_copies(Three(examples("abcde"), examples("bxy"), examples("cx")))
    assert [one.text for one in three.train] == ["a", "d", "e"]
    assert [one.text for one in three.dev] == ["b", "y"]
    assert [one.text for one in three.test] == ["c", "x"]
    assert three.notes == (
        "2 texts of train stand in dev or test, too, and are left out of train.",
        "1 texts of dev stand in test, too, and are left out of dev.",
    )


def test_nothing_is_said_where_nothing_is_copied():
    assert without_copies(Three(examples("ab"), examples("c"), examples("d"))).notes == ()
