from datetime import timedelta
from pathlib import Path

import pytest

from grader.policy.roster import read_roster
from grader.policy.table import TableMistakes, read_table
from grader.submission.person import Person


def people(folder: Path, content: str | bytes, columns: dict[str, str] | None = None):
    path = folder / "roster.csv"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_roster(read_table(path, "roster.csv"), columns)


def mistakes(folder: Path, content: str | bytes, columns: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(TableMistakes) as caught:
        people(folder, content, columns)
    return [(one.what, one.where, one.advice) for one in caught.value.findings]


def test_the_course_s_own_table(tmp_path):
    text = "name,id,login,email,section,group,excused,extra_time,extension\n"
    text += 'Ann Lee,007,alee,ann@x.edu,Mon,Team 1,"word2vec: ill; lstm",48 hours,word2vec: 3 days; lstm: 2026-12-01\n'
    (ann,) = people(tmp_path, text.replace("word2vec: 3 days; ", "word2vec: 3 days;")).people
    assert ann.person == Person("Ann Lee", "007", "alee", "ann@x.edu", "Mon")
    assert (ann.line, ann.group, ann.extra_time) == (2, "Team 1", timedelta(hours=48))
    assert [(one.assignment, one.reason) for one in ann.excused] == [("word2vec", "ill"), ("lstm", "")]
    assert [(one.assignment, one.by) for one in ann.extensions] == [("word2vec", timedelta(days=3)), ("lstm", None)]


def test_canvas_s_gradebook_is_a_roster(tmp_path):
    text = "Student,ID,SIS User ID,SIS Login ID,Section,A1 (12)\n,,,,,Manual Posting\n    Points Possible,,,,,80\n"
    text += '"Lee, Ann",11,u-77,alee,S1,\n"Student, Test",99,,x9,S1,\n'
    (ann,) = people(tmp_path, text).people
    assert ann.person == Person("Lee, Ann", "11", "alee", "", "S1")
    assert (ann.ids, ann.line) == (("u-77",), 4)


def test_moodle_s_worksheet_is_a_roster_in_any_language(tmp_path):
    text = "Identifier,Full name,ID number,Email address,Grade\nParticipant 123,Ann Lee,7700,ann@x.edu,\n"
    (ann,) = people(tmp_path, text).people
    assert (ann.person, ann.ids) == (Person("Ann Lee", "123", "", "ann@x.edu"), ("7700",))
    text = "\ufeffID;Vollständiger Name;E-Mail-Adresse;Bewertung\nTeilnehmer/in123;Jörg Müller;j@x.de;\n"
    columns = {"name": "Vollständiger Name", "email": "e-mail-adresse"}
    assert people(tmp_path, text, columns).people[0].person == Person("Jörg Müller", "123", "", "j@x.de")


def test_gradescope_s_roster_has_first_and_last_names(tmp_path):
    (ann,) = people(tmp_path, "First Name,Last Name,SID,Email,Sections\nAnn,Lee,5,ann@x.edu,S1\n").people
    assert ann.person == Person("Ann Lee", "5", "", "ann@x.edu", "S1")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffname;id\nJörg;1\n".encode(),
        "name\tid\r\nJörg\t1\r\n".encode("utf-16"),
        "sep=;\nname;id\nJörg;1\n".encode(),
        'name,id\n\n,\n"Jörg","1"\n'.encode(),
    ],
    ids=["BOM and semicolons", "Excel's Unicode text", "Excel's first line", "empty rows"],
)
def test_tables_as_spreadsheets_save_them(tmp_path, content):
    assert [one.person for one in people(tmp_path, content).people] == [Person("Jörg", "1")]


def test_windows_letters_are_read_and_said(tmp_path):
    roster = people(tmp_path, "name,id\nJörg,1\n".encode("cp1252"))
    assert roster.people[0].person.name == "Jörg"
    assert [(one.what, one.where) for one in roster.doubts] == [
        ("roster.csv isn't UTF-8; it was read as Windows-1252, as Excel saves it.", "roster.csv, line 2")
    ]


def test_whatever_names_two_lines_at_once_is_told_with_both(tmp_path):
    text = "name,id,login,email\nA,1,x,\nB,1,X,\n\nC,2,y,c@x.edu\nD,3,z,C@x.edu\nE,2,,\n"
    told = mistakes(tmp_path, text)
    assert {advice for _, _, advice in told} == {"Give each person one of their own."}
    assert [(what, where) for what, where, _ in told] == [
        ("The id “1” stands twice.", "roster.csv, lines 2 and 3"),
        ("The login “x” stands twice.", "roster.csv, lines 2 and 3"),
        ("The id “2” stands twice.", "roster.csv, lines 5 and 7"),
        ("The e-mail address “c@x.edu” stands twice.", "roster.csv, lines 5 and 6"),
    ]


def test_names_that_collide_are_both_kept_where_something_else_tells_them_apart(tmp_path):
    assert len(people(tmp_path, "name,id\nAnn Lee,1\nAnn Lee,2\n").people) == 2
    ((what, where, advice),) = mistakes(tmp_path, "name\nAnn Lee\nAnn Lee\nAnn Lee\n")
    assert (what, where) == ("The name “Ann Lee” stands 3 times.", "roster.csv, lines 2, 3 and 4")
    assert advice == "Add a column `id` or `email`."


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        ("name,id\nLee, Ann,1\n", "This line has 3 cells and the header 2: “Lee |  Ann | 1”.", 2),
        ("name,email\nA,a@x\n,b@x\n", "This line has neither a name nor an id.", 3),
        ("name,id\nA,1.23457E+11\n", "`1.23457E+11` is no whole id.", 2),
        ('name,id\nA,1\n"B,2\nC,3\n', "roster.csv can't be read as CSV: unexpected end of data.", 3),
        ("who,what\nA,1\n", "roster.csv has neither a column `name` nor a column `id`.", 1),
        ("name,id,ID\nA,1,2\n", "roster.csv has the column `id` twice.", 1),
        ("name,id\n", "roster.csv names nobody.", 1),
        ("name,extra_time\nA,1.5\n", "`1.5` isn't a length of time", 2),
        ("name,extension\nA,word2vec\n", "The extension of `word2vec` has no date and no length", 2),
        (b"n\x00a\x00", "roster.csv is no text.", 1),
    ],
)
def test_what_can_t_be_read_is_told_with_its_line(tmp_path, content, what, line):
    ((said, where, advice),) = mistakes(tmp_path, content)
    assert said.startswith(what)
    assert where == f"roster.csv, line {line}"
    assert advice


def test_an_empty_file_and_one_that_is_too_large_are_refused(tmp_path):
    assert mistakes(tmp_path, "")[0][0] == "roster.csv is empty."
    assert mistakes(tmp_path, b"a" * 20_000_001)[0][0] == "roster.csv has more than 20,000,000 bytes."


def test_a_column_that_the_course_names_must_be_there(tmp_path):
    ((what, _, advice),) = mistakes(tmp_path, "Vorname Nachname,Matrikel\nA,1\n", {"id": "Matrikl"})
    assert (what, advice) == ("roster.csv has no column `Matrikl`.", "Did you mean `Matrikel`?")


def test_a_column_that_is_nearly_ours_is_not_passed_over_in_silence(tmp_path):
    (doubt,) = people(tmp_path, "name,extra_tmie\nA,2 days\n").doubts
    assert (doubt.what, doubt.advice) == (
        "The column `extra_tmie` of roster.csv is not read.",
        "Did you mean `extra_time`?",
    )
