"""What waits as a table, and the filled-in table back."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from grader.marking.decided import in_force
from grader.marking.decisions import Signed, decided
from grader.marking.piece import pieces
from grader.marking.queue import waiting
from grader.marking.table import COLUMNS, sheets, token
from grader.marking.taken_in import MarksRefused, taken_in
from grader.outcome import Outcome, Verdict
from grader.store.event import Decision
from tests.marking.work import GRADIENT, LOSS, SIGNED, WHY, essay, numbered, piece, row, with_decisions

ROWS = [row("ann", name="Ann Lee"), row("bo")]


class Desk:
    """A table that is exported, filled in by hand, and taken in."""

    def __init__(self, folder, rows=ROWS, secret=""):
        self.path, self.rows, self.secret, self.events = folder / "marks.csv", rows, secret, []
        self.export()

    def export(self):
        rows = with_decisions(self.rows, self.events)
        self.sheets = sheets(waiting(rows, self.secret), "marks-answers", self.secret)
        text = self.sheets.table.decode("utf-8-sig")
        self.lines = list(csv.DictReader(io.StringIO(text, newline="")))

    def fill(self, number, points, comment="", reason=""):
        self.lines[number].update(points=points, comment=comment, reason=reason)
        return self

    def save(self, encoding="utf-8-sig", delimiter=",", end="\r\n"):
        file = io.StringIO(newline="")
        writer = csv.DictWriter(file, list(self.lines[0]), delimiter=delimiter, lineterminator=end)
        writer.writeheader()
        writer.writerows(self.lines)
        self.path.write_bytes(file.getvalue().encode(encoding))
        return self

    def take(self, rows=None, signed=SIGNED):
        self.save() if not self.path.exists() else None
        found = pieces(with_decisions(rows or self.rows, self.events))
        taken = taken_in(self.path, found, numbered(*self.events), signed, self.secret)
        self.events += taken.events
        return taken

    def refused(self, rows=None):
        with pytest.raises(MarksRefused) as caught:
            self.take(rows)
        return [(one.what, one.where, one.advice) for one in caught.value.findings]

    def holds(self):
        return {(who, check): (one.points, one.comment, one.reason)
                for (who, _), each in in_force(self.events).items() for (_, check), one in each.items()}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


# ---- out
def test_a_line_for_each_answer_that_waits(desk):
    assert desk.sheets.table.startswith(b"\xef\xbb\xbfread,who,name,") and tuple(desk.lines[0]) == COLUMNS
    first = dict(desk.lines[0])
    assert first.pop("read") == token(piece().place, piece().read)
    assert first == {
        "who": "ann", "name": "Ann Lee", "assignment": "word2vec", "question": "1(c) Why", "check": WHY, "out of": "3",
        "why it waits": "A person will read this answer. found in answers.md, line 3", "answer": "It falls.",
        "rubric": "a 1 names the loss / c 1.5 says why / d 0.5 an example", "before": "",
        "points": "", "comment": "", "reason": "",
    }  # fmt: skip
    assert [line["who"] for line in desk.lines] == ["ann", "bo", "ann", "bo"]


def test_a_long_answer_stands_whole_in_a_file_beside_the_table(tmp_path):
    desk = Desk(tmp_path, [row("ann", text="word " * 500), row("bo")])
    [(name, text)] = desk.sheets.beside
    assert name == "1-ann.txt" and text.count("word") == 500
    assert desk.lines[0]["answer"].endswith("… (all of it: marks-answers/1-ann.txt)")
    assert len(desk.lines[0]["answer"]) < 700


def test_no_cell_is_taken_for_a_formula_not_even_where_another_delimiter_is_expected(tmp_path):
    hostile = "=HYPERLINK(1);=cmd|' /C calc'!A0,+1\t@SUM(1); -2\n=3"
    desk = Desk(tmp_path, [row(who=hostile, name=hostile, why=hostile, answer=essay(hostile, ((hostile, 1.0),)))])
    text = desk.sheets.table.decode("utf-8-sig")
    for delimiter in ",;\t":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in line:
                assert not cell.lstrip(' "').startswith(("=", "+", "-", "@")), cell


def test_without_names_nothing_in_the_table_or_its_files_tells_whose_it_is(tmp_path):
    rows = [row("ann-secretname", name="Ann Secretname", text="word " * 500), row("bo-secretname")]
    desk = Desk(tmp_path, rows, secret="a secret of ours")
    assert b"ecretname" not in desk.sheets.table
    assert [name for name, _ in desk.sheets.beside] in (["1-answer.txt"], ["2-answer.txt"])
    tokens = {token(one.place, one.read) for one in pieces(rows)}
    assert not tokens & {line["read"] for line in desk.lines}
    assert "ecretname" not in str(desk.fill(0, "9").refused())
    assert desk.fill(0, "2").save().take().events[0].points == 2


# ---- in
def test_a_filled_in_table_decides(desk):
    taken = desk.fill(0, "2,5", "Well put.").fill(2, "0").take()
    assert desk.holds() == {("ann", WHY): (2.5, "Well put.", ""), ("ann", GRADIENT): (0, "", "")}
    assert (taken.known, taken.empty, taken.notes) == (0, 2, ())
    assert taken.events[0] == decided(piece(), "2.5", "Well put.", "", SIGNED)


def test_criteria_may_be_ticked_in_a_table_too(desk):
    desk.fill(0, "ac").take()
    assert desk.holds() == {("ann", WHY): (2.5, "", "Met: names the loss (1); says why (1.5).")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_comes_back_as_any_spreadsheet_saves_it(desk, encoding, delimiter, end):
    desk.fill(1, "1,5", "Größe;\n\"so\", 'und' -so").save(encoding, delimiter, end).take()
    assert desk.holds() == {("bo", WHY): (1.5, "Größe;\n\"so\", 'und' -so", "")}


def test_lines_may_be_sorted_and_columns_of_one_s_own_added(desk):
    desk.fill(0, "1").fill(3, "2")
    desk.lines = [{**{title: line[title] for title in reversed(COLUMNS)}, "mine": "x"} for line in desk.lines[::-1]]
    desk.take()
    assert desk.holds() == {("ann", WHY): (1, "", ""), ("bo", GRADIENT): (2, "", "")}


def test_columns_that_are_only_there_to_be_read_may_be_gone(desk):
    desk.fill(0, "1")
    desk.lines = [{title: line[title] for title in ("read", "points")} for line in desk.lines]
    desk.take()
    assert desk.holds() == {("ann", WHY): (1, "", "")}


def test_a_name_that_a_spreadsheet_respelled_does_no_harm(tmp_path):
    desk = Desk(tmp_path, [row("00123"), row("12345678901234567")])
    desk.fill(0, "1").fill(1, "2")
    desk.lines[0]["who"], desk.lines[1]["who"] = "123", "1.23457E+16"
    desk.take()
    assert desk.holds() == {("00123", WHY): (1, "", ""), ("12345678901234567", WHY): (2, "", "")}


def test_taking_in_the_same_table_twice_adds_nothing(desk):
    desk.fill(0, "2,5", "Two\nlines.").fill(2, "1").take()
    taken = desk.take(signed=Signed("another", "2027-01-01T00:00:00+00:00"))
    assert (taken.events, taken.known, taken.empty, taken.notes) == ((), 2, 2, ())
    assert len(desk.events) == 2


def test_a_table_that_is_older_than_a_decision_replaces_nothing(desk):
    desk.fill(0, "2").take()
    desk.events.append(decided(piece(), "3", "", "", Signed("bo", "later")))
    [note] = desk.take().notes
    assert note.what == "This was decided so before, and replaced or withdrawn since: it was left as it is."
    assert note.where == "marks.csv, line 2"
    assert note.advice == "`grade mark --history` shows it; `grade mark --override` decides anew."
    assert desk.holds()["ann", WHY] == (3, "", "")
    desk.events.append(replace(desk.events[-1], decision=Decision.WITHDRAWN))
    assert len(desk.take().notes) == 1 and not desk.holds()


def test_what_somebody_else_decided_meanwhile_is_told(desk):
    desk.events.append(decided(piece(), "3", "", "", Signed("bo", "before")))
    [note] = desk.fill(0, "2").take().notes
    assert (note.what, note.where) == ("2 replaces the 3 of bo.", "marks.csv, line 2")
    assert note.advice == "Both are kept; `grade mark --history` shows them."


def test_words_without_points_are_told_and_decide_nothing(desk):
    taken = desk.fill(1, "", "see me").take()
    [note] = taken.notes
    assert (note.what, note.where) == (
        "There are words in this line and no points, so nothing was decided.", "marks.csv, line 3",
    )  # fmt: skip
    assert note.advice == "Write points there, and import the table again." and not taken.events


# ---- refused
def test_every_mistake_is_told_with_its_line_and_nothing_is_taken_in(desk):
    desk.fill(0, "4").fill(1, "1").fill(2, "many").fill(3, "-1")
    head, *mistakes = desk.refused()
    assert head == ("Nothing of marks.csv was taken in: 3 of its lines are to be mended.", "", "")
    assert [(what, where) for what, where, _ in mistakes] == [
        (
            "4 is more than the 3 points that this check is worth.",
            "marks.csv, line 2: ann, word2vec, 1(c): why it falls",
        ),
        ("“many” is no number of points.", "marks.csv, line 4: ann, word2vec, 2b: the gradient"),
        ("-1 is less than nothing.", "marks.csv, line 5: bo, word2vec, 2b: the gradient"),
    ]
    assert desk.events == []


def test_an_answer_that_changed_since_the_export_is_refused(desk):
    desk.fill(0, "2").fill(1, "1")
    head, mistake = desk.refused([row("ann", text="All new.", name="Ann Lee"), row("bo")])
    assert head[0] == "Nothing of marks.csv was taken in: one of its lines is to be mended."
    assert mistake == (
        "The answer has changed since this table was made.",
        "marks.csv, line 2: ann, word2vec, 1(c): why it falls",
        "Export what waits once more and mark the answer that is there now, or empty this line's `points`.",
    )


def test_a_table_that_was_taken_in_is_known_even_when_the_answer_changed_later(desk):
    desk.fill(0, "2", "good").fill(1, "1").take()
    taken = desk.take([row("ann", text="All new.", name="Ann Lee"), row("bo")])
    assert (taken.events, taken.known) == ((), 2)
    desk.fill(0, "3", "good").save()
    assert len(desk.refused([row("ann", text="All new."), row("bo")])) == 2


def test_who_or_what_is_not_there_gets_the_nearest_word(desk):
    desk.fill(0, "1").fill(1, "1").fill(2, "1")
    for line in desk.lines:
        line["read"] = "r0" + line["who"] + line["check"]
    desk.lines[0]["who"], desk.lines[1]["question"], desk.lines[2]["check"] = "anne", "1(d) Why", "the gradint"
    _, *mistakes = desk.refused()
    assert [(what, advice) for what, _, advice in mistakes] == [
        ("No student `anne` handed in.", "Did you mean `ann`?"),
        ("No question `1(d) Why` is there.", "Did you mean `1(c) Why`?"),
        ("No check `the gradint` is there.", "Did you mean `the gradient`?"),
    ]


def test_a_column_that_was_sorted_without_the_others_is_noticed(desk):
    desk.fill(0, "1")
    desk.lines[0]["read"], desk.lines[1]["read"] = desk.lines[1]["read"], desk.lines[0]["read"]
    assert desk.refused()[1] == (
        "Its `read` belongs to bo, word2vec, 1(c): why it falls; its `who` says “ann”.",
        "marks.csv, line 2",
        "If some columns were sorted without the others, export the table once more.",
    )


def test_a_line_that_is_there_twice_is_refused(desk):
    desk.fill(0, "1")
    desk.lines.append(dict(desk.lines[0], points="2"))
    what, where, advice = desk.refused()[1]
    assert (what, where) == ("This decides again what line 2 decides.", "marks.csv, line 6")
    assert advice == "Keep one of the two."


def test_a_table_without_names_needs_its_secret_again(tmp_path):
    desk = Desk(tmp_path, secret="a secret of ours").fill(0, "1")
    desk.secret = ""
    what, _, advice = desk.refused()[1]
    assert what.startswith("There is no answer of this fingerprint")
    assert advice.startswith("A table made with --anonymous comes back with --anonymous.")


def test_a_computed_mark_is_replaced_by_a_table_only_with_a_reason(tmp_path):
    events = [decided(piece(LOSS), "2", "", "the draw was unlucky", SIGNED)]
    changed = row(computed=Outcome(Verdict.FAILED))
    desk = Desk(tmp_path, [changed])
    desk.events = events
    desk.export()
    assert desk.lines[0]["before"].startswith("Given before: 2 of 2 points by prof.")
    desk.fill(0, "2")
    assert desk.refused()[1][0] == "This replaces a mark that was computed, and no reason is given."
    desk.fill(0, "2", reason="still right").save().take()
    assert desk.holds() == {("ann", LOSS): (2, "", "still right")}


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (b"", "marks.csv is empty.", "marks.csv"),
        (b"who,points\nann,2\n", "marks.csv has no column `read`.", "marks.csv, line 1"),
        (b"who,name\nann,2\n", "marks.csv has no column `read` and none called `points`.", "marks.csv, line 1"),
        (b"read,points,points\nx,1,2\n", "marks.csv has the column `points` more than once.", "marks.csv, line 1"),
        (b"read,points\nx,1,2,3\n", "This line has 4 cells and the header 2: “x | 1 | 2 | 3”.", "marks.csv, line 2"),
        (b"PK\x03\x04\x00", "marks.csv is no text.", "marks.csv, line 1"),
    ],
)
def test_what_is_no_table_of_marks_is_refused(desk, data, what, where):
    desk.path.write_bytes(data)
    assert desk.refused()[0][:2] == (what, where) and desk.refused()[0][2]


# ---- any text
ANY = some.text(max_size=40) | some.sampled_from(
    ["=1+1", "-x", "'=a", '"', ",;\t", "\r\n", "\x00", "+1;=2", "\ud800", "١"]
)


@settings(max_examples=150, deadline=None)
@given(who=ANY, name=ANY, check=ANY, text=ANY, criterion=ANY, comment=ANY, points=some.integers(0, 12))
def test_any_names_and_words_come_back_to_where_they_belong(
    tmp_path_factory, who, name, check, text, criterion, comment, points
):
    mine = row(f"a{who}", name=name, why=check, answer=essay(text, ((criterion, 1.0),)))
    desk = Desk(tmp_path_factory.mktemp("any"), [mine, row(f"b{who}", name=name, why=check)])
    [number] = [number for number, line in enumerate(desk.lines) if line["read"] == token(*_of(mine, check))]
    typed = decided(piece(), "1", comment, "", SIGNED).comment  # as it would be kept
    desk.fill(number, f"{points / 4}".replace(".", ",")).lines[number]["comment"] = typed
    [event] = desk.take().events
    assert (event.who, event.check, event.points, event.comment) == (f"a{who}", check, points / 4, typed)
    assert desk.take().events == ()


def _of(mine, check):
    one = next(one for one in pieces([mine]) if one.place.question == "why")
    return one.place, one.read
