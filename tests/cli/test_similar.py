"""`grade similar`: a class in, a page and ten lines out."""

import json

import pytest

from tests.similarity.written import renamed, solution

ANN = solution("ann")


@pytest.fixture
def course(tmp_path):
    """Twelve people who worked alone, and two who did not."""
    root = tmp_path / "class"
    people = {f"p{number}": solution(number) for number in range(12)} | {"ann": ANN, "bo": renamed(ANN)}
    for who, source in people.items():
        (root / who).mkdir(parents=True)
        (root / who / "own.py").write_text(source, "utf-8")
    return root


def test_it_names_the_pair_and_where_the_page_lies(grade, course, specs, tmp_path):
    ended = grade("similar", course, "--specs", specs, "-a", "small", "--out", tmp_path / "out")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Small: 14 hand-ins of 14 people compared.\n  ann and bo: 100 % of ann’s own lines")
    assert f"page: {tmp_path}/out/similar-small.html" in ended.out
    assert "ann and bo" in (tmp_path / "out" / "similar-small.html").read_text("utf-8")


def test_nothing_is_executed(grade, tmp_path, specs):
    for who in ("ann", "bo"):
        (tmp_path / "class" / who).mkdir(parents=True)
        (tmp_path / "class" / who / "own.py").write_text(f"open('{tmp_path}/ran', 'w')\n" + ANN, "utf-8")
    assert grade("similar", tmp_path / "class", "--specs", specs, "-a", "small").code == 0
    assert not (tmp_path / "ran").exists()


def test_the_order_of_the_paths_changes_no_byte(grade, course, specs, tmp_path):
    paths = sorted(course.iterdir())
    for name, order in (("one", paths), ("two", paths[::-1])):
        grade("similar", *order, "--specs", specs, "-a", "small", "--out", tmp_path / name,
              "--json", tmp_path / f"{name}.json")  # fmt: skip
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    pages = [(tmp_path / name / "similar-small.html").read_bytes() for name in ("one", "two")]
    assert pages[0] == pages[1]


def test_json_to_standard_output_is_all_there_is(grade, course, specs):
    ended = grade("similar", course, "--specs", specs, "-a", "small", "--json", "-")
    assert [pair["first"] for pair in json.loads(ended.out)["pairs"]] == ["ann"]


def test_anonymous_names_nobody(grade, course, specs):
    ended = grade("similar", course, "--specs", specs, "-a", "small", "--anonymous")
    assert "Hand-in 1 and Hand-in 2: 100 %" in ended.out and "ann" not in ended.out
    assert "similar-small.anonymous.html" in ended.out  # the page with names stays what it is


def test_a_stray_script_beside_the_class_is_a_note_and_no_failure(grade, course, specs):
    (course / "count.py").write_text("x = 1", "utf-8")
    ended = grade("similar", course, "--specs", specs, "-a", "small")
    assert ended.code == 0 and "count.py lies beside the people" in ended.err and "14 people" in ended.out


def test_two_downloads_of_one_class_are_not_compared_with_each_other(grade, course, specs, tmp_path):
    again = tmp_path / "again"
    for who in ("ann", "p1"):
        (again / who).mkdir(parents=True)
        (again / who / "own.py").write_bytes((course / who / "own.py").read_bytes())
    ended = grade("similar", course, again, "--specs", specs, "-a", "small", "--json", "-")
    pairs = {(pair["first"].split(" ")[0], pair["second"].split(" ")[0]) for pair in json.loads(ended.out)["pairs"]}
    assert pairs == {("ann", "bo")}


def test_it_never_writes_into_what_was_handed_in(grade, course, specs):
    ended = grade("similar", course, "--specs", specs, "-a", "small", "--out", course / "ann" / "reports")
    assert ended.code == 2
    assert "would land inside the submission of ann." in ended.err
    assert "  try:   Name another place with `--out FOLDER`." in ended.err


def test_a_path_that_is_not_there_is_the_users_mistake(grade, specs, tmp_path):
    assert grade("similar", tmp_path / "nowhere", "--specs", specs).code == 2


def test_a_page_that_cannot_be_written_is_the_machines(grade, course, specs, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    ended = grade("similar", course, "--specs", specs, "-a", "small", "--out", tmp_path / "file")
    assert ended.code == 4
    assert "The machine refused" in ended.err and "similar-small.html" in ended.err
