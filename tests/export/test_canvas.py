"""Canvas: the gradebook that was downloaded, with one column filled in."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.export.canvas import canvas
from grader.export.readiness import Terms
from grader.export.sheet import read
from grader.mistake_of_user import UserMistake
from tests.export.rows import EXCUSED, MISSING, UNGRADED, WAITING, row

HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,Word2vec (1234),Other (99),Current Score"
POSTING = ",,,,,Manual Posting,,"
POSSIBLE = "    Points Possible,,,,,20,10.00,(read only)"
ANN = '"Lee, Ann",501,a17,ann@example.org,"Section 1, evening",,9.50,95.0'
BO = '"Chen, ""Bo""\nBo",502,b18,bo@example.org,Section 1,3,=1+1,80'
TEST = '"Student, Test",900,,abcdef,Section 1,,,'
LINES = [HEAD, POSTING, POSSIBLE, ANN, BO, TEST]
BOOK = "\ufeff" + "\r\n".join(LINES) + "\r\n"

ann = row("ann", 17.5, id="501", name="Ann Lee")
bo = row("bo", 20, id="502", name="Bo Chen")


def exported(rows, book=BOOK, terms=Terms(), column=""):  # noqa: B008 - it is frozen
    parcel = canvas(rows, read(book.encode(), "book.csv"), terms, column)
    assert [name for name, _ in parcel.files] == ["book.csv"]
    return parcel.files[0][1].decode(), [finding.what for finding in parcel.said]


def test_points_are_filled_in_and_nothing_else_is_touched():
    text, said = exported([ann, bo])
    graded = [HEAD, POSTING, POSSIBLE, ANN.replace('evening",,', 'evening",17.5,'), BO.replace("1,3,", "1,20,")]
    assert text == "\ufeff" + "\r\n".join(graded) + "\r\n"
    assert said == ["1 other mark was replaced: Bo Chen (502)."]


def test_only_people_with_a_mark_are_in_it():
    text, _ = exported([ann, row("mia", id="502", standing=MISSING.standing)])
    assert text.count("\r\n") == 4 and "Chen" not in text and "Student, Test" not in text


def test_an_excused_person_is_written_ex():
    text, _ = exported([ann, row("eve", id="502", standing=EXCUSED.standing)])
    assert BO.replace("1,3,", "1,EX,") in text


def test_nothing_is_exported_while_marks_are_missing():
    with pytest.raises(UserMistake) as told:
        exported([ann, UNGRADED, WAITING])
    finding = told.value.finding
    assert finding.what == (
        "One person has handed in and not been graded: Uma (9). One person has points that wait for a person: Wim (6). "
        "Nothing was exported."
    )
    assert finding.where == "word2vec" and "`grade mark`" in finding.advice and "`--mark-ungraded`" in finding.advice


def test_marked_ungraded_people_are_left_out_and_told():
    text, said = exported([ann, row("uma", id="502", standing=UNGRADED.standing)], terms=Terms(mark_ungraded=True))
    assert "Chen" not in text and said == ["One person has no mark yet and is left empty: Uma (502)."]


def test_a_title_without_its_number_is_refused():
    with pytest.raises(UserMistake) as told:
        exported([ann], BOOK.replace("Word2vec (1234)", "Word2vec"))
    assert told.value.finding.what == "The column “Word2vec” has no number behind its title."
    assert "new assignment" in told.value.finding.advice


@pytest.mark.parametrize("column", ["Word2vec (1234)", "word2vec", "1234"])
def test_a_column_goes_by_title_with_or_without_its_number(column):
    assert ",17.5," in exported([ann], column=column)[0]


def test_a_column_that_is_not_there_or_there_twice_is_told_with_those_that_are():
    for book, what in [
        (BOOK.replace("Word2vec (1234)", "Glove (1)"), "No column of book.csv is called “Word2vec”."),
        (BOOK.replace("Other", "Word2vec"), "2 columns of book.csv are called “Word2vec”."),
    ]:
        with pytest.raises(UserMistake) as told:
            exported([ann], book)
        assert told.value.finding.what == what and "(99)" in told.value.finding.where
        assert "`--column`" in told.value.finding.advice


def test_a_read_only_column_is_refused():
    with pytest.raises(UserMistake) as told:
        exported([ann], BOOK.replace(",,,,,20,", ",,,,,(read only),"))
    assert told.value.finding.what == "The column “Word2vec (1234)” is read only."


def test_another_platforms_sheet_is_refused():
    with pytest.raises(UserMistake) as told:
        exported([ann], "Identifier,Grade\nParticipant 1,\n")
    assert told.value.finding.what.startswith("book.csv is no gradebook of Canvas")


def test_semicolons_and_decimal_commas_are_kept():
    book = "Student;ID;Section;Word2vec (1234);Current Score\n    Points Possible;;;20,00;(read only)\n"
    book += "Lee, Ann;501;S;;1,5\n"
    text, _ = exported([ann], book)
    assert text == book.replace("S;;1,5", "S;17,5;1,5")


def test_first_and_last_names_in_columns_of_their_own_and_no_row_of_points():
    book = "LastName,FirstName,ID,SIS Login ID,Section,Word2vec (1234)\nLee,Ann,77,al,S,\n"
    assert exported([row("ann", name="Ann Lee")], book)[0] == book.replace("S,\n", "S,17.5\n")


def test_an_assignment_that_is_not_theirs_is_told():
    text, said = exported([ann, bo], BOOK.replace('evening",,', 'evening",N/A,'))
    assert "Lee" not in text and any("not assigned to Ann Lee (501)" in what for what in said)


def test_another_maximum_is_told_and_nothing_is_scaled():
    text, said = exported([ann], BOOK.replace(",,,,,20,", ",,,,,100,"))
    assert ",17.5," in text
    assert said == ["The platform expects at most 100 points, and this assignment has 20 points. Nothing was scaled."]


def test_somebody_who_is_not_in_the_sheet_is_told():
    text, said = exported([ann, row("zoe", id="777")])
    assert ",17.5," in text and said[0].startswith("Zoe (777) is not in the sheet")


def test_several_assignments_are_refused():
    with pytest.raises(UserMistake) as told:
        exported([ann, row("bo", slug="glove")])
    assert "`--assignment word2vec`" in told.value.finding.advice


TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters='\x00"'), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_no_cell_outside_the_column_changes(people, end):
    rows = [row(f"p{n}", id=str(n)) for n, (*_, graded) in enumerate(people) if graded]
    assume(rows)
    head = "Student,ID,Section,Word2vec (1234),Current Score"
    every = [f'"{name}",{n},"{section}",,"{name}"' for n, (name, section, _) in enumerate(people)]
    graded = [f'"{name}",{n},"{section}",17.5,"{name}"' for n, (name, section, has) in enumerate(people) if has]
    text, _ = exported(rows, end.join([head, *every]) + end)
    assert text == end.join([head, *graded]) + end
