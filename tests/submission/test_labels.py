"""A question's label, however it is written."""

import pytest

from grader.submission.labels import key, nearest_key, read_label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("1.a", "1a"),
        ("1a)", "1a"),
        ("2.b Graph Plot", "2b"),
        ("Q3 a", "3a"),
        ("Question 2 (b)", "2b"),
        ("Question 2, part (b)", "2b"),
        ("question 2 part b", "2b"),
        ("Problem 1 Consider the sigmoid", "1"),
        ("(a)", "a"),
        ("c) We have", "c"),
        ("5.a 1.a", "5a"),
        ("5.c.ii", "5cii"),
        ("1(a)(i)", "1ai"),
        ("1.a) i)", "1ai"),
        ("Q1: (a)", "1a"),
        ("1.3", "1.3"),
        ("3.2.1 Title", "3.2.1"),
        ("written b", "b"),
        ("Written (b)", "b"),
        ("1. Softmax (3 points)", "1"),
        ("Answer 2b", "2b"),
        ("Exercise 4.c)", "4c"),
        ("1 - a", "1a"),
        ("10", "10"),
    ],
)
def test_reads_labels(line, label):
    read = read_label(line)
    assert read is not None
    assert key(read.parts) == label


@pytest.mark.parametrize(
    "line",
    ["Introduction", "v_c = 3", "2019 homework", "1/2 of it", "(3 points) for", "Solution", "", "   ", "$x$", "==="],
)
def test_reads_no_label_where_there_is_none(line):
    assert read_label(line) is None


def test_a_letter_alone_means_the_only_question_of_that_letter():
    assert nearest_key("written b", {"1a", "1b"}) == "1b"
    assert nearest_key("b", {"1b", "2b"}) is None
    assert nearest_key("b", {"b", "1b", "2b"}) == "b"
    assert nearest_key("2b", {"b"}) is None


def test_a_long_line_is_read():
    assert read_label("question " * 10_000) is None and read_label("(" * 100_000) is None
    for line in ("1." * 100_000, "1 " * 100_000, "a. " * 100_000):
        label = read_label(line)
        assert label is not None and len(label.parts) <= 5


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("P1", "p1"),
        ("P1: the sigmoid", "p1"),
        ("P2 (a)", "p2a"),
        ("2.P1", "2p1"),
        ("2 P1", "2p1"),
        ("2P2a", "2p2a"),
        ("5 d (i)", "5di"),
        ("5 a (i): the weights", "5ai"),
        ("Q5 b [ii]", "5bii"),
        ("Section 2, Problem 1", "2.1"),
        ("2, problem 2 (a): counts", "2.2a"),
        ("Question 2, Part b", "2b"),
    ],
)
def test_reads_problems_and_brackets_behind_a_space(line, label):
    read = read_label(line)
    assert read is not None
    assert key(read.parts) == label


@pytest.mark.parametrize(
    ("line", "parts"),
    [("5 d (see below)", ("5",)), ("1 a (3 points)", ("1",)), ("5 A few words (i)", ("5",))],
)
def test_a_word_behind_a_number_is_no_part_of_it(line, parts):
    read = read_label(line)
    assert read is not None and read.parts == parts


@pytest.mark.parametrize("line", ["p1 = 0.3", "P(w|c) = 3", "Perplexity", "P123"])
def test_a_probability_is_no_problem(line):
    assert read_label(line) is None
