import subprocess
import sys

from tests.policy.conftest import COURSE

MISTAKES = """\
course_version: 1
titel: x
timezone: Europe/Berlln
roster: roster.csv
assignments:
  word2vec:
    due: 20.11.2026
    late: {perday: 10 %, of: everything}
    attempts: first
  lstm:
    late: {per_day: 10, grace: 15}
extensions:
  - {who: 7, assignment: word2vec, by: 3 days}
"""

LENGTH = "write a number and a unit, as in `15 minutes`, `48 hours` or `3 days`"
SAME = "of the same person for the same assignment"


def told(findings):
    return [(one.where.rpartition(" ")[2], one.what, one.advice) for one in findings]


def test_every_mistake_is_told_at_once_with_its_line_and_the_nearest_word(desk):
    findings = desk.write(MISTAKES, roster="name,id\nA,1\nB,1\n").findings()
    expected = [
        ("2", "There is no key `titel` here.", "Known are `course_version`, "),
        ("3", "`Europe/Berlln` is no time zone that this machine knows: the nearest is `Europe/Berlin`.", ""),
        ("7", "`20.11.2026` isn't a date that is read here: write it as `2026-11-20 23:59`.", "Correct the value"),
        ("8", "`of: everything` isn't one of `maximum`, `earned`.", "Known are `maximum`, `earned`."),
        ("8", "There is no key `perday` here.", "Did you mean `per_day`?"),
        ("9", "`attempts: first` isn't one of `best`, `last`.", "Known are `best`, `last`."),
        ("11", "`10` isn't a share: write it with its sign, as in `10 %`.", "Correct the value of `per_day`."),
        ("11", f"`15` isn't a length of time: {LENGTH}.", ""),
        ("13", "`who: 7` isn't a text.", 'Put quotes around it: `"7"`.'),
        ("3", "The id “1” stands twice.", "Give each person one of their own."),
    ]  # fmt: skip
    assert len(findings) == len(expected), told(findings)
    for (line, what, advice), wanted in zip(told(findings), expected, strict=True):
        assert (line, what) == wanted[:2]
        assert advice.startswith(wanted[2])
    assert findings[0].where == "course.yaml, line 2"
    assert findings[-1].where == "roster.csv, lines 2 and 3"


def test_what_does_not_fit_together_is_told_with_its_line(desk):
    text = COURSE + (
        "  lstm: {attempts: best}\n"  # 8
        "  cnn: {late: {per_day: 5 %}}\n"
        "extensions:\n"  # 10
        "  - {who: ann, assignment: word2vec, by: 2 days}\n"
        "  - {who: alee, assignment: word2vecs, by: 2 days}\n"
        "  - {who: alee, assignment: lstm, by: 2 days}\n"
        "  - {who: alee, assignment: word2vec, until: 2026-11-19}\n"
        "  - {who: Ann Lee, assignment: word2vec, by: 1 day}\n"
        "  - {who: bray, assignment: word2vec, by: 1 day, until: 2026-11-29}\n"
        "excused:\n"
        "  - {who: croe, reason: x}\n"  # 18
        '  - {who: "3"}\n'
        "extra_time: {dd: 1 day}\n"
        "groups: {A: [alee, bray], B: [alee]}\n"
    )
    expected = [
        ("9", "`cnn` has `late` and no due date.", "Add `due: 2026-11-20 23:59`."),
        ("11", "`ann` is nobody on the roster.", "Did you mean `Ann Lee`?"),
        ("12", "`word2vecs` is none of `assignments`.", "Did you mean `word2vec`?"),
        ("13", "`lstm` has no due date that could be extended.", "Add `due` to that assignment."),
        ("14", "This extension ends before the due date.", "Correct one of the two dates."),
        ("15", f"A second extension {SAME}: one stands above.", "Keep one of the two."),
        ("16", "An extension takes either `until` or `by`.", "Write one of the two."),
        ("19", f"A second excuse {SAME}: one stands above.", "Keep one of the two."),
        ("20", "`dd` is nobody on the roster.", "Write an id, an e-mail address, a login or a name."),
        ("21", "`alee` is in two groups: A and B.", "Keep one of the two."),
    ]  # fmt: skip
    assert told(desk.write(text).findings()) == expected


def test_the_roster_s_own_cells_have_to_fit_the_course(desk):
    roster = "name,id,extension,excused,extra_time\nA,1,word2vce: 3 days,,\nB,2,word2vec: 2026-11-01,,\n"
    roster += "C,3,word2vec: 1 day,lstm: ill,1 day\n"
    text = COURSE + 'extensions: [{who: "3", assignment: word2vec, by: 1 day}]\nextra_time: {"3": 2 days}\n'
    assert [one.what for one in desk.write(text, roster=roster).findings()] == [
        "Line 2 of the roster: `word2vce` is none of `assignments`.",
        "Line 3 of the roster: This extension ends before the due date.",
        "Line 4 of the roster: `lstm` is none of `assignments`.",
        "A second extension of the same person for the same assignment: the roster has one.",
        "The roster, too, gives `3` extra time.",
    ]


def test_two_people_of_one_name_have_to_be_told_apart(desk):
    roster = "name,id\nAnn Lee,1\nAnn Lee,2\n"
    (finding,) = desk.write(COURSE + "extra_time: {Ann Lee: 1 day}\n", roster=roster).findings()
    assert finding.what == "`Ann Lee` means 2 people on the roster."
    assert finding.advice == "Write the person's id or e-mail address."


def test_a_date_needs_a_zone(desk):
    (finding,) = desk.write(COURSE.replace("timezone: Europe/Berlin\n", "")).findings()
    assert (finding.what, finding.where) == ("`timezone` is missing, and this needs one.", "course.yaml, line 4")


def test_columns_without_a_roster_are_a_mistake(desk):
    (finding,) = desk.write("course_version: 1\ncolumns: {name: Name}\n").findings()
    assert finding.what == "`columns` are those of a roster, and there is none."


def test_a_zone_that_is_none_is_told(desk):
    for zone in ("CET+1", "../x", "Europe", "''", "3"):
        what = desk.write(COURSE.replace("Europe/Berlin", zone)).findings()[0].what
        assert "is no time zone that this machine knows" in what


def test_tables_that_are_not_there_are_told_at_the_line_that_names_them(desk):
    text = COURSE.replace("roster.csv", "rooster.csv") + "    times: times.csv\n"
    assert told(desk.write(text).findings()) == [
        ("3", "`rooster.csv` can't be read: No such file or directory.", "Its path is read from this file's folder."),
        ("8", "`times.csv` can't be read: No such file or directory.", "Its path is read from this file's folder."),
    ]


def test_the_mistakes_of_a_table_of_times_have_their_lines(desk):
    times = "who,submitted,attempt\nalee,yesterday,\nbray,2026-11-20 10:00,1\nbray,2026-11-21 10:00,1\n"
    times += "croe,2026-11-20 10:00,x\n"
    text = COURSE + "    times: times.csv\n"
    assert [(one.what, one.where) for one in desk.write(text, times=times).findings()] == [
        ("`yesterday` is no date with a time of day.", "times.csv, line 2"),
        ("“bray” stands twice; first on line 3.", "times.csv, line 4"),
        ("`x` is no number of an attempt.", "times.csv, line 5"),
    ]
    (finding,) = desk.write(text, times="person,submitted\na,b\n").findings()
    assert (finding.what, finding.advice) == (
        "times.csv has no column `who`.", "Its header should be `who,submitted` or `who,submitted,attempt`."
    )  # fmt: skip


def test_times_have_the_course_s_zone_unless_they_name_their_own(desk):
    times = "who,submitted\na,2026-07-01 12:00\nb,2026-07-01T10:00:00Z\nc,2026-07-01 12:00:00 +0200\n"
    times += "d,2026-07-01 10:00:00 UTC\n"
    course = desk.write(COURSE + "    times: times.csv\n", times=times).load()
    moments = [one.submitted for one in course.times["word2vec"]]
    assert all(one == moments[1] for one in moments)


def test_a_file_that_is_no_course_is_told(desk):
    assert desk.findings()[0].what == "course.yaml can't be read: No such file or directory."
    assert desk.write("- a\n").findings()[0].advice.startswith("Start with `course_version: 1`")
    assert desk.write("a: 1\na: 2\n").findings()[0].where == "course.yaml, line 2"


def test_a_right_course_costs_no_numpy(desk):
    desk.write()
    path = str(desk.folder / "course.yaml")
    code = f"""import sys, pathlib, grader.policy.load
grader.policy.load.load_course(pathlib.Path({path!r}))
print("numpy" in sys.modules)"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
