"""What is said about a comparison: on the page, in the terminal, in the JSON."""

import json
import re
from dataclasses import replace

from grader.similarity.comparison import compare
from grader.similarity.machine import as_json
from grader.similarity.page import page
from grader.similarity.starter import Starter
from grader.similarity.terminal import lines
from grader.similarity.view import MOST_LINES, view
from tests.similarity.desk import code, compared, handed_in
from tests.similarity.written import padded, renamed, solution

ANN = solution("ann")
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e{{ 7*7 }}"
BOTH = compared(handed_in("ann", ANN), handed_in("bo", renamed(ANN)))


def test_the_page_says_that_it_may_be_innocent_and_that_no_mark_was_changed():
    text = page(view(BOTH, "Homework 2"))
    assert "1 pair shares unusual stretches" in text
    assert "That can have innocent reasons" in text
    assert "No mark was changed by this, and none should be by it alone." in text
    assert "ann and bo" in text and "% of ann’s own lines" in text
    assert 'id="pair-1"' in text


def test_the_page_has_the_policy_of_every_report_and_no_script():
    text = page(view(BOTH, "Homework 2"))
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "<script" not in text and "style=" not in text


def test_with_no_pair_it_says_so():
    seen = view(compared(), "Homework 2")
    assert "No two hand-ins share unusual stretches" in page(seen)
    assert "No two of them share unusual stretches." in lines(seen, 100)


def test_a_small_class_is_told_that_nobody_can_know_what_is_common():
    small = compare([handed_in("ann", ANN), handed_in("bo", ANN)], Starter())
    assert "With 2 people it can’t be told what everybody writes" in page(view(small, "One"))
    assert "what 5 or more people have, counts as everybody’s" in page(view(BOTH, "One"))


def test_all_is_said_only_of_all():
    [pair] = view(compared(handed_in("ann", ANN), handed_in("bo", ANN + solution("more", 1))), "One").pairs
    assert pair.percents[0] == 100 > pair.percents[1]
    nearly = replace(BOTH, looked=(replace(BOTH.looked[0], lines=((199, 200), (2, 3))),))
    assert view(nearly, "One").pairs[0].percents == (99, 66)


def test_sides_show_the_lines_and_mark_those_that_are_alike():
    found = compared(handed_in("ann", ANN), handed_in("bo", padded(ANN)))
    first, second = view(found, "One").pairs[0].stretches[0]
    assert [line for _, line, _ in first.lines] == ANN.split("\n")[first.first - 1 : first.first - 1 + len(first.lines)]
    assert any("unused" in line or "debug" in line for _, line, _ in second.lines)
    assert re.fullmatch(r"lines \d+–\d+", first.place)


def test_long_stretches_are_cut_and_say_so():
    long = "\n".join(solution(f"part {number}", 6) for number in range(3))
    seen = view(compare([handed_in("ann", long), handed_in("bo", long)], Starter()), "One")
    first, _ = seen.pairs[0].stretches[0]
    assert len(first.lines) == MOST_LINES and first.more == first.last - first.first + 1 - MOST_LINES
    assert f"{first.more} more lines" in page(seen)


def test_hostile_names_files_and_lines_are_data():
    source = ANN + f"\n# {HOSTILE} said so\n"
    found = compared(handed_in(HOSTILE, code(source, HOSTILE)), handed_in("bo", code(source, HOSTILE)))
    seen = view(found, HOSTILE)
    text = page(seen)
    assert "<script>" not in text and "\x1b" not in text and "\u202e" not in text
    assert "&lt;script&gt;" in text and "{{ 7*7 }}" in text
    assert "\x1b" not in lines(seen, 200) and "\u202e" not in lines(seen, 200)
    json.dumps(as_json(found, seen, "hw2")).encode("ascii")


def test_lone_surrogates_stop_nothing():
    found = compared(handed_in("a\udc80", ANN), handed_in("bo", ANN))
    page(view(found, "One")).encode("utf-8")
    json.dumps(as_json(found, view(found, "One"), "hw2"), ensure_ascii=False).encode("utf-8")


def test_anonymous_means_no_name_no_file_no_comment_and_no_text():
    secret = ANN.replace("\n    return", '\n    author = "Ann Miller"  # by Ann Miller\n    return')
    found = compared(
        handed_in("Ann Miller", code(secret, "ann_miller.py")), handed_in("Bo", code(secret, "bo.py")),
        handed_in("Cy Adams", "x = 1"), handed_in("Cy Adams, attempt 2", "x = 1", person="Cy Adams"),
    )  # fmt: skip
    seen = view(found, "One", anonymous=True)
    everything = page(seen) + lines(seen, 200) + json.dumps(as_json(found, seen, "hw2"))
    for name in ("Ann", "ann_", "Miller", "Bo’", "bo.py", "Cy", "honest"):
        assert name not in everything, name
    assert "Hand-in 1 and Hand-in 2" in everything and "a .py file" in everything


def test_what_was_not_compared_is_said():
    found = compared(handed_in("ann", ANN), handed_in("ann, attempt 2", ANN, person="ann"), handed_in("cy", "x = 1"))
    asides = view(found, "One").asides
    assert "Too short to say anything about, or nothing that can be read: 1 hand-in: cy." in asides
    assert "Taken for hand-ins of one person, and not compared with each other: ann and ann, attempt 2." in asides


def test_the_terminal_says_ten_lines_at_most():
    people = [handed_in(f"p{number}", solution("same") + "\n" + solution(f"p{number}", 2)) for number in range(8)]
    text = lines(view(compared(*people, honest_ones=40), "Homework 2"), 100)
    assert len(text.split("\n")) <= 10
    assert "22 more on the page" in text
    assert "Linked with each other: p0, p1, p2, p3, p4, p5, p6 and p7" in text
    assert "No mark was changed by this" in text


def test_the_json_names_every_pair_and_where_it_is_alike():
    values = as_json(BOTH, view(BOTH, "Homework 2"), "hw2")
    assert (values["assignment"], values["changes_marks"], values["hand_ins"]) == ("hw2", False, 14)
    [pair] = values["pairs"]
    assert (pair["first"], pair["second"]) == ("ann", "bo")
    assert set(pair["stretches"][0][0]) == {"file", "cell", "first_line", "last_line"}
