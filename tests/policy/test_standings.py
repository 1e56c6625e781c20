import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from grader.policy.gradebook import Standing
from grader.policy.standings import standings
from grader.submission.person import Person
from tests.policy.conftest import COURSE
from tests.policy.handing_in import handed_in, report_of

STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
IN_GROUPS = COURSE + "    in_groups: true\n"
BEST = COURSE + "    attempts: best\n"


def by_who(book):
    return {row.who: row for row in book.rows}


def told(book):
    return [(one.what, one.where, one.advice) for one in book.troubles]


def test_without_a_course_everybody_has_a_row_and_nothing_changes():
    book = standings(None, [handed_in("bo", score=40), handed_in("ann", None)])
    assert [(row.who, row.standing, row.points, row.lines) for row in book.rows] == [
        ("ann", Standing.GRADED, 80, ()),
        ("bo", Standing.GRADED, 40, ()),
    ]
    assert book.rows[0].report.due == "the spec's"
    assert book.troubles == ()


def test_the_roster_s_order_and_people_and_who_is_missing(course):
    book = standings(course(), [handed_in("zz", person=Person("Roe, Cy", "3")), handed_in("alee")])
    assert [(row.person.name, row.who, row.standing) for row in book.rows] == [
        ("Ann Lee", "alee", Standing.GRADED),
        ("Bo Ray", "bray", Standing.MISSING),
        ("Cy Roe", "zz", Standing.GRADED),
    ]
    missing = book.rows[1]
    assert (missing.points, missing.out_of, missing.title, missing.attempts) == (None, 80, "Word vectors", 0)


def test_the_roster_says_who_somebody_is_and_the_hand_in_what_the_roster_leaves_out(course):
    cy = standings(course(), [handed_in("croe", person=Person("Roe, Cy", "3", email="cy@x.edu"))]).rows[2]
    assert cy.person == Person("Cy Roe", "3", "croe", "cy@x.edu")


def test_nobody_is_missing_from_what_nobody_handed_in(course):
    assert standings(course(COURSE + "  lstm: {}\n"), []).rows == ()


def test_what_waits_and_what_could_not_be_graded(course):
    waits, ungraded = (
        handed_in("alee", score=40, pending=20),
        handed_in("bray", score=None, why="The archive is broken."),
    )
    rows = by_who(standings(course(), [waits, ungraded]))
    assert rows["alee"].standing is Standing.WAITING
    assert (rows["bray"].standing, rows["bray"].points, rows["bray"].why) == (
        Standing.UNGRADED, None, "The archive is broken."
    )  # fmt: skip


def test_a_stranger_is_graded_and_told_and_never_guessed(course):
    book = standings(course(), [handed_in("annlee2", person=Person("Anne Lee"))])
    assert by_who(book)["annlee2"].points == 80
    assert by_who(book)["alee"].standing is Standing.MISSING
    assert told(book) == [
        (
            "“Anne Lee” handed in and is nobody on the roster.",
            "annlee2, word2vec",
            "It is graded all the same. Write `annlee2` into the roster's column `login` for its person.",
        )
    ]


def test_two_people_of_one_name_are_told_and_never_guessed(course):
    book = standings(course(roster="name,id\nAnn Lee,1\nAnn Lee,2\n"), [handed_in("x", person=Person("Ann Lee"))])
    assert [row.standing for row in book.rows] == [Standing.MISSING, Standing.MISSING, Standing.GRADED]
    what = "The hand-in of “Ann Lee” fits “Ann Lee” (1) and “Ann Lee” (2): whose it is was not guessed."
    assert told(book)[0][0] == what
    assert len({row.who for row in book.rows}) == 3


def test_many_on_no_roster_are_one_message(course):
    book = standings(course(), [handed_in(f"k{n}", person=Person(f"Kim {n}")) for n in range(5)])
    (what, where, advice), *others = told(book)
    assert not others and where == "word2vec" and "column `login`" in advice
    assert what == "5 people handed in and are nobody on the roster: Kim 0, Kim 1, Kim 2, …."


def test_a_platform_s_id_goes_with_whoever_handed_in_and_never_with_the_group(course):
    book = standings(course(IN_GROUPS), [handed_in("x", person=Person("Ann Lee", "4101"))])
    rows = {row.person.name: row for row in book.rows}
    assert (rows["Ann Lee"].person.id, rows["Ann Lee"].ids) == ("1", ("4101",))
    assert (rows["Bo Ray"].points, rows["Bo Ray"].ids) == (80, ())


def test_two_of_one_name_are_told_apart_where_their_times_are_unknown(course):
    roster = "name,id,login\nAnn Lee,1,a1\nAnn Lee,2,a2\n"
    book = standings(course(roster=roster), [handed_in("a1", None), handed_in("a2", None)])
    assert told(book)[0][0].endswith("no penalty was computed: a1, a2.")


def test_lateness_is_a_line_and_the_due_date_is_the_course_s(course):
    (row,) = (row for row in standings(course(), [handed_in("alee", "2026-11-22 12:00+01:00")]).rows if row.report)
    assert (row.points, row.report.score) == (64, 80)
    assert row.lines == ("Handed in 1 day 12 hours late, counted as 2 days: 10 % of the maximum a day, −16 points.",)
    assert row.report.due == "20 November 2026, 23:59 (Europe/Berlin)"


def test_an_extension_moves_one_person_s_date(course):
    text = COURSE + "extensions: [{who: bray, assignment: word2vec, by: 3 days}]\nextra_time: {croe: 1 day}\n"
    late = [handed_in(who, "2026-11-22 12:00+01:00") for who in ("alee", "bray", "croe")]
    rows = by_who(standings(course(text), late))
    assert [rows[who].points for who in ("alee", "bray", "croe")] == [64, 80, 72]
    assert rows["bray"].report.due == "23 November 2026, 23:59 (Europe/Berlin)"
    assert rows["bray"].lines == (
        "Handed in 1 day 12 hours late: covered by an extension until 23 November 2026, 23:59.",
    )


def test_the_roster_s_own_exceptions_hold(course):
    roster = "name,id,login,extension,extra_time,excused\nA,1,alee,word2vec: 3 days,,\nB,2,bray,,1 day,\n"
    roster += "C,3,croe,,,word2vec: ill\n"
    late = [handed_in(who, "2026-11-22 12:00+01:00") for who in ("alee", "bray")]
    rows = by_who(standings(course(roster=roster), late))
    assert [rows[who].points for who in ("alee", "bray", "croe")] == [80, 72, None]
    assert (rows["croe"].standing, rows["croe"].why) == (Standing.EXCUSED, "Excused: ill.")


def test_whoever_is_excused_gets_feedback_and_no_mark(course):
    text = COURSE + "excused: [{who: alee, reason: a note.}, {who: bray, assignment: word2vec}]\n"
    rows = by_who(standings(course(text), [handed_in("alee", None)]))
    assert (rows["alee"].standing, rows["alee"].why, rows["alee"].points) == (
        Standing.EXCUSED,
        "Excused: a note.",
        None,
    )
    assert rows["alee"].report.score == 80
    assert rows["alee"].lines == ("Excused from this assignment: it was read all the same, and no mark is asked.",)
    assert (rows["bray"].standing, rows["bray"].why) == (Standing.EXCUSED, "Excused.")


def test_an_unknown_time_costs_nothing_and_is_told_once(course):
    book = standings(course(), [handed_in("alee", None), handed_in("bray", None)])
    assert [row.points for row in book.rows] == [80, 80, None]
    assert told(book) == [
        (
            "For 2 people the time of hand-in is unknown, so no penalty was computed: Ann Lee, Bo Ray.",
            "word2vec",
            "Give the times: `times: handed-in.csv` under `word2vec`, with the columns `who` and `submitted`.",
        )
    ]


def test_late_without_a_time_is_flagged_and_no_penalty_is_guessed(course):
    book = standings(course(), [handed_in("alee", None, late=True), handed_in("bray", None, late=False)])
    ann = book.rows[0]
    assert ann.points == 80
    assert ann.lines == ("Handed in late; how late isn't known here, so no points are taken for it.",)
    assert ann.report.flags == (
        "The platform says that this was late, and not when it came: no penalty could be computed.",
    )
    (said,) = told(book)
    assert said[0].startswith("1 person handed in late by the platform's word; how late isn't known")


def test_the_last_attempt_counts_even_where_an_earlier_one_was_better(course):
    attempts = [handed_in("alee", score=70), handed_in("alee", "2026-11-21 11:59:59+01:00", 60, attempt=2)]
    ann = standings(course(), attempts).rows[0]
    assert (ann.points, ann.attempt, ann.attempts) == (52, 2, 2)
    assert ann.lines[0] == "Attempt 2 of 2 counts: the last."
    assert ann.lines[1].startswith("Handed in 12 hours 1 second late") or ann.lines[1].startswith(
        "Handed in 12 hours late"
    )


def test_the_best_attempt_counts_after_its_own_lateness(course):
    attempts = [handed_in("alee", score=70), handed_in("alee", "2026-11-21 12:00+01:00", 76, attempt=2)]
    ann = standings(course(BEST), attempts).rows[0]
    assert (ann.points, ann.attempt) == (70, 1)
    assert ann.lines == ("Attempt 1 of 2 counts: the best of them.",)


def test_of_equally_good_attempts_the_last_counts(course):
    attempts = [handed_in("alee", attempt=number, score=70) for number in (1, 2)]
    assert standings(course(BEST), attempts).rows[0].attempt == 2


def test_an_ungraded_last_attempt_is_not_passed_over(course):
    attempts = [handed_in("alee"), handed_in("alee", attempt=2, score=None, why="It hangs.")]
    ann = standings(course(), attempts).rows[0]
    assert (ann.standing, ann.why) == (Standing.UNGRADED, "It hangs.")
    ann = standings(course(BEST), attempts).rows[0]
    assert (ann.standing, ann.attempt) == (Standing.WAITING, 1)
    assert "Another attempt is not graded yet: it may count instead." in ann.lines


def test_what_came_after_the_close_does_not_replace_what_came_before(course):
    text = COURSE.replace("10 %}", "10 %, closes: 7 days}")
    attempts = [handed_in("alee", score=50), handed_in("alee", "2026-12-24 12:00+01:00", attempt=2)]
    ann = standings(course(text), attempts).rows[0]
    assert (ann.points, ann.attempt) == (50, 1)
    assert ann.lines[1] == "What was handed in after hand-ins had closed does not count."
    assert standings(course(text), attempts[1:]).rows[0].points == 0


def test_a_group_s_hand_in_counts_for_every_member(course):
    group = handed_in("team-1", person=Person("Team 1"))
    rows = by_who(standings(course(), [group]))
    assert [rows[who].points for who in ("alee", "bray", "croe")] == [80, 80, None]
    assert rows["alee"].lines == ("Handed in by the group Team 1 (Ann Lee, Bo Ray).",)
    assert rows["alee"].report.submission == "alee"
    assert [rows[who].handed_in_as for who in ("alee", "bray", "croe")] == ["team-1", "team-1", ""]


def test_a_member_hands_in_for_the_group_only_where_the_assignment_is_a_group_s(course):
    assert by_who(standings(course(), [handed_in("alee")]))["bray"].standing is Standing.MISSING
    rows = by_who(standings(course(IN_GROUPS), [handed_in("alee")]))
    assert rows["bray"].points == 80
    assert rows["bray"].lines == ("Handed in by alee for the group Team 1 (Ann Lee, Bo Ray).",)


def test_a_group_that_the_export_names_counts_for_its_members(course):
    members = (Person("Bo Ray", "2"), Person("Di Fox", "9"))
    book = standings(course(), [handed_in("g", person=Person("Foxes"), members=members)])
    assert {row.who: row.points for row in book.rows} == {"alee": None, "bray": 80, "croe": None, "Di Fox": 80}
    assert told(book)[0][0] == "“Di Fox” handed in and is nobody on the roster."
    alone = standings(
        None, [handed_in("g", person=Person("Foxes"), members=members), handed_in("bo", person=members[0])]
    )
    assert {row.who: row.attempts for row in alone.rows} == {"bo": 2, "Di Fox": 1}


def test_two_members_who_both_handed_in_are_told_which_one_counts(course):
    two = [handed_in("alee", score=70), handed_in("bray", "2026-11-20 13:00+01:00", 60)]
    rows = by_who(standings(course(IN_GROUPS), two))
    assert rows["alee"].points == rows["bray"].points == 60
    assert "2 hand-ins of the group Team 1 were found: that of “bray” counts, the last." in rows["alee"].lines
    best = by_who(standings(course(IN_GROUPS + "    attempts: best\n"), two))
    assert best["bray"].points == 70
    assert "2 hand-ins of the group Team 1 were found: that of “alee” counts, the best of them." in best["bray"].lines


def test_where_nobody_knows_which_was_the_last_the_best_counts_and_is_told(course):
    book = standings(
        course(IN_GROUPS), [handed_in("alee", None, 70, late=False), handed_in("bray", None, 60, late=False)]
    )
    assert by_who(book)["bray"].points == 70
    assert told(book)[0][0] == (
        "For 2 people it isn't known which hand-in was the last, so the best one counts: Ann Lee, Bo Ray."
    )


def test_an_extension_of_one_member_spares_only_that_member(course):
    text = IN_GROUPS + "extensions: [{who: bray, assignment: word2vec, by: 3 days}]\n"
    rows = by_who(standings(course(text), [handed_in("alee", "2026-11-22 12:00+01:00")]))
    assert (rows["alee"].points, rows["bray"].points) == (64, 80)


def test_a_group_of_which_nobody_is_known_is_shown_and_not_lost(course):
    text = COURSE.replace("roster: roster.csv\n", "") + "groups: {Team 9: [nobody]}\n"
    book = standings(course(text), [handed_in("x", person=Person("Team 9"))])
    assert [row.points for row in book.rows] == [80]
    assert [one[0] for one in told(book)] == [
        "The group “Team 9” of course.yaml is for `nobody`, which fits nobody who handed in.",
        "The group “Team 9” handed in, and nobody is known to be in it.",
    ]


def test_without_a_roster_exceptions_go_by_whoever_handed_in(course):
    text = COURSE.replace("roster: roster.csv\n", "") + "extra_time: {ann: 3 days, dee: 1 day}\n"
    book = standings(course(text), [handed_in("ann", "2026-11-22 12:00+01:00")])
    assert book.rows[0].points == 80
    assert told(book)[0][0] == "The extra time of course.yaml is for `dee`, which fits nobody who handed in."


def test_a_table_of_times_is_believed_before_the_export(course):
    times = "who,submitted,attempt\nalee,2026-11-21 12:00,\nBo Ray,2026-11-20 12:00,\nwho?,2026-11-20 12:00,\n"
    hand_ins = [handed_in("alee"), handed_in("b", None, person=Person(id="2"))]
    book = standings(course(COURSE + "    times: times.csv\n", times=times), hand_ins)
    assert [row.points for row in book.rows] == [72, 80, None]
    assert told(book) == [
        (
            "1 of the times in times.csv fit no hand-in, or several: “who?” (line 4).",
            "times.csv",
            "Write who handed in `word2vec` as the folder or the roster names them, and `attempt` where it matters.",
        )
    ]


def test_a_time_without_a_number_is_the_last_attempt_s(course):
    times = "who,submitted,attempt\nalee,2026-11-21 12:00,\n"
    two = [handed_in("alee", attempt=1), handed_in("alee", attempt=2)]
    text = COURSE + "    times: times.csv\n"
    assert standings(course(text, times=times), two).rows[0].points == 72
    assert standings(course(text, times=times.replace("00,", "00,1")), two).rows[0].points == 80


def test_a_time_that_fits_two_hand_ins_is_given_to_none(course):
    times = "who,submitted\nTeam 1,2026-11-25 12:00\nalee,2026-11-20 12:00\n"
    two = [handed_in("a", person=Person("Team 1")), handed_in("b", person=Person("Team 1"))]
    book = standings(course(IN_GROUPS + "    times: times.csv\n", times=times), two)
    assert [row.points for row in book.rows] == [80, 80, None]
    assert told(book)[0][0].startswith(
        "2 of the times in times.csv fit no hand-in, or several: “Team 1” (line 2), “alee”"
    )


def test_times_of_an_assignment_that_is_not_asked_about_are_no_trouble(course):
    text = COURSE + "    times: times.csv\n  lstm: {}\n"
    book = standings(course(text, times="who,submitted\nalee,2026-11-20 12:00\n"), [handed_in("alee", slug="lstm")])
    assert told(book) == []


def test_an_assignment_of_which_the_course_says_nothing_is_told(course):
    book = standings(
        course(), [handed_in("alee", slug="word2vce", report=replace(report_of(8), assignment="word2vce"))]
    )
    assert told(book) == [
        ("course.yaml says nothing of `word2vce`, so no date holds for it.", "", "Did you mean `word2vec`?")
    ]


def test_a_hostile_name_moves_no_cursor(course):
    book = standings(course(), [handed_in("x\x1b[2J", person=Person("a\x1b]0;b\n"))])
    assert "\x1b" not in "".join("".join(one) for one in told(book))


WHO = some.sampled_from(["alee", "bray", "croe", "Ann Lee", "Team 1", "stranger"])
TIMES = some.sampled_from([None, "2026-11-20 12:00+01:00", "2026-11-21 12:00+00:00", "2026-11-23 12:00+01:00"])
SCORES = some.sampled_from([None, 0.0, 40.0, 80.0])
HAND_INS = some.lists(
    some.tuples(WHO, TIMES, SCORES, some.integers(1, 3)), max_size=6, unique_by=lambda one: (one[0], one[3])
)


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    from tests.policy.conftest import CourseDesk

    texts = (COURSE, BEST, IN_GROUPS, IN_GROUPS + "    attempts: best\n")
    return [CourseDesk(tmp_path_factory.mktemp("course")).write(text).load() for text in texts]


@STEADY
@given(HAND_INS, some.integers(0, 3), some.randoms(use_true_random=False))
def test_no_order_of_arrival_shows_and_no_hand_in_is_lost(courses, drawn, which, rng: random.Random):
    results = [handed_in(who, when, score, attempt=attempt) for who, when, score, attempt in drawn]
    shuffled = results[:]
    rng.shuffle(shuffled)
    book = standings(courses[which], results)
    assert standings(courses[which], shuffled) == book
    assert len({(row.who, row.slug) for row in book.rows}) == len(book.rows)
    assert all(row.points is None or 0 <= row.points <= 80 for row in book.rows)
    graded = [row for row in book.rows if row.standing is Standing.GRADED]
    assert all(row.report.submission == row.who for row in graded)
    assert len(book.rows) >= (3 if results else 0)


@STEADY
@given(HAND_INS)
def test_best_is_at_least_each_attempt_alone(courses, drawn):
    results = [handed_in("alee", when, score, attempt=number) for number, (_, when, score, _) in enumerate(drawn, 1)]
    for one in results:
        alone = standings(courses[1], [one]).rows[0].points or 0
        assert (standings(courses[1], results).rows[0].points or 0) >= alone


@STEADY
@given(HAND_INS, some.integers(0, 3))
def test_a_book_made_of_a_book_s_reports_is_the_same(courses, drawn, which):
    results = [handed_in(who, when, score, attempt=attempt) for who, when, score, attempt in drawn]
    book = standings(courses[which], results)
    lines = next((row.report.adjustments for row in book.rows if row.report), ())
    again = [replace(one, report=one.report and replace(one.report, adjustments=lines)) for one in results]
    assert standings(courses[which], again) == book
