"""Stored outputs: kept as claims, cleaned and within bounds, from any version of the format."""

import base64
import json

import pytest

from grader.submission.outputs import LARGEST_PICTURE, LONGEST_TEXT, MOST_PICTURES, stored_outputs
from tests.submission.handed_in import notebook, submission

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
JPEG = b"\xff\xd8\xff\xe0" + b"picture"


def book(*outputs, kind="code"):
    cell = {"cell_type": kind, "metadata": {}, "source": "x", "outputs": list(outputs), "execution_count": None}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "raw"}, cell]})


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shows(**data):
    kinds = {"plain": "text/plain", "html": "text/html", "png": "image/png", "jpeg": "image/jpeg"}
    return {"output_type": "display_data", "metadata": {}, "data": {kinds[kind]: one for kind, one in data.items()}}


def packed(data):
    return base64.b64encode(data).decode()


def only(*outputs):
    [found] = stored_outputs(book(*outputs), "hw.ipynb")
    return found


def test_texts_and_pictures_of_a_cell_are_kept_with_its_number():
    found = only(
        stream(["dev ", "ppl 113.7\n"]), shows(plain=["   acc\n0  0.84"], html="<table>9</table>", png=packed(PNG)),
        {"output_type": "execute_result", "data": {"text/plain": "7", "image/jpeg": packed(JPEG)}},
    )  # fmt: skip
    assert (found.file, found.cell) == ("hw.ipynb", 2)
    assert found.text == "dev ppl 113.7\n   acc\n0  0.84\n7\n"
    assert found.pictures == (PNG, JPEG)


def test_a_line_that_was_written_over_is_read_as_the_screen_shows_it():
    bar = "  1%|#   | loss 9\r 100%|####| loss 2\r\n"
    found = only(stream(bar + "\x1b[31mred\x1b[0m \x1b]0;title\x07\x08\u202eend\x00"))
    assert found.text == " 100%|####| loss 2\nred end"


def test_of_a_long_output_the_beginning_and_the_end_are_kept():
    found = only(stream("first " + "x" * LONGEST_TEXT * 2 + " last"))
    assert found.text.startswith("first ") and found.text.endswith(" last")
    assert "characters left out …]" in found.text and len(found.text) < LONGEST_TEXT + 100


def test_pictures_are_bounded_in_number_and_size_and_told_by_their_first_bytes():
    assert len(only(*[shows(png=packed(PNG))] * (MOST_PICTURES + 5)).pictures) == MOST_PICTURES
    large = packed(PNG + b"x" * LARGEST_PICTURE)
    assert only(shows(png=large), shows(png=packed(PNG))).pictures == (PNG,)
    for wrong in (packed(b"<svg onload=alert(1)>"), "%%%", [1, 2], {"a": 1}, packed(JPEG)):
        assert stored_outputs(book(shows(png=wrong)), "hw.ipynb") == ()


def test_errors_metadata_and_text_cells_show_nothing():
    error = {"output_type": "error", "ename": "E", "evalue": "ppl 1", "traceback": ["ppl 1"]}
    assert stored_outputs(book(error), "hw.ipynb") == ()
    assert stored_outputs(book(stream("ppl 1"), kind="markdown"), "hw.ipynb") == ()


def test_version_3_of_the_format_is_read_too():
    output = {"output_type": "pyout", "text": ["3.5"], "png": packed(PNG)}
    cell = {"cell_type": "code", "input": "x", "outputs": [output]}
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]})
    [found] = stored_outputs(text, "hw.ipynb")
    assert (found.text, found.pictures) == ("3.5\n", (PNG,))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": [3, {"outputs": {}}]}', "[" * 100_000])
def test_what_is_no_notebook_has_no_outputs(text):
    assert stored_outputs(text, "hw.ipynb") == ()


def test_a_submission_has_the_outputs_of_all_its_notebooks_and_its_attachments_paths(tmp_path):
    text = json.loads(notebook("1 + 1"))
    text["cells"][0]["outputs"] = [stream("2")]
    found = submission(tmp_path, {"hw.ipynb": json.dumps(text), "plots/Loss.png": PNG, "saved_params_40000.npy": b"x"})
    assert [(one.file, one.cell, one.text) for one in found.outputs] == [("hw.ipynb", 1, "2")]
    [picture] = [one for one in found.attachments if one.kind == "picture"]
    assert picture.name == "plots/Loss.png"
    assert picture.path == found.folder / "plots" / "Loss.png"
