"""A downloaded sheet: given back byte for byte, but for the cells that are filled in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.cells import quoted
from grader.export.sheet import read
from grader.mistake_of_user import UserMistake

SHEET = 'Student,ID,"Word2vec, part 1 (12)",Total\r\n"Lee, ""Annie""\nAnn",1,,50\r\nBo,2,""\r\n\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_sheet_comes_back_byte_for_byte(encoding, end):
    data = ("Ä;ID;\x81\n" if encoding == "latin-1" else "Ä;ID;é\n").replace("\n", end).encode(encoding) * 1
    data += "x;1;2".encode(encoding.replace("utf-16", "utf-16-le").replace("-sig", ""))
    assert read(data, "a.csv").to_bytes() == data


def test_quotes_commas_and_lines_inside_a_cell_are_read():
    sheet = read(SHEET.encode(), "a.csv")
    assert sheet.header == ("Student", "ID", "Word2vec, part 1 (12)", "Total")
    assert sheet.text(1, 0) == 'Lee, "Annie"\nAnn' and sheet.text(2, 3) == "" and sheet.people == (1, 2)


def test_a_filled_cell_keeps_its_quotes_and_a_short_row_grows():
    sheet = read(SHEET.encode(), "a.csv").filled({(1, 2): "3", (2, 2): "4", (2, 3): "5"})
    assert sheet.to_bytes().decode().split("\r\n")[1:3] == ['"Lee, ""Annie""\nAnn",1,3,50', 'Bo,2,"4",5']


def test_a_decimal_comma_is_told_and_quoted_between_commas():
    sheet = read(b'a,b\n"1,50",x\n', "a.csv")
    assert sheet.decimal_comma and not read(b"a;b\n1.50;x\n", "a.csv").decimal_comma
    assert sheet.filled({(1, 1): "2,5"}).to_bytes() == b'a,b\n"1,50","2,5"\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_by_the_columns(delimiter):
    text = f"Loss, and; more{delimiter}".replace(delimiter, "") + f"{delimiter}ID{delimiter}Grade{delimiter}Max\na"
    assert read(f"{text}{delimiter}1{delimiter}2{delimiter}3\n".encode(), "a.csv").delimiter == delimiter


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "grades.xlsx is a workbook or an archive, not a table in text."),
        (b" \n", "grades.xlsx is empty."),
        (b"a,\x00b\n", "grades.xlsx holds null characters, so it is no table in text."),
        (
            b'a,b\n1,2\n"x,3\n',
            "A quotation mark in grades.xlsx is never closed, so it cannot be told where that cell ends.",
        ),
    ],
)
def test_what_is_no_table_is_refused(data, what):
    with pytest.raises(UserMistake) as told:
        read(data, "grades.xlsx")
    finding = told.value.finding
    assert finding.what == what and finding.where.startswith("grades.xlsx") and finding.advice.endswith(".")


def test_an_open_quote_is_told_with_its_line():
    with pytest.raises(UserMistake) as told:
        read(b'a,b\n1,2\n"x,3\n', "a.csv")
    assert told.value.finding.where == "a.csv, line 3"


CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6)


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


@given(TABLE, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), ENCODINGS, st.booleans(), st.data())
def test_nothing_outside_a_filled_cell_changes(table, delimiter, end, encoding, always, data):
    cells = [["Student", "ID", "Grade"], *table]
    lines = [delimiter.join(quoted(cell, delimiter, always) for cell in line) for line in cells]
    stored = (end.join(lines) + end).encode(encoding)
    sheet = read(stored, "a.csv")
    assert sheet.to_bytes() == stored
    if sheet.delimiter != delimiter:  # a table whose cells look like another one
        return
    of_one_line_each = not any(letter in cell for line in table for cell in line for letter in "\r\n")
    number = data.draw(st.integers(1, len(table)))
    after = sheet.filled({(number, 2): "12.5"}).to_bytes().decode(encoding)
    cells[number][2] = "12.5"
    assert list(csv.reader(io.StringIO(after, newline=""), delimiter=delimiter)) == cells
    if of_one_line_each:
        both = zip(after.split(end), stored.decode(encoding).split(end), strict=True)
        assert [place for place, (new, old) in enumerate(both) if new != old] in ([number], [])
