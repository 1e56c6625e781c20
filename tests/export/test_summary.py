"""GitHub's step summary: Markdown in which nobody's words are markup."""

import pytest

from grader.export.readiness import Terms
from grader.export.summary import LARGEST, plain, summary
from tests.export.rows import FAILED, LATE, MISSING, WAITS, mark, part, report, row


def text(*rows):
    return summary(rows, Terms()).decode()


def test_one_submission_is_told_check_by_check():
    page = text(row("ann", made=report(mark(part(0.5)), mark(FAILED, title="gradient"), adjustments=(LATE,))))
    assert "**0 of 8 points**" in page and "Handed in 2 days late" in page
    assert "| 1a Loss&#58; loss | in part | 2 / 4 | Part of it is right&#46; |" in page
    assert (
        "| 1a Loss&#58; gradient | failed | 0 / 4 | It is wrong&#46; where&#58; draw 2 try&#58; Recheck the sign&#46; |"
        in page
    )


def test_what_comes_after_the_release_is_not_in_it():
    page = text(row("ann", made=report(mark(FAILED, visibility="after release"))))
    assert "| after the release | 4 later |" in page and "wrong" not in page


def test_a_class_has_a_line_each_and_no_invented_zero():
    page = text(row("ann", 17.5), MISSING)
    assert "| Ann | word2vec | 17.5 | 20 | graded |" in page and "| Mia | word2vec |  | 20 | missing |" in page


@pytest.mark.parametrize(
    "words", ["<img src=x>", "a | b", "`x`", "[a](http://b)", "@everyone", "#12", "**a**", "http://x.y", "$x$"]
)
def test_nobodys_words_are_markup(words):
    assert not set(plain(words)) & set("<>|`[]@*:$") and plain(words).count("#") == plain(words).count("&#")


def test_lines_and_control_characters_stay_in_their_cell():
    assert plain("a\n| b\x1b") == "a &#124; b&#92;x1b"


def test_a_page_that_is_too_large_is_cut_and_says_so():
    page = summary([row(f"{'x' * 200}{n}") for n in range(6000)], Terms())
    assert len(page) <= LARGEST and page.endswith(b"one MiB.*\n")


def test_waiting_points_are_told():
    page = summary([row("wim", made=report(mark(), mark(WAITS, 2)))], Terms(so_far=True)).decode()
    assert "**4 of 4 points**, 2 more wait" in page
