import json

import pytest

from grader.submission.stored import stored_scores
from tests.submission.handed_in import notebook, submission


def with_output(**output):
    """A notebook whose second cell has one stored output."""
    made = json.loads(notebook(("markdown", "# Task"), "x = 1"))
    made["cells"][1]["outputs"] = [{"output_type": "stream", **output}]
    return json.dumps(made)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("10/10\n", "10/10"),
        ("Score: 10/10", "Score: 10/10"),
        ("you get 7.5 / 7.5 points!", "7.5 / 7.5 points"),
        ('{"tests": [], "score": 100}', '"score": 1'),
        (["Total", " 20/20"], "Total 20/20"),
    ],
)
def test_a_stored_output_that_shows_a_score_is_told(output, words):
    assert stored_scores(with_output(text=output), "hw2.ipynb") == (
        f"hw2.ipynb, cell 2: its stored output shows a score (`{words}`); it was ignored.",
    )
    [flag] = stored_scores(with_output(data={"text/plain": output}), "hw2.ipynb")
    assert words in flag


@pytest.mark.parametrize(
    "output",
    [
        "10/10 [==============================] - 1s 5ms/step - loss: 0.3\n",
        "Epoch 10/10\n",
        "F1 score: 0.83, total 7/9, score 10/100",
        "{'score': 0.5}",
        "10/11",
        "points 3/31",
        "grade school, 1/1/2020",
        "",
        None,
        17,
    ],
)
def test_what_training_prints_is_no_score(output):
    found = stored_scores(with_output(text=output), "hw2.ipynb")
    assert found == ()


def test_a_score_as_json_is_told():
    [flag] = stored_scores(with_output(data={"application/json": {"score": 10}}), "hw2.ipynb")
    assert '`"score": 1`' in flag


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ({"kernelspec": {"name": "python3", "argv": ["/bin/sh"]}}, ["argv"]),
        ({"grade": {"score": 10, "max_score": 10}}, ["score", "max_score"]),
        ({"kernelspec": {"name": "python3", "display_name": "Python 3"}, "otter": {"tests": {}, "points": 3}}, []),
        ({"nbgrader": {"grade": True, "points": 5, "grade_id": "a", "locked": True}, "tags": ["passed"]}, []),
    ],
)
def test_metadata_that_give_a_score_or_a_program_are_told(claim, told):
    made = json.loads(notebook("x = 1"))
    whole, cell = {**made, "metadata": claim}, {**made, "cells": [{**made["cells"][0], "metadata": claim}]}
    for found in (whole, cell):
        flags = stored_scores(json.dumps(found), "hw2.ipynb")
        assert flags == tuple(f"hw2.ipynb sets `{name}` in its metadata; it was ignored." for name in told)


def test_a_score_stands_among_the_submissions_flags(tmp_path):
    found = submission(tmp_path, {"hw2.ipynb": with_output(text="10/10"), "sgd.py": "x = 1\n"})
    assert found.flags == ("hw2.ipynb, cell 2: its stored output shows a score (`10/10`); it was ignored.",)
    assert all("10/10" not in words for words in found.notes)


def test_at_most_three_cells_are_named():
    made = json.loads(with_output(text="10/10"))
    made["cells"] = made["cells"][1:] * 20
    assert len(stored_scores(json.dumps(made), "a.ipynb")) == 3


@pytest.mark.parametrize(
    "text",
    ["/", "[" * 100_000 + "/", '{"cells": "/"}', '{"cells": [1, {"outputs": 3}, {"outputs": ["/", {"data": []}]}]}',
     '{"cells": [{"metadata": [1, "score"]}], "metadata": {"a": 3}}',
     '{"worksheets": [{"cells": 3}, "/"]}', '{"worksheets": "score"}', '["score"]'],
)  # fmt: skip
def test_whatever_is_no_notebook_shows_no_score(text):
    assert stored_scores(text, "a.ipynb") == ()


def test_the_notebooks_of_old_are_read_too():
    cell = {"cell_type": "code", "input": "x", "outputs": [{"output_type": "stream", "text": ["Grade: 5/5"]}]}
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]})
    assert len(stored_scores(text, "a.ipynb")) == 1
