"""Gradescope's list says whose each folder is, who was a group, and when it was handed in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.outcome import Finding
from grader.submission.exported.gradescope import exported
from grader.submission.exported.metadata import Unread, read
from grader.submission.person import Person

LIST = """---
submission_67890:
  :submitters:
  - :name: Zoë O'Brien
    :sid: '0031'
    :email: zoe@example.edu
  :created_at: 2021-09-02 17:25:40.123456000 Z
  :score: 3.0
  :status: processed
  :results:
    tests:
    - name: 't'
      output: |
        submission_1:
          :submitters: none of this is read
    execution_time: 3
  :history:
  - :id: 67001
    :created_at: 2021-09-01 09:00:00.000000000 -07:00
    :results:
      tests: []
    :score: 1.0
  - :id: 67002
    :created_at: 2021-09-01 10:00:00.000000000 -07:00
submission_67891:
  :submitters:
  - :name: Ann Lee
    :sid: 12
    :email: ann@example.edu
  - :name: Bo
    :sid:
    :email: bo@example.edu
  :created_at: tomorrow
""".encode()


def test_a_person_has_a_name_an_sid_an_address_and_a_time_with_its_zone():
    one = exported(["submission_67890"], [], LIST).hand_ins[0]
    assert (one.name, one.id, one.email, one.members) == ("Zoë O'Brien", "0031", "zoe@example.edu", ())
    assert one.submitted == datetime(2021, 9, 2, 17, 25, 40, 123456, UTC)
    assert one.attempt == 3
    assert one.late is None


def test_several_submitters_are_a_group():
    [one] = [one for one in exported(["submission_67891"], [], LIST).hand_ins if one.members]
    assert (one.name, one.id, one.submitted) == ("Ann Lee and Bo", "", None)
    assert one.members == (Person("Ann Lee", "12", email="ann@example.edu"), Person("Bo", "", email="bo@example.edu"))


def test_earlier_attempts_count_where_their_files_are_there():
    hand_ins = exported(["submission_67001", "submission_67890"], [], LIST).hand_ins
    assert [(one.attempt, one.parts[0].name) for one in hand_ins] == [(1, "submission_67001"), (3, "submission_67890")]
    assert hand_ins[0].submitted == datetime(2021, 9, 1, 9, tzinfo=timezone(timedelta(hours=-7)))


def test_a_submission_without_files_is_told():
    assert exported(["submission_67890"], [], LIST).unread == (
        (
            "Ann Lee and Bo",
            Finding(
                "submission_67891 stands in submission_metadata.yml, and its files are not there.",
                "submission_metadata.yml",
                "Export the submissions from Gradescope once more, or look there what was handed in.",
            ),
        ),
    )


def test_a_list_that_cannot_be_read_leaves_folders_their_names():
    export = exported(["submission_5"], [], b"a: [")
    assert [one.name for one in export.hand_ins] == ["submission_5"]
    [(_, finding)] = export.unread
    assert finding.what.startswith("submission_metadata.yml can't be read: it is no YAML")
    assert finding.advice == (
        "Export the submissions from Gradescope once more. Until then each goes by its folder's name."
    )


def test_a_scanned_sheet_is_a_file():
    [one] = exported([], ["77.pdf"], b"77.pdf:\n  :submitters:\n  - :name: Ann\n").hand_ins
    assert (one.name, one.parts[0].inside) == ("Ann", "77.pdf")


def test_a_word_that_ruby_wrote_once_is_read_twice():
    listed = read(b"s:\n  :created_at: &1 2021-09-02 17:25:40.000000000 Z\nt:\n  :created_at: *1\n")
    assert listed["s"].created_at == listed["t"].created_at == datetime(2021, 9, 2, 17, 25, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"- a\n- b\n", b"", b"[" * 100_000, b"a: !!python/object:os.system {}\n", b"a: *b\n"],
)
def test_any_other_text_is_no_list_or_an_empty_one(content):
    try:
        assert all(not one.submitters for one in read(content).values())
    except Unread as trouble:
        assert str(trouble)


def test_what_stands_under_other_keys_is_not_read_whatever_it_is():
    lines = b"s:\n  :files:\n  - *nowhere\n  - [\n  :history:\n  - :results:\n      - {\n    :id: 5\n"
    lines += b"  :submitters:\n  - :name: Ann\n"
    assert [one.name for one in read(lines)["s"].submitters] == ["Ann"]
    assert [one.name for one in read(lines)["s"].history] == ["submission_5"]


def test_a_time_that_does_not_exist_is_none():
    assert read(b"s:\n  :created_at: 2021-02-31 17:25:40.000000000 Z\n")["s"].created_at is None
