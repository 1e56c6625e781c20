import pytest

from grader.policy.directory import Directory
from grader.policy.names import plain, words_of
from grader.submission.person import Person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller, Jörg", "jorg muller"),
        ("NGUYỄN Văn-A", "nguyen van a"),
        ("Søren  Kierkegård", "Kierkegard, Soren"),
        ("Straße, O'Neil", "o neil strasse"),
        ("Łukasz", "lukasz"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert plain(one) == plain(other)


def test_vowel_signs_of_other_scripts_are_no_accents():
    assert plain("राम") != plain("रम")


def test_the_words_are_the_same_whichever_name_comes_first():
    assert words_of("Wong Fay") == words_of("Fay Wong")


def seated(*people: Person) -> Directory:
    directory = Directory()
    for person in people:
        directory.add(person)
    return directory


ANN = Person("Ann Lee", "1", "alee", "ann@x.edu")
BO = Person("Bo Ray", "2", "bray", "bo@x.edu")


@pytest.mark.parametrize(
    ("person", "who"),
    [
        (Person(id="1"), "x"),
        (Person(email="ANN@x.edu"), "x"),
        (Person(name="Lee, Ann"), "x"),
        (Person(), "alee"),
        (Person(), "ann_lee"),
        (Person(), "ann@x.edu"),
        (Person("Annie", "1"), "x"),
    ],
)
def test_a_hand_in_is_found_by_whatever_is_known(person, who):
    assert seated(ANN, BO).whose(person, who) == [0]


@pytest.mark.parametrize(
    ("name", "filed"), [("Ann van Dam", "vandamann"), ("O'Neil, Ian", "oneilian"), ("Emil Åström", "åströmemil")]
)
def test_a_name_as_canvas_files_it(name, filed):
    assert seated(ANN, Person(name, "7")).whose(Person(filed, "88"), filed) == [1]
    assert seated(ANN, Person(name, "7")).whose(Person(filed[1:], "88"), filed[1:]) == []


def test_nobody_is_found_by_similarity():
    assert seated(ANN, BO).whose(Person("Ann Leigh"), "anne") == []


def test_two_who_fit_are_both_answered():
    assert seated(ANN, Person("Ann Lee", "9")).whose(Person("Ann Lee"), "") == [0, 1]
    assert seated(ANN, Person("Ann Lee", "9")).whose(Person("Ann Lee", "9"), "") == [1]


def test_what_contradicts_itself_is_both_answered():
    assert seated(ANN, BO).whose(Person("Bo Ray", "1"), "") == [0, 1]


def test_a_name_in_its_own_order_comes_before_one_in_another():
    assert seated(Person("Lee Ann", "5"), ANN).whose(Person("Ann Lee"), "") == [1]


def test_an_instructor_s_word_means_an_id_before_a_name():
    directory = seated(ANN, Person("1", "7"))
    assert directory.look_up("1") == [0]
    assert directory.look_up(" Ann@X.edu ") == [0]
    assert directory.look_up("nobody") == directory.look_up("") == []
