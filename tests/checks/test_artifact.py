"""Files that were handed in: arrays are read behind the wall and evaluated here, pictures must show something."""

import importlib.util
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.reference import Reference
from grader.data.corpora import WordCorpus
from grader.data.resolve import DataMissing, Used
from grader.data.texts import Texts
from grader.grading.judge import judge
from grader.outcome import Figures, Finding, Outcome, Shapes, Verdict
from grader.submission.model import Attachment, StoredOutput, Submission
from grader.submission.module import LeftOut
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.student import Student
from tests.checks.bench import attempt, check, said, written
from tests.pictures.drawn import blank, plot, png
from tests.slots import shared_slot
from tests.submission.handed_in import notebook, submission

REFERENCE = """
import numpy as np


def start():
    return np.random.RandomState(1).randn(12)


def score(arrays, corpus):
    return {"perplexity": float(np.exp(arrays[""].mean())), "tokens": float(len(corpus.test))}


def no_score(arrays, corpus):
    return {"tokens": 1.0}
"""
PARAMETERS = """
    kind: artifact
    files: [saved_params_40000.npy, "saved_params_*.npy"]
    arrays:
      shapes: {"": [12]}
      untouched: start
      evaluation: score
      data: words
      bounds: {perplexity: {most: 10}}
"""
SAVED = check(PARAMETERS)
UNEVALUATED = check("kind: artifact\nfiles: [saved.npy]\narrays: {shapes: {'': [12]}}\n")
PLOT = check("kind: artifact\nfiles: [word_vectors.png]\npicture: {width: 200, height: 150}\n")
CORPUS = WordCorpus(train=(), dev=(), test=(("a",), ("b",)))


class Real(Texts):
    def of(self, name: str) -> Used:
        return Used(name, CORPUS, real=True, said="")


class StandIn(Texts):
    def of(self, name: str) -> Used:
        return Used(name, CORPUS, real=False, said="")


class Nothing(Texts):
    def of(self, name: str) -> Used:
        raise DataMissing(Finding("It is not there."))


@pytest.fixture
def graded(tmp_path: Path) -> Any:
    """What a check says to a hand-in of these files, read by the driver in this process."""
    (tmp_path / "reference.py").write_text(REFERENCE, "utf-8")
    reference = Reference(GivenFiles(tmp_path / "given"), tmp_path / "reference.py")

    def grade(asked: Any, files: dict[str, bytes], texts: Texts | None = None, **more: Any) -> Outcome:
        submission = handed_in(tmp_path, files, **more)
        return judge(asked, attempt(reference.pretender({}), reference, written(""), submission=submission,
                                    texts=texts or Real()))  # fmt: skip

    return grade


def handed_in(folder: Path, files: dict[str, bytes], **more: Any) -> Submission:
    kinds = {"npy": "array", "npz": "array", "pt": "weights", "png": "picture", "jpg": "picture", "pdf": "PDF"}
    attachments = []
    for number, (name, content) in enumerate(files.items()):
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        attachments.append(Attachment(name, kinds.get(name.rpartition(".")[2], "data"), path))
    return Submission("alice", "small", folder, attachments=tuple(attachments), **more)


def npy(array: Any, allow_pickle: bool = False) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=allow_pickle)
    return stream.getvalue()


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


TRAINED = np.linspace(0.5, 2.5, 12)


@pytest.mark.parametrize("name", ["saved_params_40000.npy", "Code/Saved_Params_40000.npy", "saved_params_39990.npy"])
@pytest.mark.parametrize("array", [TRAINED, TRAINED.reshape(1, 12), TRAINED.astype("float32"), TRAINED.astype(">f8")])
def test_accepts_parameters_that_do_well_as_we_evaluate_them(graded, name, array):
    outcome = graded(SAVED, {name: npy(array)})
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), said(outcome)
    assert dict(outcome.measured) == pytest.approx({"perplexity": np.exp(1.5), "tokens": 2.0})


def test_rejects_parameters_that_do_not(graded):
    outcome = graded(SAVED, {"saved_params_40000.npy": npy(TRAINED + 1)})
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert said(outcome) == (
        "failed | saved_params_40000.npy does less well than is asked for. | perplexity: 12.18, asked for at most 10 | "
        "Look at the loss over the iterations: save the parameters once it has stopped falling."
    )
    (figures,) = outcome.evidence
    assert ("perplexity, as we evaluate it", "12.18") in figures.rows


@pytest.mark.parametrize(
    ("array", "what"),
    [
        (np.full(12, np.nan), "12 of 12 numbers in saved_params_40000.npy are not finite."),
        (np.array([*TRAINED[:11], np.inf]), "1 of 12 numbers in saved_params_40000.npy are not finite."),
        (np.zeros(12), "All 12 numbers in saved_params_40000.npy are the same."),
        (np.random.RandomState(1).randn(12), "The numbers in saved_params_40000.npy are those that a training starts "
         "with."),
        (np.arange(13.0), "saved_params_40000.npy holds an array of another shape than the sheet asks for."),
    ],
)  # fmt: skip
def test_explains_what_is_wrong_with_an_array(graded, array, what):
    outcome = graded(SAVED, {"saved_params_40000.npy": npy(array)})
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding.what == what
    assert outcome.finding.where and outcome.finding.advice


def test_a_wrong_shape_is_shown(graded):
    outcome = graded(SAVED, {"saved_params_40000.npy": npy(np.arange(12.0).reshape(3, 4))})
    assert outcome.evidence == (Shapes("array", "(3, 4)", "(12,)"),)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"saved.npy": npy(TRAINED)}, "its shape is as asked, and what its numbers are worth is for a person to judge"),
        ({"saved.npy": npy(np.array([{}, 2], dtype=object), allow_pickle=True)}, "it holds Python objects"),
        ({"saved.npy": pickle.dumps([1, 2])}, "it holds Python objects"),
        ({"saved.npy": npy(TRAINED)[:-9]}, "reading it failed (ValueError)"),
        ({"saved.npy": b""}, "reading it failed (EOFError)"),
        ({"saved.npy": b"PK\x03\x04 torn"}, "reading it failed (BadZipFile)"),
        ({"saved.npy": npy(np.array(["a"] * 12))}, "it holds values of type `<U1` and no real numbers"),
        ({"saved.npy": npz(a=TRAINED, b=TRAINED)}, "it holds several arrays"),
    ],
)
def test_a_person_looks_at_what_can_not_be_judged(graded, files, why):
    outcome = graded(UNEVALUATED, files)
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0)
    assert why in outcome.finding.where and outcome.finding.what.endswith("a person will look at it.")


@pytest.mark.parametrize("texts", [StandIn(), Nothing()])
def test_without_the_real_text_nothing_is_evaluated(graded, texts):
    outcome = graded(SAVED, {"saved_params_40000.npy": npy(TRAINED)}, texts)
    assert outcome.verdict is Verdict.NEEDS_PERSON and outcome.measured == ()
    assert "the text that it belongs to is not on this machine" in outcome.finding.where
    assert isinstance(outcome.evidence[0], Figures)


@pytest.mark.parametrize("count", [b"(99999999,), }", b"(9999999999999,), }", b"(-1,), }"])
def test_a_file_that_claims_to_be_huge_is_not_believed(graded, count):
    short = b"(1,), }"
    lying = npy(np.zeros(1)).replace(short + b" " * (len(count) - len(short)), count, 1)
    assert count in lying
    outcome = graded(UNEVALUATED, {"saved.npy": lying})
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.where.startswith(("reading it failed", "it says that it is larger than fits"))


def test_an_archive_of_arrays_is_read_by_name(graded):
    asked = check("kind: artifact\nfiles: [m.npz]\narrays: {shapes: {W: [2, 3], b: [3]}}\n")
    outcome = graded(asked, {"m.npz": npz(W=np.arange(6.0).reshape(2, 3), b=np.arange(3.0))})
    assert "its shape is as asked" in outcome.finding.where
    outcome = graded(asked, {"m.npz": npz(W=np.arange(6.0).reshape(2, 3), c=np.arange(3.0))})
    assert outcome.finding.where == "it holds no array `b`"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("W.npy", pickle.dumps("no"))
    assert graded(asked, {"m.npz": stream.getvalue()}).verdict is Verdict.NEEDS_PERSON


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_weights_of_torch_are_read_without_a_pickle_being_opened(graded, tmp_path):
    import torch

    asked = check("kind: artifact\nfiles: [dan.pt]\narrays: {shapes: {net.weight: [2, 3]}}\n")
    stream = io.BytesIO()
    torch.save({"net": {"weight": torch.arange(6.0).reshape(2, 3)}, "epoch": 3}, stream)
    assert "its shape is as asked" in graded(asked, {"dan.pt": stream.getvalue()}).finding.where

    class Opens:
        def __reduce__(self):
            return Path.touch, (tmp_path / "opened",)

    hostile = io.BytesIO()
    torch.save({"net": Opens()}, hostile)
    assert graded(asked, {"dan.pt": hostile.getvalue()}).finding.where == "it holds Python objects and no plain array"
    assert not (tmp_path / "opened").exists()


def test_a_file_that_is_missing_is_told_unless_another_may_be_meant(graded):
    outcome = graded(SAVED, {})
    assert said(outcome) == (
        "failed | `saved_params_40000.npy` was not handed in. |  | "
        "Hand in the file that the training saves, under this name."
    )
    for files in ({"weights.npy": npy(TRAINED)}, {"all.rar": b"Rar!"}):
        assert graded(SAVED, files).verdict is Verdict.NEEDS_PERSON
    left_out = (LeftOut("deep/down/params", "Too deep."),)
    assert graded(SAVED, {}, left_out=left_out).verdict is Verdict.NEEDS_PERSON
    left_out = (LeftOut("hw.ipynb, cell 3", "A command."), LeftOut("setup.py", "Not used."))
    assert graded(SAVED, {}, left_out=left_out).verdict is Verdict.FAILED


def test_an_evaluation_that_gives_no_number_is_our_fault(graded):
    asked = check(PARAMETERS.replace("evaluation: score", "evaluation: no_score"))
    assert graded(asked, {"saved_params_40000.npy": npy(TRAINED)}).verdict is Verdict.BROKEN


def test_an_array_is_read_behind_the_wall(tmp_path):
    (tmp_path / "reference.py").write_text(REFERENCE, "utf-8")
    given = GivenFiles(tmp_path / "given")
    submission = handed_in(tmp_path, {"saved_params_40000.npy": npy(TRAINED)})
    with Student(submission, given, Limits(), shared_slot()) as student:
        reference = Reference(given, tmp_path / "reference.py")
        outcome = judge(SAVED, attempt(student, reference, submission=submission, texts=Real()))
        torn = handed_in(tmp_path, {"saved_params_40000.npy": b"\x93NUMPY torn"})
        waits = judge(SAVED, attempt(student, reference, submission=torn, texts=Real()))
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), said(outcome)
    assert waits.verdict is Verdict.NEEDS_PERSON, said(waits)


def test_accepts_a_picture_that_shows_something(graded):
    outcome = graded(PLOT, {"figures/Word_Vectors.PNG": png(plot())})
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0)
    assert outcome.evidence[0].rows == (("figures/Word_Vectors.PNG", "320 by 240 pixels"),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png(blank()), "320 by 240 pixels, and nothing on it"),
        (png(plot(120, 90)), "120 by 90 pixels; at least 200 by 150 are asked for"),
        (png(plot(320, 90)), "320 by 90 pixels; at least 200 by 150 are asked for"),
        (png(plot(120, 240)), "120 by 240 pixels; at least 200 by 150 are asked for"),
        (png(plot())[:500], "it can't be opened: it ends in the middle"),
        (b"", "the file is empty"),
    ],
)
def test_rejects_a_picture_that_shows_nothing_and_says_why(graded, content, why):
    outcome = graded(PLOT, {"word_vectors.png": content})
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding.what == "The picture that was handed in shows nothing that can be used."
    assert outcome.finding.where == f"word_vectors.png: {why}"
    assert outcome.finding.advice == "Draw it once more, look at the file, and hand that in."


def test_a_picture_of_another_format_or_name_or_place_waits_for_a_person(graded):
    for files in ({"word_vectors.png": b"\xff\xd8\xff jpeg"}, {"plot.png": png(plot())}, {"report.pdf": b"%PDF"}):
        assert graded(PLOT, files).verdict is Verdict.NEEDS_PERSON, files
    outputs = (StoredOutput("hw.ipynb", 3, "", (png(plot()),)),)
    assert graded(PLOT, {}, outputs=outputs).verdict is Verdict.NEEDS_PERSON
    assert graded(PLOT, {}).finding.what == "No picture `word_vectors.png` was handed in."
    assert graded(PLOT, {}).verdict is Verdict.FAILED


def test_pictures_below_a_notebooks_cells_count_where_the_spec_says_so(graded):
    asked = check("kind: artifact\nfiles: ['*.png']\npicture: {count: 2, outputs: true}\n")
    other = plot()
    other[100:140, 100:140] = 0
    outputs = (StoredOutput("hw.ipynb", 3, "", (png(plot()), png(other))),)
    assert graded(asked, {}, outputs=outputs).verdict is Verdict.PASSED
    twice = (StoredOutput("hw.ipynb", 3, "", (png(plot()), png(plot()))),)
    outcome = graded(asked, {}, outputs=twice)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.5)
    assert outcome.finding.what == "1 of 2 pictures were handed in."


NETWORK, CHARACTERS = "class DAN:\n    x = 1\n", "class OurModel:\n    x = 1\n"
OF_THE_NETWORK = check(
    "kind: artifact\nfiles: ['*acc*.png']\n"
    "picture: {outputs: true, beside: [q4_DAN.DAN], not_beside: [q3_rnn.OurModel]}\n"
)


def drawn_in(folder: Path, cells: dict[str, list[str]]) -> dict[str, Any]:
    """Notebooks of these names and cells; `plot` is a cell with a picture below it."""
    files = {f"{name}.ipynb": notebook(*sources) for name, sources in cells.items()}
    outputs = tuple(
        StoredOutput(f"{name}.ipynb", number, "", (png(plot()),))
        for name, sources in cells.items()
        for number, source in enumerate(sources, 1)
        if source == "plot"
    )
    return {"modules": submission(folder, files).modules, "outputs": outputs}


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"q4_DAN": ["x = 1", "plot"]}, Verdict.PASSED),
        ({"mine": [NETWORK, "plot"]}, Verdict.PASSED),
        ({"q3_rnn": ["x = 1", "plot"]}, Verdict.FAILED),
        ({"theirs": [CHARACTERS, "plot"], "q4_DAN": [NETWORK]}, Verdict.FAILED),
        ({"plots": ["x = 1", "plot"], "q4_DAN": [NETWORK]}, Verdict.NEEDS_PERSON),
        # One notebook for all: told apart only where pictures stand between the two.
        ({"all": [CHARACTERS, "plot", NETWORK, "plot"]}, Verdict.PASSED),
        ({"all": [CHARACTERS, "plot", NETWORK]}, Verdict.FAILED),
        ({"all": [CHARACTERS, NETWORK, "plot"]}, Verdict.NEEDS_PERSON),
    ],
)
def test_a_notebooks_pictures_count_for_the_question_whose_class_stands_beside_them(graded, tmp_path, cells, verdict):
    outcome = graded(OF_THE_NETWORK, {}, **drawn_in(tmp_path / "handed in", cells))
    assert outcome.verdict is verdict, said(outcome)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kind: artifact\nfiles: [a.npy]\n", "a file holds `arrays`, or is a `picture`"),
        (PARAMETERS.replace("evaluation: score", ""), "nothing works out the numbers of `bounds`"),
        (PARAMETERS.replace("evaluation: score", ""), "`data` is there for an `evaluation`, and there is none"),
    ],
)
def test_keys_that_do_not_fit_are_told(text, what):
    assert what in [one.what for one in check(text).mistakes()]
    assert list(SAVED.mistakes()) == list(PLOT.mistakes()) == []
