"""Notebooks as students hand them in, each in a few lines: what can be called, and what is said to be left out."""

import json
from importlib.util import find_spec

import pytest

from grader.outcome import Verdict
from tests.submission.behind import handed_in
from tests.submission.handed_in import notebook

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
QUIET = "It only prints, shows or checks something, or sets what no function needs."
COMMAND = "A command of the notebook, not Python."


def test_a_colab_notebook_with_drive_and_downloads_keeps_its_functions(tmp_path):
    text = notebook(
        "!pip install -q gdown datasets\nfrom google.colab import drive\ndrive.mount('/content/drive')\n",
        "import numpy as np\nimport gdown\n%matplotlib inline\nROOT = '/content/drive/MyDrive/hw2'\n",
        "gdown.download('https://example.org/x', 'x.zip')\n!unzip -q x.zip\n!wget http://example.org/y\n",
        "K = 4\ndef scaled(x):\n    return K * np.asarray(x)\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.scaled", [1.0, 2.0]).tolist() == [4.0, 8.0]
        assert one.left_out == {
            "hw.ipynb, cell 1: `!pip install -q gdown datasets`": COMMAND,
            "hw.ipynb, cell 2: `%matplotlib inline`": COMMAND,
            "hw.ipynb, cell 3: `!unzip -q x.zip`": COMMAND,
            "hw.ipynb, cell 3: `!wget http://example.org/y`": COMMAND,
            "hw.ipynb, cell 1, line 3": "Colab and Google Drive are not here (`drive.mount`).",
            "hw.ipynb, cell 3": "Nothing is downloaded here (`gdown.download`).",
        }


DAN = (
    "class DAN(nn.Module):\n"
    "    def __init__(self, vocab_size, embed_dim=4):\n"
    "        super().__init__()\n"
    "        self.embed = nn.Embedding(vocab_size, embed_dim)\n"
    "        self.out = nn.Linear(embed_dim, 2)\n"
    "    def forward(self, input_ids, attention_masks, labels=None):\n"
    "        mask = attention_masks.unsqueeze(-1).float()\n"
    "        mean = (self.embed(input_ids) * mask).sum(1) / mask.sum(1)\n"
    "        return {'loss': None, 'logits': self.out(mean)}\n"
)


@needs_torch
def test_a_trainer_notebook_is_reached_without_its_data_its_tokenizer_and_its_training(tmp_path):
    text = notebook(
        "!pip install transformers datasets -q\n",
        "import torch\nimport torch.nn as nn\nfrom datasets import load_dataset\n"
        "from transformers import AutoTokenizer, Trainer, TrainingArguments\n",
        "dataset = load_dataset('imdb')\ntokenizer = AutoTokenizer.from_pretrained('bert-base-uncased')\n",
        "def tokenize(batch):\n    return tokenizer(batch['text'], padding=True)\n",
        "tokenized = dataset.map(tokenize, batched=True)\n",
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\ntorch.manual_seed(42)\n",
        DAN,
        "model = DAN(30522).to(device)\nargs = TrainingArguments('out', num_train_epochs=20)\n"
        "trainer = Trainer(model, args, train_dataset=tokenized['train'])\ntrainer.train()\n",
        "def width():\n    return DAN(7).embed.weight.to(device).shape[0]\n",
        "@torch.no_grad()\ndef predict(ids):\n    return model(ids, ids > 0)['logits'].argmax(-1)\n",
    )
    with handed_in(tmp_path, {"q4_DAN.ipynb": text}, torch=True, importing=30.0) as one:
        located = one.submission.locate(("q4_DAN.DAN",))
        assert located.definition.kind == "class"
        assert [(each.name, each.required) for each in located.definition.parameters] == [
            ("vocab_size", True), ("embed_dim", False),
        ]  # fmt: skip
        assert one.call("q4_DAN.DAN", 5).type_name == "DAN"
        assert one.call("q4_DAN.width") == 7
        untrained = one.outcome("q4_DAN.predict", [[1, 2]])
        assert untrained.verdict is Verdict.NEEDS_PERSON
        assert untrained.finding.what == (
            "`predict` needs `model`, which is set or changed in q4_DAN.ipynb, cell 8, line 3; that was not run. "
            "Training is not run (`Trainer`)."
        )
        assert one.outcome("q4_DAN.tokenize", {"text": "a"}).verdict is Verdict.NEEDS_PERSON
        assert one.left_out["q4_DAN.ipynb, cell 3"] == (
            "Data sets and trained models are not fetched here (`load_dataset`). "
            "Data sets and trained models are not fetched here (`AutoTokenizer.from_pretrained`)."
        )
        assert one.left_out["q4_DAN.ipynb, cell 8"].endswith("Training is not run (`TrainingArguments`). "
                                                            "Training is not run (`Trainer`).")  # fmt: skip


def test_a_character_notebook_whose_text_was_not_handed_in_says_which_functions_need_it(tmp_path):
    cells = (
        "!wget -q https://example.org/shakespeare.txt\n",
        "import string, random\nall_characters = string.printable\nn_characters = len(all_characters)\n",
        "file = open('shakespeare.txt').read()\nfile_len = len(file)\nprint('length', file_len)\n",
        "chunk_len = 3\ndef random_chunk():\n    start = random.randint(0, file_len - chunk_len)\n"
        "    return file[start:start + chunk_len]\nprint(random_chunk())\n",
        "def to_indices(text):\n    return [all_characters.index(c) for c in text]\n",
        "n_epochs = 2000\nfor epoch in range(1, n_epochs + 1):\n    loss = train(*random_training_set())\n"
        "    if epoch % 100 == 0:\n        print(epoch, loss)\n",
    )
    with handed_in(tmp_path, {"q3.ipynb": notebook(*cells)}) as one:
        assert one.call("q3.to_indices", "01") == [0, 1]
        missing = one.outcome("q3.random_chunk")
        assert missing.verdict is Verdict.NEEDS_PERSON
        assert "`file_len`, which is set or changed in q3.ipynb, cell 3, line 2" in missing.finding.what
        assert one.left_out["q3.ipynb, cell 3"].startswith("It reads files that were not handed in (`open`).")
        assert one.left_out["q3.ipynb, cell 6, lines 2–5"] == "Training is not run (`train`)."
    (tmp_path / "again").mkdir()
    with handed_in(tmp_path / "again", {"q3.ipynb": notebook(*cells), "shakespeare.txt": "to be"}) as one:
        assert one.call("q3.random_chunk") in ("to ", "o b", " be")


def test_cells_out_of_order_are_tried_again_when_the_others_have_run(tmp_path):
    text = notebook(
        "def depth():\n    return base.value + Node(2).value\n",
        "base = Node(offset)\n",
        "class Node(Root):\n    def __init__(self, value):\n        self.value = value\n",
        "offset = 5\n",
        "class Root:\n    pass\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.depth") == 7


def test_of_definitions_that_are_repeated_the_last_one_counts_even_where_an_earlier_one_was_late(tmp_path):
    text = notebook(
        "class Model(Late):\n    size = 1\n",
        "class Late:\n    pass\n",
        "class Model(Late):\n    def __init__(self, n):\n        self.size = n\n",
        "def size():\n    return Model(3).size\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.size") == 3
        located = one.submission.locate(("hw.Model",))
        assert [each.name for each in located.definition.parameters] == ["n"]
        assert located.notes == (
            "`Model` is defined twice: hw.ipynb, cell 1, line 1, and hw.ipynb, cell 3, line 1. "
            "The last one counts, as in Python.",
        )


def test_a_syntax_error_in_one_cell_costs_that_cell_alone(tmp_path):
    text = notebook("def f(): return 1\n", "class Broken(:\n    pass\n", "def g(): return f() + 1\n")
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.g") == 2
        assert one.outcome("hw.Broken").finding.what.startswith("hw.ipynb, cell 2 has a syntax error")


def test_python_2_prints_are_translated_and_left_out(tmp_path):
    text = notebook("def f(x):\n    return x / 2\n", "for i in xrange(3):\n    print f(i)\nprint 'done'\n")
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.f", 3) == 1
        assert one.left_out == {"hw.ipynb, cell 2": QUIET}


def test_nested_functions_and_the_ones_that_a_factory_makes(tmp_path):
    text = notebook(
        "from functools import partial\nimport numpy as np\n",
        "def outer():\n    def inner(x): return x\n    return inner\n",
        "def power(x, n): return x ** n\nsquare = partial(power, n=2)\n_up = lambda x: x + 1\nup = np.vectorize(_up)\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.square", 3) == 9
        assert one.call("hw.up", [1, 2]).tolist() == [2, 3]
        assert "is defined inside `outer`" in one.outcome("hw.inner").finding.what


def test_five_megabytes_of_output_change_nothing(tmp_path):
    book = json.loads(notebook("def f(): return 1\n", "for i in range(10**6): print(i)\n"))
    spam = ["spam\n"] * 1_000_000 + ["ppl 7"]
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": spam}]
    with handed_in(tmp_path, {"hw.ipynb": json.dumps(book)}) as one:
        assert one.call("hw.f") == 1
        [output] = one.submission.outputs
        assert (output.file, output.cell) == ("hw.ipynb", 2)
        assert len(output.text) < 60_000 and output.text.endswith("ppl 7")


def test_nobody_is_asked_and_nothing_waits(tmp_path):
    text = notebook(
        "import time, sys\nname = input('Who? ')\ntime.sleep(1000)\nn = int(sys.argv[1])\n",
        "def f(): return 1\ndef g(): return name\ndef h(): return n\n",
        "assert f() == 2, 'my own check'\nsys.exit(0)\n",
        "def k(): return 4\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert (one.call("hw.f"), one.call("hw.k")) == (1, 4)
        assert one.outcome("hw.g").finding.what.endswith("Nobody is there to answer (`input`).")
        assert one.outcome("hw.h").verdict is Verdict.NEEDS_PERSON
        assert one.left_out["hw.ipynb, cell 1, lines 2–3"] == (
            "Nobody is there to answer (`input`). It would stop or delay everything (`time.sleep`)."
        )
        assert not one.student.import_troubles


def test_a_training_loop_that_never_ends_is_left_out(tmp_path):
    text = notebook(
        "import numpy as np\nW = np.zeros(2)\ndef cost(w): return float((w - 1) @ (w - 1))\n",
        "while True:\n    W -= 0.1 * (W - 1)\n    if cost(W) < 1e-9:\n        break\n",
        "step = 0\nwhile step < 10**12:\n    step += 1\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.cost", [1.0, 2.0]).verdict is Verdict.CRASHED  # a list: the student's own
        assert one.left_out == {"hw.ipynb, cells 2–3": QUIET}


def test_a_slow_line_that_a_function_needs_does_not_cost_the_others(tmp_path):
    text = notebook(
        "def count():\n    n = 0\n    while True:\n        n += 1\n",
        "table = count()\ndef look_up(): return table\ndef f(): return 1\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}, importing=1.0) as one:
        assert one.call("hw.f") == 1
        assert one.outcome("hw.look_up").verdict is Verdict.NEEDS_PERSON
        assert list(one.student.import_troubles) == ["hw.ipynb"]


def test_definitions_inside_if_try_with_and_even_loops_are_reached(tmp_path):
    text = notebook(
        "import warnings\nif True:\n    data = open('no.txt').read()\n    def a(): return 1\n",
        "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False\n"
        "def colab(): return IN_COLAB\n",
        "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n    def b(): return 2\n",
        "with open('no.txt') as f:\n    lines = f.read()\n    def c(): return 3\n",
        "for n in (5, 6):\n    def d(x=1):\n        return x\n    print(d(n))\n",
        "if input('ok?'):\n    pass\nelif IN_COLAB:\n    x = 1\nelse:\n    def e(): return 5\n",
        "if 0:\n    pass\nelif input('?'):\n    # why not\n    @staticmethod\n    def g(): return 6\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert [one.call(f"hw.{name}") for name in "abcdeg"] == [1, 2, 3, 1, 5, 6]
        assert one.call("hw.colab") is False


def test_magics_of_whole_cells_keep_their_definitions(tmp_path):
    text = notebook(
        "%%time\ndef f(): return 1\n",
        "%%capture out\n!pip install foo\ndef g(): return 2\n",
        "import os\n!pip install bar \\\n   baz\nget_ipython().system('ls')\ndef h(): return 3\n",
        "%%bash\nrm -rf x\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert [one.call(f"hw.{name}") for name in "fgh"] == [1, 2, 3]
        assert one.left_out["hw.ipynb, cell 3, line 4"] == ("Colab and Google Drive are not here (`get_ipython`).")


def test_hints_decorators_and_bases_of_absent_packages_are_no_hindrance(tmp_path):
    text = notebook(
        "import absent_a as tf\nfrom absent_b import Tensor, jit, Base\nfrom dataclasses import dataclass, field\n"
        "from typing import NamedTuple, Optional\nfrom tqdm import tqdm\n",
        "@dataclass\nclass Config:\n    size: int\n    rate: float = 0.1\n"
        "    names: list = field(default_factory=list)\n",
        "@jit\ndef f(x: Tensor, y: 'tf.Missing' = None) -> Optional[Tensor]:\n    return sum(tqdm([x, 1]))\n",
        "def g(c=Config(3)):\n    return c.size\n",
        "def unknown(x: NeverImported):\n    return x\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.f", 2) == 3
        assert one.call("hw.g") == 3
        made_with = one.submission.locate(("hw.Config",)).definition.parameters
        assert [(each.name, each.required) for each in made_with] == [("size", True), ("rate", False), ("names", False)]
        assert "NeverImported" in one.outcome("hw.unknown", 1).finding.what


def test_tables_that_a_loop_fills_are_there_where_a_function_reads_them(tmp_path):
    text = notebook(
        "words = 'the cat sat on the mat'.split()\nstoi = {}\nfor word in words:\n    if word not in stoi:\n"
        "        stoi[word] = len(stoi)\nitos = {i: s for s, i in stoi.items()}\n",
        "counts = [0] * len(stoi)\ndef count(table, tokens):\n    for token in tokens:\n"
        "        table[stoi[token]] += 1\n",
        "count(counts, words)\nseen = []\nseen.append(len(words))\n",
        "def facts(): return [stoi['mat'], len(itos), counts[0], seen[0]]\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.facts") == [4, 5, 2, 6]


def test_a_table_that_missing_data_would_fill_is_no_table(tmp_path):
    text = notebook(
        "stoi = {'<unk>': 0}\nfor line in open('train.txt'):\n    for word in line.split():\n"
        "        stoi.setdefault(word, len(stoi))\n",
        "def encode(words): return [stoi[word] for word in words]\ndef double(x): return 2 * x\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.double", 2) == 4
        assert one.outcome("hw.encode", ["a"]).verdict is Verdict.NEEDS_PERSON


def test_names_that_training_functions_set_are_missing_by_no_fault_of_the_student(tmp_path):
    text = notebook(
        "def fit_all():\n    global best\n    best = optimizer.step()\ndef main():\n    fit_all()\n",
        "main()\n",
        "def use(): return best\ndef typo(): return bets\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.outcome("hw.use").verdict is Verdict.NEEDS_PERSON
        assert one.outcome("hw.typo").verdict is Verdict.CRASHED


def test_a_script_that_is_not_run_has_its_definitions_and_says_so(tmp_path):
    source = (
        "import numpy as np\nSIZE = 3\n\ndef f(x):\n    return np.sum(x) + SIZE\n\n"
        "vocab = open('data/vocab.txt').read()\nprint(vocab)\n\ndef g():\n    return vocab\n\n"
        "if __name__ == '__main__':\n    params = np.zeros(3)\n    for step in range(10):\n        params -= step\n\n"
        "def h():\n    return params\n"
    )
    with handed_in(tmp_path, {"lm.py": source}) as one:
        assert one.call("lm.f", [1, 2]) == 6
        assert one.left_out == {"lm.py, line 7": "It reads files that were not handed in (`open`)."}
        assert one.outcome("lm.g").verdict is Verdict.NEEDS_PERSON
        assert "It waits for `__main__`" in one.outcome("lm.h").finding.what
        [loop] = one.submission.loops
        assert (loop.place, loop.sets) == ("lm.py, line 15", {"step", "params"})


def test_a_default_that_names_what_was_not_run_is_missed_by_nobody_who_gives_the_parameter(tmp_path):
    text = notebook(
        "glove = api.load('glove')\nweights = glove.vectors\n",
        "class Net:\n    KEPT = 2\n    def __init__(self, embeddings=weights, *, size=KEPT, more=len(weights)):\n"
        "        self.size = [len(embeddings), size, more]\n    def other(self, table=weights):\n"
        "        weights = glove = table\n        return weights\n",
        "def sizes(table):\n    return Net(table, more=9).size\n",
        "def width(table, n=3, rows=weights):\n    'How wide.'\n    weights = rows\n"
        "    return [len(table), n, len(weights)]\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.sizes", [1, 2]) == [2, 2, 9]
        assert one.call("hw.width", [1, 2], 4, [5]) == [2, 4, 1]
        left_away = one.outcome("hw.width", [1, 2]).finding
        assert left_away.what == (
            "`width` needs `weights`, which is set or changed in hw.ipynb, cell 1, line 2; that was not run. "
            "It needs `glove`, which is not set here."
        )
        assert left_away.where == "hw.ipynb, cell 4, line 1, in `width`: `def width(table, n=3, rows=weights):`"
        assert left_away.advice == (
            "Nothing is lost: a person will look at it. To have it graded at once, set `weights` in lines that only "
            "compute."
        )


def test_a_setting_that_a_sweep_goes_through_keeps_its_own_value_for_the_functions_before_it(tmp_path):
    sweep = "results = []\nfor act in ['tanh', 'relu']:\n    results.append(train(Net(act)))\n"
    text = notebook(
        "act = 'relu'\ndef activation(x): return [act, x]\n",
        "best = 0\nrate = 1\ndef reached(): return best\n",
        sweep,
        "for rate in (1, 2):\n    best = train(Net(rate))\ndef after(): return rate\n",
    )
    with handed_in(tmp_path, {"hw.ipynb": text}) as one:
        assert one.call("hw.activation", 2) == ["relu", 2]
        assert one.submission.notes == (
            "`act` stays what hw.ipynb, cell 1, line 1 sets it to: the loop that goes through other values (hw.ipynb, "
            "cell 3, line 2) is not run.",
        )
        assert one.outcome("hw.reached").verdict is Verdict.NEEDS_PERSON  # what the training gives
        assert one.outcome("hw.after").verdict is Verdict.NEEDS_PERSON  # the sweep's last value
