"""Moodle: the grading worksheet with its own words, and the zip of pages."""

import io
import zipfile

import pytest

from grader.export.feedback import feedback
from grader.export.moodle import moodle
from grader.export.readiness import Terms
from grader.export.sheet import read
from grader.mistake_of_user import UserMistake
from tests.export.rows import FAILED, MISSING, UNGRADED, mark, report, row

ENGLISH = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 1234","Ann Lee",ann@example.org,"Submitted for grading - ",,20.00,Yes,"1 June 2026, 3:00 PM",-,\n'
    '"Participant 1235","Bo ""B"" Chen",bo@example.org,"No submission - ",3.00,20.00,Yes,-,-,"<p>=1+1</p>"\n'
)
GERMAN = (
    '\ufeffID,"Vollständiger Name",Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
    '"Zuletzt geändert (Bewertung)"\r\n'
    '"Teilnehmer/in 7","Änne Öz","Zur Bewertung abgegeben",,"20,00",Ja,-\r\n'
    '"Teilnehmer/in 8","Bo Chen","Keine Abgabe","3,00","20,00",Ja,-\r\n'
)

ann = row("ann", 17.5, id="1234", name="Ann Lee")


def exported(rows, sheet=ENGLISH, terms=Terms(), column=""):  # noqa: B008 - it is frozen
    parcel, numbers = moodle(rows, read(sheet.encode(), "sheet.csv"), terms, column)
    return parcel.files[0][1].decode(), [finding.what for finding in parcel.said], numbers


def test_a_grade_is_filled_in_and_every_other_byte_stays():
    text, said, numbers = exported([ann])
    assert text == ENGLISH.replace('grading - ",,', 'grading - ",17.5,') and said == [] and set(numbers) == {1234}


def test_headers_in_german_and_a_decimal_comma_are_kept():
    text, _, _ = exported([row("aenne", 17.5, id="7")], GERMAN)
    assert text == GERMAN.replace('abgegeben",,', 'abgegeben","17,5",')


def test_headers_in_an_unknown_language_are_told_by_what_stands_below_them():
    text, _, _ = exported([row("aenne", 17.5, id="7")], GERMAN.replace("Bewertung,Best", "Punktzahl,Best"))
    assert ',"17,5","20,00",' in text


def test_where_nothing_tells_the_column_it_is_asked_for():
    sheet = "ID,Name,X\nP 7,Ann,\n"
    with pytest.raises(UserMistake) as told:
        exported([row("ann", id="7")], sheet)
    assert told.value.finding.what == "Which column of sheet.csv holds the grades cannot be told."
    assert told.value.finding.where == "ID, Name, X" and "`--column`" in told.value.finding.advice
    assert exported([row("ann", id="7")], sheet, column="x")[0] == "ID,Name,X\nP 7,Ann,17.5\n"


def test_a_column_that_is_not_there_is_told():
    with pytest.raises(UserMistake) as told:
        exported([ann], column="Points")
    assert told.value.finding.what == "No column of sheet.csv is called “Points”."


def test_participants_are_told_by_the_column_in_which_all_are_called_alike():
    sheet = "Name,ID,Grade\nAnn 3,P 7,\nBo 4,P 8,\n"
    assert exported([row("ann", id="7")], sheet)[0] == "Name,ID,Grade\nAnn 3,P 7,17.5\nBo 4,P 8,\n"


def test_a_sheet_without_participants_is_refused():
    with pytest.raises(UserMistake) as told:
        exported([ann], "Student,ID,Word2vec (1)\nAnn,1,\n")
    assert told.value.finding.what.startswith("sheet.csv is no grading worksheet of Moodle")


def test_who_did_not_hand_in_keeps_what_stands_there():
    text, _, _ = exported([ann, row("bo", id="1235", standing=MISSING.standing)])
    assert ",3.00,20.00," in text


def test_marked_ungraded_people_are_left_empty_and_told():
    text, said, _ = exported([row("uma", id="1234", standing=UNGRADED.standing)], terms=Terms(mark_ungraded=True))
    assert text == ENGLISH and said[0].startswith("One person has no mark yet")


def test_more_points_than_moodle_takes_are_told():
    _, said, _ = exported([row("ann", 20, made=report(mark(points=24)), id="1234")])
    assert said == ["Ann (1234) has more than 20 points. The platform skips such marks."]


def test_an_address_or_a_name_finds_somebody_without_a_number():
    assert ",17.5," in exported([row("x", email="ANN@example.org")])[0]
    assert ",17.5," in exported([row("ann", name="Lee, Ann")])[0]


def test_the_zip_holds_a_page_for_each_in_a_folder_that_moodle_reads():
    hostile = row("bo", id="1235", name="../B_o <b>/\x1b Chen")
    data = feedback({1234: ann, 1235: hostile, 8: MISSING}, Terms())
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names[0] == "Ann Lee_1234_assignsubmission_file_/word2vec.html" and len(names) == 2
    folder, page = names[1].split("/")
    parts = folder.split("_", 4)
    assert parts[1:] == ["1235", "assignsubmission", "file", ""] and ".." not in folder and page == "word2vec.html"


def test_the_zip_is_the_same_each_time_and_holds_what_a_student_may_read():
    made = report(mark(FAILED, visibility="hidden"))
    data = feedback({1: row("ann", made=made)}, Terms())
    assert data == feedback({1: row("ann", made=made)}, Terms())
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    page = zipfile.ZipFile(io.BytesIO(data)).read("Ann_1_assignsubmission_file_/word2vec.html").decode()
    assert "A sign is wrong." in page and "draw 2" not in page
