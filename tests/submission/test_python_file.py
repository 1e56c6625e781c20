"""One .py file: what it defines, and what stops it from being read."""

import pytest

from grader.outcome import Finding
from grader.submission.python_file import read_python_file
from grader.submission.text import decode
from tests.submission.handed_in import module


def names(source: str) -> list[str]:
    return list(module(source).definitions)


def from_bytes(data: bytes):
    return read_python_file(decode(data, "q1.py"), "q1", "q1.py", "")


def test_finds_functions_wherever_they_run_at_import():
    source = (
        "def a(): return 1\n"
        "try:\n    def b(): return 1\nexcept NameError:\n    def c(): return 1\n"
        "if True:\n    d = lambda x, y=2: x\n"
        "with open('x') as f:\n    def e(): return 1\n"
        "g = a\nh = wrap(a)\n"
    )
    assert names(source) == ["a", "b", "c", "d", "e", "g", "h"]


def test_takes_no_method_nested_function_or_import_for_a_definition():
    source = (
        "from q1 import softmax\nclass A:\n    def f(self): return 1\ndef g():\n    def h(): return 1\n    return h\n"
    )
    found = module(source)
    assert list(found.definitions) == ["A", "g"]
    assert found.nested == {
        "f": "inside the class `A` (word2vec.py, line 3)",
        "h": "inside `g` (word2vec.py, line 5)",
    }
    assert found.imported == {"softmax": "q1"}


def test_what_waits_for_main_is_no_definition():
    found = module('if __name__ == "__main__":\n    def f(): return 1\nelse:\n    def g(): return 1\n')
    assert list(found.definitions) == ["g"]
    assert found.nested == {"f": 'under `if __name__ == "__main__"` (word2vec.py, line 2)'}


def test_reads_parameters():
    definition = module("def f(a, /, b, c=3, *rest, **named): return 1\n").definitions["f"]
    assert definition.parameters is not None
    assert [(p.name, p.required) for p in definition.parameters] == [("a", True), ("b", True), ("c", False)]
    assert definition.variadic
    assert not module("def f(a): return a\n").definitions["f"].variadic


def test_an_alias_has_the_parameters_of_what_it_names():
    definition = module("def skip_gram(a, b): return a\nskipgram = skip_gram\n").definitions["skipgram"]
    assert definition.parameters is not None
    assert [parameter.name for parameter in definition.parameters] == ["a", "b"]
    assert definition.line == 2


def test_a_wrapped_function_is_a_definition_with_unknown_parameters():
    assert module("import numpy as np\nsigmoid = np.vectorize(_sigmoid)\n").definitions["sigmoid"].parameters is None


def test_the_last_definition_of_a_name_wins_and_says_so():
    definition = module("def f(a): return 1\n\ndef f(a, b): return 2\n").definitions["f"]
    assert definition.line == 3
    assert definition.notes == (
        "`f` is defined twice: word2vec.py, line 1, and word2vec.py, line 3. The last one counts, as in Python.",
    )


def test_branches_are_no_doubled_definition():
    source = "try:\n    def f(): return 1\nexcept NameError:\n    def f(): return 2\n"
    assert module(source).definitions["f"].notes == ()


def test_a_value_of_the_same_name_is_no_second_definition():
    definition = module("def cost(x): return x\ncost = cost(3)\n").definitions["cost"]
    assert (definition.line, definition.notes) == (1, ())


def test_a_syntax_error_names_line_text_and_advice():
    problem = module("x = 1\ndef f(:\n    return 1\n").problem
    assert problem == Finding(
        "word2vec.py has a syntax error, so nothing in it can be run: invalid syntax.",
        "word2vec.py, line 2: `def f(:`",
        "Mend that line, or the bracket, quotation mark or colon missing before it; "
        "`python -m py_compile` on the file shows whether it can be read now.",
    )


def test_a_wrong_indentation_has_advice_of_its_own():
    problem = module("def f():\n    x = 1\n      y = 2\n").problem
    assert problem is not None
    assert problem.what.endswith("unexpected indent.")
    assert problem.advice == ("Line up the block: the same number of spaces for every statement of it, and no tabs.")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("return 3\n", "'return' outside a function"),
        ("for i in x:\n    def f():\n        break\n", "'break' outside a loop"),
        ("def f(a, a): pass\n", "duplicate argument 'a' in function definition"),
        ("class A:\n    return 1\n", "'return' outside a function"),
    ],
)
def test_what_only_the_compiler_refuses_is_a_syntax_error_too(source, words):
    problem = module(source).problem
    assert problem is not None and words in problem.what


@pytest.mark.parametrize(
    "source",
    ["-" * 100_000 + "1", "(" * 500, "+".join("1" * 100_000), "x" + ".a" * 5000, "1" * 10_000, "x = '\0'", "\\" * 99],
)
def test_a_monstrous_file_is_a_problem_and_no_traceback(source):
    problem = module(source).problem
    assert problem is not None
    assert "has a syntax error" in problem.what
    assert len(problem.what) + len(problem.where) < 500


def test_a_file_too_long_to_be_written_by_hand_is_not_parsed():
    problem = module("x = 1\n" * 200_000).problem
    assert problem is not None and "longer than 1,000,000 characters" in problem.what


def test_mixed_tabs_are_read_as_eight_columns_with_a_note():
    found = module('def f(a):\n\tif a:\n\t    x = """\n\tkept"""\n            return x\n\treturn 2\n')
    assert found.problem is None
    assert found.notes == (
        "word2vec.py mixes tabs and spaces; each tab was read as "
        "Python 2 did, up to the next multiple of eight columns.",
    )
    assert "\n\tkept" in found.source
    assert found.source.count("\n") == found.original.count("\n")


def test_consistent_tabs_are_left_alone():
    source = "def f(a):\n\tif a:\n\t\treturn 1\n\treturn 2\n"
    found = module(source)
    assert (found.source, found.notes) == (source, ())


def test_reads_latin_1_with_a_note_and_a_cookie_without():
    plain = from_bytes("# Grüße\ndef f(): return 1\n".encode("latin-1"))
    assert plain.notes == (
        "q1.py is not valid UTF-8; it was read as Latin-1. Letters with accents in it may look odd.",
    )
    told = from_bytes("# -*- coding: latin-1 -*-\n# Grüße\ndef f(): return 1\n".encode("latin-1"))
    assert told.notes == ()
    assert "Grüße" in told.source
    assert told.source.startswith("# -*- coding: utf-8 -*-")  # it travels as UTF-8 from here on
    assert told.original.startswith("# -*- coding: latin-1 -*-")


def test_reads_what_windows_and_old_editors_write():
    found = from_bytes(b"\xef\xbb\xbfdef f():\r\n    return 1\r\n\x0c\r\ndef g():\r    return 2\r")
    assert list(found.definitions) == ["f", "g"]
    assert found.definitions["g"].line == 4
    wide = from_bytes("def f(): return 1\n".encode("utf-16"))
    assert list(wide.definitions) == ["f"]
    assert wide.notes == ("q1.py is stored as UTF-16; it was read as such.",)


def test_a_null_byte_is_a_finding():
    assert from_bytes(b"x = 1\ny = '\x00'\n").problem == Finding(
        "q1.py holds a null byte, so it is not a text file.",
        "q1.py, line 2",
        "Open the file in a plain text editor, save it again as UTF-8, and hand that one in.",
    )


@pytest.mark.parametrize("cookie", ["unicode_escape", "rot13", "zlib", "nonsense", "idna", "utf-7", "../../x"])
def test_a_cookie_that_would_hide_code_is_not_followed(cookie):
    found = from_bytes(f"# coding: {cookie}\ndef f(): return 1\n".encode())
    assert list(found.definitions) == ["f"]
