import random
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from grader.batch.pseudonyms import pseudonyms
from grader.batch.summary import summarise
from grader.grading.report import Adjustment, ByHand, Mark, QuestionMark, Report
from grader.mistake_of_user import UserMistake
from grader.outcome import Diagnosis, Finding, Outcome, Verdict
from grader.policy.gradebook import Row, Standing
from grader.report.class_page import render_class
from grader.report.class_text import render_class as as_text
from grader.report.files import file_name, write_pages
from grader.submission.person import Person

SECRET = "a long secret seed"
NAMED = Outcome(Verdict.FAILED, 0.0, Finding("x"), diagnoses=(Diagnosis("sign flipped", "Your sign is flipped.", "0"),
                                                              Diagnosis("also", "Or that.", "1")))  # fmt: skip
RIGHT = Outcome(Verdict.PASSED, 1.0)
WAITS = Outcome(Verdict.NEEDS_PERSON)


def failed(what="The gradient is transposed.", verdict=Verdict.FAILED, category=""):
    return Outcome(verdict, 0.0, Finding(what, category=category))


def mark(title, points, outcome, **more):
    return Mark(title, "gradient", points, "public", outcome, **more)


def report(*marks, who="ada", **more):
    questions = (QuestionMark("1", "Sigmoid", marks[:1]), QuestionMark("2b", "Sampling", marks[1:]))
    return Report("w2v", "Word2vec", who, "A", "isolated", "secret", questions, **more)


def row(name, *marks, standing=None, report_of=None, **more):
    who = name.lower()
    graded = report_of or (report(*marks, who=who) if marks else None)
    usual = Standing.WAITING if graded and graded.pending else Standing.GRADED
    return Row(who, "w2v", "Word2vec", Person(name), standing or usual, 10.0, graded, **more)


def a_class():
    first = mark("values", 4, RIGHT)
    return [
        row("Ada", first, mark("loss", 6, NAMED)),
        row("Bea", first, mark("loss", 6, NAMED)),
        row(
            "Carl", mark("values", 4, failed()), mark("loss", 3, failed("It raised KeyError: 7")), mark("why", 3, WAITS)
        ),
        row("Dora", mark("values", 4, failed()), mark("loss", 6, failed("It raised KeyError: 8"))),
        row("Emil", first, mark("loss", 6, Outcome(Verdict.BROKEN))),
        row("Finn", standing=Standing.MISSING),
        row("Gina", standing=Standing.UNGRADED, why="The archive is damaged."),
        row("Hana", first, mark("loss", 6, NAMED), standing=Standing.EXCUSED, why="Ill."),
    ]


def test_people_stand_by_name_with_points_and_what_waits():
    summary = summarise(a_class())
    assert [one.name for one in summary.students] == ["Ada", "Bea", "Carl", "Dora", "Emil", "Finn", "Gina", "Hana"]
    assert [one.points for one in summary.students] == [4, 4, 0, 0, 4, None, None, None]
    assert summary.students[2].waits == 3 and summary.students[2].standing == "waiting"
    assert (summary.slug, summary.title, summary.out_of) == ("w2v", "Word2vec", 10)
    assert [summary.count(each) for each in ("graded", "waiting", "ungraded", "missing", "excused")] == [4, 1, 1, 1, 1]


def test_the_order_of_the_rows_makes_no_difference():
    rows, usual = a_class(), summarise(a_class())
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert summarise(rows) == usual and summarise(iter(rows), (), SECRET) == summarise(a_class(), (), SECRET)


def test_questions_are_counted_over_everybody_who_is_in_the_count():
    first, second = summarise(a_class()).questions
    assert (first.label, first.title, first.points, first.earned, first.of) == ("1", "Sigmoid", 4, 12, 20)
    assert (first.complete, first.lost, first.waits) == (3, 2, 0)
    assert (second.points, second.earned, second.of) == (6, 0, 21)
    assert (second.complete, second.lost, second.waits) == (1, 4, 1)


def test_a_known_mistake_is_one_line_whoever_made_it_and_however_often():
    twice = row("Ivan", mark("values", 4, RIGHT), mark("loss", 3, NAMED), mark("again", 3, NAMED))
    slip = summarise([*a_class(), twice]).slips[0]
    assert (slip.question, slip.name, slip.said) == ("2b", "sign flipped", "Your sign is flipped.")
    assert [(place.name, place.page) for place in slip.people] == [
        ("Ada", "ada/w2v.instructor.html#q2-1"), ("Bea", "bea/w2v.instructor.html#q2-1"),
        ("Ivan", "ivan/w2v.instructor.html#q2-1"),
    ]  # fmt: skip


def test_findings_are_one_line_only_where_they_say_the_same():
    slips = [(slip.question, slip.said, len(slip.people), slip.other) for slip in summarise(a_class()).slips]
    assert slips == [
        ("1", "The gradient is transposed.", 2, False), ("2b", "Your sign is flipped.", 2, False),
        ("2b", "Not right, and no known mistake explains it.", 2, True),
    ]  # fmt: skip


def test_crashes_are_told_by_their_category_which_holds_no_value():
    def crashed(name, what):
        outcome = failed(what, Verdict.CRASHED, "`f` raised IndexError.")
        return row(name, mark("values", 4, RIGHT), mark("loss", 6, outcome))

    slips = summarise([crashed("Ada", "`f` raised IndexError: 7"), crashed("Bea", "`f` raised IndexError: 8")]).slips
    assert [(slip.said, len(slip.people)) for slip in slips] == [("`f` raised IndexError.", 2)]


def test_what_follows_from_another_check_or_was_read_by_a_person_is_no_mistake():
    marks = (mark("values", 4, RIGHT), mark("a", 2, NAMED), mark("b", 2, failed("As under a."), same_as="a"),
             mark("c", 1, failed("Not run.", Verdict.SKIPPED)), mark("d", 1, WAITS, by_hand=ByHand(0)))  # fmt: skip
    assert [slip.name for slip in summarise([row("Ada", *marks)]).slips] == ["sign flipped"]


def test_what_waits_and_what_broke_says_for_whom():
    summary = summarise(a_class())
    (waits,) = summary.waiting
    assert (waits.question, waits.check, waits.points, waits.people[0].name) == ("2b", "why", 3, "Carl")
    assert [(each.check, each.people[0].page) for each in summary.broken] == [("loss", "emil/w2v.instructor.html#q2-1")]


def test_links_lead_to_the_pages_that_are_written_and_to_the_check(tmp_path):
    hard = row("Øre / <b>", mark("values", 4, RIGHT), mark("loss", 6, WAITS))
    summary = summarise([hard])
    write_pages(tmp_path, replace(hard.report, submission=hard.who))
    path, _, anchor = summary.waiting[0].people[0].page.partition("#")
    assert f'id="{anchor}"' in (tmp_path / unquote(path)).read_text("utf-8")
    assert re.fullmatch(r"[\w.%-]+/w2v\.instructor\.html", path)


def test_people_whom_intake_has_told_apart_are_named_once():
    first, second = (replace(row("Ann Lee", mark("values", 4, RIGHT)), who=f"Ann Lee ({n})") for n in (1, 2))
    assert [one.name for one in summarise([first, second]).students] == ["Ann Lee (1)", "Ann Lee (2)"]


def test_people_with_one_name_are_told_apart():
    rows = [replace(row("Kim", mark("v", 1, RIGHT)), who=who) for who in ("kim2", "kim1")]
    assert [one.name for one in summarise(rows).students] == ["Kim (kim1)", "Kim (kim2)"]


def test_what_a_policy_and_a_person_changed_and_flags_stand_with_the_person():
    graded = report(mark("values", 4, RIGHT), mark("loss", 6, RIGHT, by_hand=ByHand(5, changed_since=True)),
                    adjustments=(Adjustment("Handed in 1 day late.", -1), Adjustment("Excused for a day.")),
                    flags=("imports `ctypes`",))  # fmt: skip
    one = summarise([row("Ada", report_of=graded, attempt=2, attempts=3)]).students[0]
    assert one.points == 8 and one.changes == ("−1: Handed in 1 day late.", "Excused for a day.", "attempt 2 of 3")
    assert [(flag.words, flag.page.partition("#")[2]) for flag in one.flags] == [
        ("imports `ctypes`", ""), ("What was handed in has changed since a person marked it.", "q2-1")]  # fmt: skip


def test_reports_of_an_older_sheet_are_counted_with_the_others():
    older = Report(
        "w2v", "Word2vec", "zoe", "C", "limited", "public", (QuestionMark("0", "Before", (mark("x", 2, RIGHT),)),)
    )
    summary = summarise([*a_class(), row("Zoe", report_of=older)])
    assert [asked.title for asked in summary.questions] == ["Sigmoid", "Sampling", "Before"]
    assert summary.students[-1].scores[:2] == (None, None) and summary.students[-1].scores[2].earned == 2
    assert summary.made[0] == ("level A, secret seed", 5) and len(summary.made) == 2 and summary.practice


def test_questions_that_share_a_number_are_told_by_their_titles():
    questions = tuple(QuestionMark(each, f"2(a) {each}", (mark("x", 2, NAMED),)) for each in ("One", "Two"))
    summary = summarise([row("Ada", report_of=Report("w", "W", "ada", "A", "i", "secret", questions))])
    assert [slip.question for slip in summary.slips] == ["2(a) One", "2(a) Two"]
    plain = QuestionMark("loss", "The loss", (mark("x", 2, NAMED),))
    summary = summarise([row("Ada", report_of=Report("w", "W", "ada", "A", "i", "secret", (plain,)))])
    assert summary.slips[0].question == "The loss" and summary.questions[0].label == "no. 1"


def test_a_class_without_rows_has_no_summary():
    with pytest.raises(ValueError, match="without a row"):
        summarise([])


# ---- pseudonyms
def telling():
    """A class whose every free word says who somebody is."""
    name = "Zwetschge"
    finding = Finding(f"{name} raised", f"/home/{name}/x.py", f"Ask {name}.", f"`{name}` raised.")
    outcomes = [replace(NAMED, finding=finding, flags=(name,), notes=(name,)), Outcome(Verdict.CRASHED, 0.0, finding)]
    person = Person(name, f"{name}-1", f"{name}-2", f"{name}@x.example", f"section {name}")
    rows = []
    for n, outcome in enumerate(outcomes * 2):
        second = mark("loss", 6, WAITS if n else Outcome(Verdict.BROKEN, 0.0, finding))
        given = report(mark("values", 4, outcome), second,
                       who=f"{name}{n}", flags=(f"as {name}",), notes=(name,), attachments=(f"{name}.pdf",),
                       adjustments=(Adjustment(f"Handed in with {name}.", -1),))  # fmt: skip
        rows.append(Row(f"{name}{n}", "w2v", "Word2vec", person, Standing.WAITING, 10.0, given, f"{name} is ill."))
    rows.append(Row(f"{name}9", "w2v", "Word2vec", person, Standing.UNGRADED, 10.0, None, f"{name}.zip is damaged."))
    rows.append(Row(f"{name}8", "w2v", "Word2vec", person, Standing.EXCUSED, 10.0, None, f"{name} is ill."))
    return rows, [finding]


def test_nothing_on_a_page_of_pseudonyms_says_who_somebody_is():
    rows, troubles = telling()
    named = summarise(rows, troubles)
    assert "Zwetschge" in render_class(named)  # else the next line would prove nothing
    summary = summarise(rows, troubles, SECRET)
    page = render_class(summary) + as_text(summary, "class-w2v.anonymous.html", width=100, colour=False)
    assert "zwetschge" not in page.lower() and "section" not in repr(summary)
    assert "zwetschge" not in repr(summary).lower()
    assert not re.search(r'href="(?!#by-)', page)
    assert "Student 01" in page and "sign flipped" in page and "−1" in page and "1 message about single" in page
    assert [(slip.name or slip.said, len(slip.people)) for slip in summary.slips] == [
        ("sign flipped", 2), ("The code stopped with an error.", 2)]  # fmt: skip


def test_pseudonyms_depend_on_the_secret_and_on_no_order():
    people = [f"p{n}" for n in range(120)]
    names = pseudonyms(people, SECRET)
    assert names == pseudonyms(reversed(people), SECRET)
    assert sorted(names.values()) == [f"Student {n:03}" for n in range(1, 121)]
    other = pseudonyms(people, "another secret seed")
    assert sum(names[one] == other[one] for one in people) < 20
    assert [names[one] for one in people] != sorted(names.values())


def test_pseudonyms_are_refused_without_a_secret():
    with pytest.raises(UserMistake) as raised:
        summarise(a_class(), (), "public")
    finding = raised.value.finding
    assert finding.what == "Pseudonyms need a secret: with the public seed, whoever has the names can tell who is who."
    assert (finding.where, finding.advice) == ("--anonymous", "Name the file of your secret seed: `--seed-file FILE`.")


def test_nobody_is_filed_where_the_class_page_lies():
    assert file_name("class-w2v.html") != "class-w2v.html" and file_name("class-w2v") == "class-w2v"
