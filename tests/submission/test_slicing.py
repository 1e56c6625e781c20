"""What is executed of a file and what is left out: places, reasons, and nothing lost on the way."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.code import CannotAnswer
from grader.submission.parsed import tree_of
from grader.submission.slicing import with_definitions_only
from tests.submission.handed_in import module, notebook, submission

QUIET = "It only prints, shows or checks something, or sets what no function needs."


def executed(source):
    """What is executed of a script, without the blanks."""
    sliced = with_definitions_only(module(source), {"here.txt"})
    assert sliced.executed.count("\n") == source.count("\n")
    return ast.unparse([node for node in ast.parse(sliced.executed).body if ast.unparse(node) != "0"]).strip()


def left_out(source):
    return [(left.what, left.why) for left in with_definitions_only(module(source), {"here.txt"}).left_out]


@pytest.mark.parametrize("line", [
    "import numpy as np", "N = 5", "A = (B := [1, 2])", "f = lambda x: x", "x: int = 3", "n = np.zeros(3)", "'a word'",
    "torch.manual_seed(0)", "sys.path.append('.')", "path = os.path.join('a', 'b')", "d = {k: len(k) for k in 'ab'}",
    "names = 'a b'.split()", "os.environ['X'] = '1'", "model_type = 'train'", "optimizer = None",
])  # fmt: skip
def test_what_computes_little_is_executed(line):
    source = f"import os, sys\n{line}\n"
    assert executed(source) == ast.unparse(ast.parse(source))


def test_what_asks_whether_a_name_is_there_is_executed_with_its_answer():
    source = "try:\n    xrange\nexcept NameError:\n    xrange = range\n\ndef f(n):\n    return list(xrange(n))\n"
    assert executed(source) == ast.unparse(ast.parse(source))
    assert left_out("xrange\n") == [("word2vec.py, line 1", QUIET)]


FETCHED = "Data sets and trained models are not fetched here (`{}`)."
WRITES = "It writes files or starts programs, which grading has no use for (`{}`)."


@pytest.mark.parametrize("line, why", [
    ("loss.backward()", "Training is not run (`loss.backward`)."),
    ("history = model.fit(x, y)", "Training is not run (`model.fit`)."),
    ("for i in r:\n    opt.step()", "Training is not run (`opt.step`)."),
    ("trainer.train()", "Training is not run (`trainer.train`)."),
    ("train(model)", "Training is not run (`train`)."),
    ("urllib.request.urlretrieve(u, 'f')", "Nothing is downloaded here (`urllib.request.urlretrieve`)."),
    ("nltk.download('punkt')", "Nothing is downloaded here (`nltk.download`)."),
    ("r = requests.get(u)", "Nothing is downloaded here (`requests.get`)."),
    ("d = load_dataset('imdb')", FETCHED.format("load_dataset")),
    ("m = A.from_pretrained('b')", FETCHED.format("A.from_pretrained")),
    ("w = api.load('glove')", FETCHED.format("api.load")),
    ("drive.mount('/content')", "Colab and Google Drive are not here (`drive.mount`)."),
    ("x = files.upload()", "Colab and Google Drive are not here (`files.upload`)."),
    ("n = int(input())", "Nobody is there to answer (`input`)."),
    ("sys.exit()", "It would stop or delay everything (`sys.exit`)."),
    ("x = np.load('gone.npy')", "It reads files that were not handed in (`np.load`)."),
    ("df = pd.read_csv('gone.csv')", "It reads files that were not handed in (`pd.read_csv`)."),
    ("torch.save(m, 'm.pt')", WRITES.format("torch.save")), ("os.system('ls')", WRITES.format("os.system")),
    ("plt.plot([1])", QUIET), ("print(x)", QUIET), ("df.head()", QUIET), ("assert f(1) == 2", QUIET),
    ("y = f(3)", QUIET), ("model.train()", QUIET), ("for x in y:\n    print(x)", QUIET), ("del x", QUIET),
    ("raise Stop", QUIET),
])  # fmt: skip
def test_what_grading_has_no_use_for_is_left_out_with_the_reason(line, why):
    where = "word2vec.py, lines 1–2" if "\n" in line else "word2vec.py, line 1"
    assert left_out(line + "\n") == [(where, why)]
    assert executed(line + "\n") == ""


def test_a_file_that_was_handed_in_is_read_where_a_function_needs_it():
    source = "PATH = 'data/here.txt'\ntext = open(PATH).read()\n\ndef f():\n    return text\n"
    assert executed(source) == source.strip()
    assert left_out(source.replace("here", "gone")) == [
        ("word2vec.py, line 2", "It reads files that were not handed in (`open`).")
    ]


def test_what_a_function_of_the_students_own_does_is_looked_into():
    source = (
        "class Runner:\n    def __init__(self):\n        self.go()\n    def go(self):\n        self.loss.backward()\n"
        "def run():\n    return Runner()\nlosses = run()\ndef f(): return losses\n"
    )
    assert left_out(source) == [("word2vec.py, line 8", "Training is not run (`run`).")]
    own = "def SST(n): return n\ndef f(): return size\nsize = SST(3)\n"
    assert left_out(own) == []  # the name of a data set, and here a function


def test_several_statements_on_a_line_keep_their_neighbours():
    source = 'a = 1; plt.plot(a); b = 2\nprint("""x\ny"""); c = 3; print("ü"); d = 4\ndef f(): return a\n'
    assert executed(source) == "a = 1\nb = 2\nc = 3\nd = 4\n\ndef f():\n    return a"


def test_every_definition_of_a_large_file_stays_where_it_was():
    for library in ("argparse", "typing", "doctest"):
        spec = find_spec(library)
        read = module(Path(spec.origin).read_text("utf-8"))
        sliced = with_definitions_only(read, frozenset())
        assert _defined(tree_of(read.source)) == _defined(tree_of(sliced.executed))


def _defined(tree):
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return [(node.lineno, ast.dump(node)) for node in tree.body if isinstance(node, kinds)]


def test_a_notebook_of_sixty_cells_gives_a_list_that_can_be_read(tmp_path):
    cells = ["import numpy as np\n", "data = load_dataset('imdb')\n"]
    for number in range(20):
        cells += [f"def f{number}(x): return x\n", f"print(f{number}(1))\nplt.plot(1)\nplt.show()\n", "len(data)\n"]
    cells += ["x = 1\nfor e in range(3):\n    opt.step()\nplt.plot(x)\nopt.step()\n"]
    [one] = submission(tmp_path, {"hw.ipynb": notebook(*cells)}).modules
    assert [(left.what, left.why) for left in one.left_out] == [
        ("hw.ipynb, cell 2", FETCHED.format("load_dataset")),
        ("hw.ipynb, cell 63, lines 2–5", "Training is not run (`opt.step`)."),
        ("hw.ipynb, cells " + ", ".join(f"{3 * n + 4}–{3 * n + 5}" for n in range(20)), QUIET),
    ]


def test_a_value_that_looks_like_a_function_and_is_not_computed_is_told_so(tmp_path):
    text = notebook("def make(n): return lambda x: x + n\n", "perplexity = make(len(load_dataset('a')))\n")
    with pytest.raises(CannotAnswer) as trouble:
        submission(tmp_path, {"hw.ipynb": text}).locate(("hw.perplexity",))
    finding = trouble.value.outcome.finding
    assert finding.what == (
        f"`perplexity` is set by a line that is not run here, so it can't be called. {FETCHED.format('load_dataset')}"
    )
    assert finding.where == "hw.ipynb, cell 2, line 1"
    assert finding.advice == "Write `perplexity` as a function of its own, with `def`."


def test_a_script_is_run_whole_where_the_sheet_says_so_and_a_notebook_never(tmp_path):
    from grader.submission.find import Found
    from grader.submission.load import load
    from grader.submission.spool import Spool
    from tests.submission.handed_in import folder

    files = {"a.py": "print(1)\n", "b.ipynb": notebook("print(1)\n")}
    with Spool() as spool:
        found = load(Found("ann", "lm", folder(tmp_path, files)), frozenset(), spool, run_scripts=True)
    assert [(one.file, one.executed and one.executed.strip()) for one in found.modules] == [
        ("a.py", None), ("b.ipynb", "0"),
    ]  # fmt: skip
    assert found.modules[0].left_out == ()
