
import pytest

from grader.report.prose import LONGEST, MOST_FORMULAS, prose


def test_formulas_of_every_spelling_are_typeset():
    for text in ("$x$", "$$\nx\n$$", r"\(x\)", "\\[\nx\n\\]", "\\begin{align}\nx\n\\end{align}", "$$x$$ inside"):
        assert "<math" in prose(text), text


def test_lines_of_a_derivation_carry_no_number_that_nobody_gave():
    assert "(1)" not in prose("\\begin{align}\na &= b\n\\end{align}")
    assert "(7)" in prose("\\begin{align}\na &= b \\tag{7}\n\\end{align}")


def test_two_prices_are_no_formula():
    assert "<math" not in prose("It costs $5 here and $6 there.")


def test_links_are_text_and_pictures_are_named():
    shown = prose("[a](https://x.example/y) ![b](https://x.example/z.png)")
    assert shown.strip() == "<p>a (https://x.example/y) [picture: b, https://x.example/z.png]</p>"


def test_nothing_of_a_students_html_survives():
    shown = prose('<img src=x onerror=alert(1)> <script>x</script>\n\n<div onclick="x">y</div>')
    assert "<img" not in shown and "<script" not in shown and "<div" not in shown
    assert "&lt;script&gt;" in shown


def test_a_students_heading_is_no_heading_of_the_page():
    assert prose("# Big") == '<p class="heading">Big</p>\n'


def test_no_attribute_is_taken_from_a_table_or_a_fence():
    shown = prose('| a |\n|--:|\n| b |\n\n```python"onload=x\ny\n```\n')
    assert "style" not in shown and "onload" not in shown and "class" not in shown


def test_entities_cannot_bring_back_what_was_made_visible():
    assert "\u202e" not in prose("&#x202e; \u202e")


def test_a_long_answer_ends_with_how_much_is_missing():
    assert "1,000 more characters stand in the file itself." in prose("x" * (LONGEST + 1000))


def test_an_answer_of_nothing_but_openings_is_shown_as_it_is():
    assert prose("\\(" * MOST_FORMULAS).startswith("<p>")
    assert prose("\\(" * (MOST_FORMULAS + 1)).startswith("<pre>")


@pytest.mark.parametrize("piece", ["[", "![", "*a ", "`", "> ", "- ", "$", "$$\n", "\\(", "\\[\n\n", "_a*", "<a ",
                                   "\\begin{align}\n", "&", "|a"])  # fmt: skip
def test_an_answer_of_one_piece_over_and_over_is_shown(piece):
    assert prose(piece * 30_000).startswith("<")
