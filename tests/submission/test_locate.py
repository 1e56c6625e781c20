"""A function is found by its name, wherever the student put it; else the message says what is there."""

import pytest

from grader.code import CannotAnswer
from grader.outcome import Finding, Verdict
from tests.submission.handed_in import notebook, submission

SPELLINGS = ["word2vec.negSampling", "word2vec.neg_sampling"]
F = "def {}(a):\n    return a + 1\n"


def located(tmp_path, files, spellings=SPELLINGS):
    return submission(tmp_path, files).locate(spellings)


def refused(tmp_path, files, spellings=SPELLINGS, verdict=Verdict.FAILED) -> Finding:
    with pytest.raises(CannotAnswer) as caught:
        located(tmp_path, files, spellings)
    assert caught.value.outcome.verdict is verdict
    assert caught.value.outcome.finding is not None
    return caught.value.outcome.finding


def test_the_sheets_own_spelling_needs_no_note(tmp_path):
    found = located(tmp_path, {"word2vec.py": F.format("negSampling"), "other.py": "x = 1\n"})
    assert (found.module.file, found.definition.name, found.notes) == ("word2vec.py", "negSampling", ())


def test_another_accepted_spelling_needs_no_note_either(tmp_path):
    found = located(tmp_path, {"word2vec.py": F.format("neg_sampling")})
    assert (found.definition.name, found.notes) == ("neg_sampling", ())


def test_a_renamed_file_gets_a_note(tmp_path):
    found = located(tmp_path, {"my_w2v (1).py": F.format("negSampling")})
    assert found.module.name == "my_w2v_1"
    assert found.notes == ("`negSampling` was found in my_w2v (1).py; the sheet calls the file word2vec.py.",)


def test_case_and_underscores_do_not_matter_but_get_a_note(tmp_path):
    found = located(tmp_path, {"word2vec.py": F.format("NegSampling_")})
    assert found.notes == ("Your `NegSampling_` was taken for `negSampling`, which is how the sheet spells it.",)


def test_the_exact_name_elsewhere_is_better_than_a_near_one_here(tmp_path):
    found = located(tmp_path, {"word2vec.py": F.format("NEGSAMPLING"), "more.py": F.format("negSampling")})
    assert found.module.file == "more.py"


def test_a_module_is_better_than_a_notebook_and_the_other_is_noted(tmp_path):
    files = {"hw2.ipynb": notebook(F.format("negSampling")), "word2vec.py": F.format("negSampling")}
    found = located(tmp_path, files)
    assert found.module.file == "word2vec.py"
    assert found.notes == (
        "`negSampling` stands in more than one file; the one in word2vec.py was graded, "
        "not the one at hw2.ipynb, cell 1, line 1.",
    )


def test_a_finished_function_is_better_than_the_starters_stub(tmp_path):
    files = {"hw2.ipynb": notebook(F.format("negSampling")), "word2vec.py": "def negSampling(a):\n    pass\n"}
    found = located(tmp_path, files)
    assert found.module.file == "hw2.ipynb"
    assert found.notes[0] == "`negSampling` was found in hw2.ipynb; the sheet calls the file word2vec.py."


def test_a_doubled_definition_is_noted(tmp_path):
    found = located(tmp_path, {"word2vec.py": F.format("negSampling") * 2})
    assert found.definition.line == 3
    assert found.notes[0].startswith("`negSampling` is defined twice: word2vec.py, line 1, and word2vec.py, line 3.")


def test_an_unfinished_function_says_so(tmp_path):
    assert refused(tmp_path, {"word2vec.py": "def negSampling(a):\n    pass\n"}) == Finding(
        "`negSampling` is not finished: its body is only `pass`.",
        "word2vec.py, line 1",
        "Write what `negSampling` has to compute there, and hand the file in again; the rest was graded without it.",
    )


def test_a_missing_function_names_the_nearest(tmp_path):
    assert refused(tmp_path, {"word2vec.py": F.format("negSamplng") + F.format("sigmoid")}) == Finding(
        "`negSampling` is not defined in word2vec.py.",
        "word2vec.py defines `negSamplng`, `sigmoid`",
        "If `negSamplng` is meant, call it `negSampling`, as the sheet does.",
    )


def test_a_missing_function_with_nothing_near_says_where_to_write_it(tmp_path):
    assert refused(tmp_path, {"word2vec.py": "x = 1\n"}) == Finding(
        "`negSampling` is not defined in word2vec.py.",
        "word2vec.py defines no function",
        "Write `negSampling` in word2vec.py, with the name and the parameters that the sheet gives.",
    )


def test_a_missing_module_names_what_is_there(tmp_path):
    assert refused(tmp_path, {"wordvec.py": "x = 1\n", "sgd.py": "x = 1\n"}) == Finding(
        "word2vec.py is missing, and no other file defines `negSampling`.",
        "handed in: sgd.py, wordvec.py",
        "Write `negSampling` in word2vec.py, with the name and the parameters that the sheet gives.",
    )


def test_nothing_handed_in_is_said_plainly(tmp_path):
    assert refused(tmp_path, {"answers.pdf": b"%PDF"}) == Finding(
        "`negSampling` is missing: no Python file and no notebook was handed in.",
        "",
        "Hand in word2vec.py with the function `negSampling`.",
    )


@pytest.mark.parametrize("name", ["word2vec.py", "renamed.py"])
def test_a_syntax_error_is_the_message_wherever_the_function_stands(tmp_path, name):
    finding = refused(tmp_path, {name: F.format("negSampling") + "x = (\n", "sgd.py": "x = 1\n"})
    assert finding.what == f"{name} has a syntax error, so nothing in it can be run: '(' was never closed."
    assert finding.where == f"{name}, line 3: `x = (`"


def test_a_cell_with_a_syntax_error_is_the_message_for_its_functions(tmp_path):
    finding = refused(tmp_path, {"hw2.ipynb": notebook("x = 1\n", "def neg_sampling(a):\n    return (a\n")})
    assert finding.where == "hw2.ipynb, cell 2, line 2: `return (a`"


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("def test_word2vec():\n    def negSampling(a): return 1\n", "inside `test_word2vec` (word2vec.py, line 2)"),
        ("class Model:\n    def negSampling(self): return 1\n", "inside the class `Model` (word2vec.py, line 2)"),
        (
            'if __name__ == "__main__":\n    def negSampling(a): return 1\n',
            'under `if __name__ == "__main__"` (word2vec.py, line 2)',
        ),
    ],
)
def test_a_function_out_of_reach_says_where_it_stands(tmp_path, source, where):
    assert refused(tmp_path, {"word2vec.py": source}) == Finding(
        f"`negSampling` is defined {where}, so nobody else can call it.",
        "word2vec.py",
        "Move `negSampling` out to the left margin of the file, with `def` in the first column.",
    )


def test_a_method_of_a_network_is_where_it_belongs_and_the_sheets_function_is_missing(tmp_path):
    source = "import torch\nclass DAN(torch.nn.Module):\n    def forward(self, ids): return ids\n"
    finding = refused(tmp_path, {"q4_DAN.py": source}, ["q1c_neural.forward"])
    assert finding.what == "q1c_neural.py is missing, and no other file defines `forward`."
    assert "Move" not in finding.advice


def test_a_method_of_a_class_of_its_own_is_out_of_reach(tmp_path):
    finding = refused(tmp_path, {"word2vec.py": "class Model(object):\n    def negSampling(self): return 1\n"})
    assert "inside the class `Model`" in finding.what


def test_a_shorter_name_that_the_sheet_may_ask_for_as_well_is_not_taken_for_a_slip_of_the_pen(tmp_path):
    assert "If `negSamp` is meant" not in refused(tmp_path, {"word2vec.py": F.format("negSamp")}).advice


def test_a_notebook_that_cannot_be_opened_is_the_message_for_what_is_missing(tmp_path):
    finding = refused(tmp_path, {"hw2.ipynb": b"junk"})
    assert finding.what.startswith("hw2.ipynb can't be read as a notebook")
    found = located(tmp_path, {"hw2.ipynb": b"junk", "word2vec.py": F.format("negSampling")})
    assert found.module.file == "word2vec.py"


def test_a_function_that_is_only_imported_says_so(tmp_path):
    assert refused(tmp_path, {"word2vec.py": "from solutions import negSampling\n"}) == Finding(
        "`negSampling` is only imported in word2vec.py, from `solutions`, and defined nowhere.",
        "word2vec.py",
        "Write `negSampling` in word2vec.py, or hand in the file that defines it.",
    )


def test_an_import_from_another_file_of_the_student_leads_there(tmp_path):
    files = {"word2vec.py": "from losses import negSampling\n", "losses.py": F.format("negSampling")}
    assert located(tmp_path, files).module.file == "losses.py"


def test_a_file_that_was_left_out_says_why(tmp_path):
    assert refused(tmp_path, {"word2vec.py": b"x = 1\n" * 1_000_000}, verdict=Verdict.REJECTED) == Finding(
        "`negSampling` can't be called: word2vec.py was left out.", "word2vec.py", "It is larger than 5 MB."
    )
