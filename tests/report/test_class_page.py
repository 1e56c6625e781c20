import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from grader.report.class_page import render_class
from grader.report.class_summary import ClassSummary, Flag, Student
from grader.report.files import class_page
from tests.report.classes import crowd, hostile, student, usual
from tests.report.test_page import ATTRIBUTES, TAGS, Reader


def text_of(summary):
    return Reader(render_class(summary)).text


def table(page, anchor):
    """The names of one order, from the first row to the last."""
    part = page[page.index(f'id="{anchor}"') :]
    return re.findall(
        r'<tr><th scope="row"><bdi>(?:<a href="[^"]*">)?(.*?)(?:</a>)?</bdi>', part[: part.index("</table>")]
    )


def test_the_head_says_the_median_and_who_stands_where():
    page = render_class(usual())
    head = Reader(page[: page.index("</header>")]).text
    assert "a class of 9 people · due 14 October 2025 · for the instructor Word2vec" in head
    assert "58.75 / 80 is the median of 6 people 5 are graded 1 waits for a person 1 could not be graded" in head
    assert (
        "Half of the 6 people with a mark so far have 58.75 or more of 80; the middle half lies from 43.75 to" in head
    )


def test_what_broke_on_our_side_stands_first_and_in_red_with_everybody_whom_it_concerns():
    page = render_class(usual())
    assert (
        page.index('id="broke"')
        < page.index('id="points"')
        < page.index('id="questions"')
        < page.index('id="mistakes"')
    )
    assert '<p class="flag">1, the values: its 2 points are left out of the count</p>' in page
    assert '<p class="flag"><code>paul.zip</code> is damaged.</p>' in page
    assert "where submissions/paul.zip try Ask for it again." in Reader(page).text


def test_questions_stand_by_difficulty_with_their_share_and_how_many_lost_something():
    text = text_of(usual())
    assert ("question earned complete lost waits 2b Negative sampling 52 % 1 5 1 1 Sigmoid 99 % 5 1 0 "
            "3 For the curious 6 0 0 Earned: of the points that are decided.") in text  # fmt: skip


def test_a_mistake_says_how_many_made_it_where_and_leads_to_each_of_them():
    page = render_class(usual())
    assert (
        "5 2b repeats-once . grad[idx] += … loses repeated rows. Ada Abel, Bea Brandt and 3 more" in Reader(page).text
    )
    part = page[page.index("repeats-once") :]
    links = re.findall(r'<a href="([^"]*)">', part[: part.index("</details>")])
    assert links == [f"{name}/word2vec.instructor.html#q2-1" for name in ("ada", "bea", "carl", "dora", "emil")]
    assert "2 2b The gradient is transposed. Ada Abel , Bea Brandt" in Reader(page).text


def test_what_waits_who_has_no_mark_and_flags_are_listed_with_their_reasons():
    text = text_of(usual())
    assert "What waits for a person 1 2b why it is cheaper, 10 points Carl Cohen" in text
    assert ("Who has no mark Not graded (1) Gina Garcia : The archive is damaged. Handed in nothing (1) Hana Hoang "
            "Excused (1) Ivan Ito : Excused until 1 December.") in text  # fmt: skip
    assert "Flags Bea Brandt : imports ctypes there twice" in text


def test_everybody_stands_in_three_orders_that_are_anchors():
    page = render_class(usual())
    names = table(page, "by-name")
    assert names[:2] == ["Ada Abel", "Bea Brandt"] and names[-1] == "Ivan Ito"
    assert table(page, "by-points")[:2] == ["Finn Fischer", "Emil Eriksen"]
    assert table(page, "by-points")[-3:] == ["Gina Garcia", "Hana Hoang", "Ivan Ito"]
    assert table(page, "by-waiting")[:2] == ["Carl Cohen", "Gina Garcia"]
    assert '<b>by name</b> · <a href="#by-points">by points</a>' in page and "<script" not in page


def test_a_row_holds_points_what_waits_each_question_and_what_changed():
    text = text_of(usual())
    assert "Bea Brandt 39.5 30.0 9.5 −8: Handed in 1 day late. attempt 2 of 3 Carl Cohen 55.0 10.0 30.0 25.0 …" in text
    assert "Gina Garcia not graded Hana Hoang nothing Ivan Ito excused" in text
    whole = crowd(2)
    assert "changed" not in text_of(whole)


def test_pages_of_different_makings_say_so():
    summary = replace(usual(), made=(("level A, secret seed", 5), ("level C, secret seed", 1)))
    assert "Graded at level A, secret seed (5 people). Graded at level C, secret seed (1 person)." in text_of(summary)
    assert "Practice marks" in text_of(replace(usual(), practice=True)) and "Practice marks" not in text_of(usual())


def test_a_large_class_stays_a_page_and_says_what_it_leaves_out():
    one = render_class(crowd(501))
    assert "by-points" not in one and len(table(one, "by-name")) == 501
    assert "Sorted by name only, for 501 people in several orders are no page" in Reader(one).text
    many = render_class(crowd(2_001))
    assert (
        'id="by-name"' not in many
        and "A table of 2,001 people is no page: all of them stand in the exported CSV." in many
    )
    assert "and 1,881 more people" in many and len(many) < 200_000


def test_more_flags_slips_and_absent_people_than_anybody_reads_are_counted():
    flags = tuple(Flag(f"f{n}") for n in range(7))
    people = tuple(student(f"P{n:03}", 1.0, flags=flags) for n in range(201))
    absent = tuple(Student(f"Q{n:03}", "missing") for n in range(121))
    summary = replace(crowd(1), students=people + absent, slips=usual().slips[:1] * 101)
    text = text_of(summary)
    assert "f4 and 2 more flags" in text and "f5" not in text and "and 1 more person" in text
    assert (
        "Handed in nothing (121)" in text and "and 1 rarer finding" not in text and "and 1 more rarer finding" in text
    )


@pytest.mark.parametrize("people", [(), (Student("Ada", "missing"),)])
def test_a_class_without_a_mark_has_a_page_too(people):
    text = text_of(ClassSummary("a", "A", 10.0, people))
    assert "– / 10" in text and "Nobody has a mark yet." in text


def test_nothing_that_a_stranger_wrote_becomes_a_tag_or_an_attribute(make):
    page = render_class(hostile("\n".join(make.hostile)))
    reader = Reader(page)
    assert reader.open == [] and reader.tags <= TAGS | {"i", "ol", "br"}
    assert {name for _, name, _ in reader.attributes} <= ATTRIBUTES | {"href"}
    assert all(
        re.match(r"(#by-|p/a\.instructor\.html)", value) for _, name, value in reader.attributes if name == "href"
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]", page)
    page.encode("utf-8")


@pytest.mark.parametrize("summary", [usual(), crowd(501)])
def test_a_class_page_is_well_formed_and_lets_nothing_in(summary):
    page = render_class(summary)
    reader = Reader(page)
    assert reader.open == [] and len(set(reader.ids)) == len(reader.ids)
    assert {value for _, name, each in reader.attributes if name == "aria-labelledby" for value in each.split()} <= set(
        reader.ids
    )
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; " in page.replace("&#39;", "'") and "unsafe" not in page
    assert not reader.tags & {"script", "link", "img", "form", "input"} and render_class(summary) == page


def test_the_page_of_pseudonyms_is_another_file_and_says_what_it_keeps_back(tmp_path):
    names = [class_page(tmp_path, "word2vec", anonymous).name for anonymous in (False, True)]
    assert names == ["class-word2vec.html", "class-word2vec.anonymous.html"]
    numbered = render_class(replace(usual(), anonymous=True, troubles=(), untold=2))
    assert "2 messages about single hand-ins may name people, so not here." in numbered
    assert "pseudonyms" in numbered
