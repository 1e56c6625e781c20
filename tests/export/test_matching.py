"""Whose line is whose: an id decides, a name only where it is unique, and doubts are told."""

from dataclasses import replace

from grader.export.matching import Entry, matched
from tests.export.rows import MISSING, row


def lines(rows, entries):
    found = matched(rows, entries, "sheet.csv")
    return {line: one.who for line, one in found.rows.items()}, [finding.what for finding in found.said]


def test_people_of_one_name_are_told_apart_by_their_ids():
    entries = [Entry(1, ("5",), "Wei Zhang"), Entry(2, ("6",), "Zhang, Wei")]
    assert lines([row("b", id="6", name="Wei Zhang"), row("a", id="5", name="Wei Zhang")], entries) == (
        {1: "a", 2: "b"},
        [],
    )


def test_people_of_one_name_without_ids_get_nothing_and_are_told():
    entries = [Entry(1, ("5",), "Wei Zhang"), Entry(2, ("6",), "Zhang, Wei")]
    found, said = lines([row("a", name="Wei Zhang"), row("b", name="Wei Zhang")], entries)
    assert found == {} and len(said) == 2 and "somebody of the same name" in said[0]


def test_one_name_that_stands_in_two_rows_is_told():
    found, said = lines([row("a", name="Wei Zhang")], [Entry(1, ("5",), "Wei Zhang"), Entry(2, ("6",), "Zhang, Wei")])
    assert found == {} and said == ["Wei Zhang fits several rows, so nobody's points were written there."]


def test_two_people_of_one_row_are_both_refused():
    found, said = lines([row("a", id="5"), row("b", login="5"), row("c", id="6")], [Entry(1, ("5",)), Entry(2, ("6",))])
    assert found == {2: "c"} and len(said) == 2 and "somebody else fit the same row" in said[0]


def test_a_name_does_not_overrule_an_id_of_the_same_kind():
    entries = [Entry(1, ("5",), "Wei Zhang"), Entry(2, ("6",), "Bo")]
    found, said = lines([row("a", id="7", name="Wei Zhang"), row("b", id="6", name="Bo")], entries)
    assert found == {2: "b"} and said[0].startswith("Wei Zhang (7) is not in the sheet")


def test_an_id_that_only_the_hand_in_tells_decides_between_people_of_one_name():
    entries = [Entry(1, ("4101",), "Ann Lee"), Entry(2, ("4102",), "Ann Lee")]
    ann, other = row("a", id="2020001", name="Ann Lee"), row("b", id="2020002", name="Ann Lee")
    told = [replace(ann, ids=("4101",)), replace(other, ids=("4102",))]
    assert lines(told, entries) == ({1: "a", 2: "b"}, [])


def test_a_member_of_a_group_is_found_by_name_beside_people_with_ids_of_the_platform():
    entries = [Entry(1, ("4101",), "Ann Lee"), Entry(2, ("4102",), "Bo Ray")]
    told = [replace(row("a", id="2020001", name="Ann Lee"), ids=("4101",)), row("b", id="2020002", name="Bo Ray")]
    assert lines(told, entries) == ({1: "a", 2: "b"}, [])


def test_names_serve_where_no_id_is_of_the_sheets_kind():
    entries = [Entry(1, ("5",), "Lee, Ann")]
    assert lines([row("a", id="sid-1", name="Ann Lee")], entries) == ({1: "a"}, [])


def test_an_id_in_another_persons_row_is_a_doubt():
    found, said = lines([row("a", id="5", login="x")], [Entry(1, ("5",)), Entry(2, ("x",))])
    assert found == {} and "fits several rows" in said[0]


def test_nobody_is_missed_who_has_no_report():
    assert lines([MISSING], [Entry(1, ("5",))]) == ({}, [])


def test_a_nameless_entry_is_nobodys():
    assert lines([row("a", name="")], [Entry(1, (), "")])[0] == {}
