"""Hand-ins read for comparison, and what the assignment gave."""

import json
import zipfile

from grader.similarity.attempts import people
from grader.similarity.fingerprints import hashes
from grader.similarity.handed_in import read_class, read_hand_in
from grader.similarity.starter import starter_of
from grader.submission.found import Found
from grader.submission.spool import Spool
from tests.similarity.desk import code
from tests.similarity.written import solution

ANN = solution("ann", 2)


def read(path):
    with Spool() as spool:
        return read_hand_in(Found("ann", "hw2", path), spool)


def notebook(*cells):
    made = [{"cell_type": kind, "metadata": {}, "source": text, "outputs": []} for kind, text in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made})


def test_modules_notebooks_and_written_answers_are_read_and_pictures_are_not(tmp_path):
    (tmp_path / "own.py").write_text(ANN, "utf-8")
    (tmp_path / "answers.md").write_text("## 1\n\nIt is zero.\n", "utf-8")
    (tmp_path / "plot.png").write_bytes(b"\x89PNG")
    (tmp_path / "hw.ipynb").write_text(
        notebook(("code", "x = 1\n%time f()"), ("markdown", "So it is."), ("code", ANN)), "utf-8"
    )
    pieces = {(one.file, one.kind): one for one in read(tmp_path).pieces}
    assert list(pieces) == [("answers.md", "words"), ("hw.ipynb", "code"), ("hw.ipynb", "words"), ("own.py", "code")]
    assert pieces["hw.ipynb", "code"].position(3) == (3, 1)
    assert pieces["hw.ipynb", "code"].codes[-50:] == pieces["own.py", "code"].codes[-50:]


def test_an_archive_is_read_like_a_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w") as packed:
        packed.writestr("hw/own.py", ANN)
    assert [one.codes for one in read(tmp_path / "ann.zip").pieces] == [code(ANN).codes]


def test_files_with_syntax_errors_of_python_2_and_with_the_names_of_libraries_are_read(tmp_path):
    (tmp_path / "broken.py").write_text("def f(:\n" + ANN, "utf-8")
    (tmp_path / "old.py").write_text("print 'hello'\n" + ANN, "utf-8")
    (tmp_path / "numpy.py").write_text(ANN, "utf-8")
    for one in read(tmp_path).pieces:
        assert one.codes[-100:] == code(ANN).codes[-100:]


def test_what_is_no_text_is_named_and_stops_nothing(tmp_path):
    (tmp_path / "own.py").write_bytes(b"x = 1\x00")
    (tmp_path / "hw.ipynb").write_text("{", "utf-8")
    (tmp_path / "long.py").write_text("x = 1\n" * 300_000, "utf-8")
    hand_in = read(tmp_path)
    assert (hand_in.pieces, hand_in.left_out) == ((), ("hw.ipynb", "long.py", "own.py"))


def test_hand_ins_of_one_name_are_one_persons(tmp_path):
    found = [Found("ann", "hw2", tmp_path / "1"), Found("Ann (tuesday)", "hw2", tmp_path / "2"),
             Found("bo", "hw2", tmp_path / "3"), Found("bo", "hw2", tmp_path / "4", attempt=2),
             Found("cy (monday)", "hw2", tmp_path / "5")]  # fmt: skip
    assert people(found) == [
        ("ann", "ann"), ("ann", "Ann (tuesday)"), ("bo", "bo, attempt 1"), ("bo", "bo, attempt 2"),
        ("cy (monday)", "cy (monday)"),
    ]  # fmt: skip
    for one in found:
        one.path.mkdir()
    with Spool() as spool:
        assert [one.who for one in read_class(found, spool)][2:4] == ["bo, attempt 1", "bo, attempt 2"]


def test_the_starter_is_what_is_given_to_fill_in_and_what_the_handout_shows(tmp_path):
    sources = [solution(f"course {number}", 1) for number in range(3)]
    for folder, source in zip(("given/utils", "starter"), sources, strict=False):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "some.py").write_text(source + "# a comment of the course\n", "utf-8")
    said = "Derive the gradient of the loss with respect to every single vector of the model."
    (tmp_path / "handout.md").write_text(f"# Sheet\n\n{said}\n\n```python\n{sources[2]}```\n", "utf-8")
    starter = starter_of(tmp_path)
    for source in sources:
        assert set(hashes(code(source).codes)) <= starter.kgrams | {-1}
    assert "a comment of the course" in starter.remarks


def test_an_assignment_without_a_starter_has_none(tmp_path):
    assert starter_of(tmp_path).kgrams == frozenset()
