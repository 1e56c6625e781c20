"""Written answers as words."""

import pytest

from grader.similarity.words import read_words


def codes(text):
    return [token.code for token in read_words(text)]


def test_capitals_marks_and_layout_change_nothing():
    assert codes("**The Gradient** is zero,\nso we stop.") == codes("the gradient is zero so we stop")


def test_formulas_are_all_alike():
    ways = ["so $a + b$ holds", "so $$\n\\frac{1}{2}\n$$ holds", "so \\[x\\] holds", "so \\(y\\) holds"]
    assert len({tuple(codes(way)) for way in ways}) == 1
    latex = "so \\begin{align*} a &= b \\\\ c &= d \\end{align*} holds"
    assert codes(latex) == codes(ways[0])


def test_commands_links_and_labels_are_no_words():
    text = "\\section{One} see \\ref{eq:1} https://example.org/a/b \\textbf{here}"
    assert codes(text) == codes("One see here")


def test_a_price_is_no_formula():
    assert len(codes("it costs $5\nand no more")) == 6


def test_lines_are_counted():
    assert [token.line for token in read_words("one\n$$\na\n$$\ntwo")] == [1, 2, 5]


@pytest.mark.parametrize("unit", ["$$", "\\[", "$a", "\\begin{align}", "\\", "http://", "\\begin{"])
def test_a_text_made_to_be_slow_is_read(unit):
    read_words(unit * 100_000)
