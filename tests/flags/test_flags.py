import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.flags.flags import LONGEST, flags_of
from grader.flags.looks import Look
from grader.report.machine import as_json, dumps
from grader.report.page import render
from tests.flags.reading import flags, submission
from tests.grading.sheet import desk, graded, hand_in, spec, values
from tests.submission.handed_in import notebook
from tests.submission.handed_in import submission as handed_in

HITS = {
    Look.FRAMES: [
        "import sys\nframe = sys._getframe(1)\n",
        "from sys import _getframe as g\n",
        "from sys import *\ndef f(): return _getframe(1)\n",
        "import sys as s\nlook = getattr(s, '_getframe')\n",
        "frame = __import__('sys')._getframe()\n",
        "import importlib\nx = importlib.import_module('gc').get_objects()\n",
        "import inspect\ndef f():\n    for frame in inspect.stack(): pass\n",
        "import gc\nfor each in gc.get_objects(): pass\n",
        "def f():\n    try: 1 / 0\n    except Exception as e: return e.__traceback__.tb_frame.f_back\n",
        "def f(x): return x.__globals__\n",
        "import linecache\n",
        "import sys\nfor module in sys.modules.values(): pass\n",
        "import sys\nx = sys.modules['grader.checks.base']\n",
        "import __main__\n",
        "import inspect\ndef f(dataset): return inspect.getsource(type(dataset))\n",
        "from inspect import getsource as g\ndef f(dataset): return list(map(g, [dataset]))\n",
        "def f(x): return [c for c in ().__class__.__base__.__subclasses__()]\n",
    ],
    Look.ARGUMENT: [
        "def gradcheck_naive(f, x):\n    print('passed' if f.__name__ in ('linear', 'coupled') else 'failed')\n",
        "def gradcheck_naive(f, x):\n    name = getattr(f, '__qualname__')\n    print(name)\n",
        "def gradcheck_naive(f, x):\n    if 'wrong' in f.__doc__: print('failed')\n",
        "def gradcheck_naive(f, x):\n    code = f.__code__.co_code\n",
    ],
    Look.GRADER: ["import grader.wall\n", "import grade_drivers.models\n", "from reference.word2vec import skipgram\n"],
    Look.SYSTEM_FILE: [
        "x = open('/proc/self/environ').read()\n",
        "def f(pid): return open(f'/proc/{pid}/mem', 'rb')\n",
        "import os\nx = os.path.expanduser('~/.ssh/id_rsa')\n",
        "x = open('/etc/passwd')\n",
        "x = open(b'/dev/mem')\n",
        "x = open('../../specs/word2vec/assignment.yaml')\n",
        "import glob\nx = glob.glob('../**/expected/**/*.toml')\n",
        "x = open('../reference/word2vec.py')\n",
        "x = open('/autograder/results/results.json', 'w')\n",
        "x = open('../../reports/ann/word2vec.html', 'w')\n",
    ],
    Look.SEARCH: [
        "import os\nfor root, folders, files in os.walk('/'): pass\n",
        "import glob\nx = glob.glob('/home/*/word2vec')\n",
        "from pathlib import Path\nx = list(Path('/').rglob('*.py'))\n",
    ],
    Look.CHANNEL: [
        "import os\nfor fd in range(3, 20): os.write(fd, b'x')\n",
        "x = open(5, 'wb')\n",
        "import os\nos.dup2(1, 7)\n",
        "import os\nos.closerange(3, 256)\n",
    ],
    Look.NATIVE: ["import ctypes\n", "from cffi import FFI\n", "import numpy as np\nx = np.ctypeslib\n"],
    Look.NETWORK: [
        "import socket\nx = socket.socket()\n",
        "import requests\nrequests.post('http://x', data={})\n",
        "import urllib.request as u\ndef sigmoid(x):\n    u.urlopen('http://x')\n",
        "import urllib.request\nurllib.request.urlopen('http://x', data=b'x')\n",
    ],
    Look.COMMAND: [
        "import subprocess\nsubprocess.run(['cat', '/data/secret'])\n",
        "import os\nos.system('pip install x; cat secret')\n",
        "from os import popen\nrun = popen\n",
    ],
    Look.PROCESS: [
        "import os\nif os.fork() == 0: pass\n",
        "import os\nos.kill(os.getppid(), 9)\n",
        "from multiprocessing import Process\n",
        "import os\nos.setsid()\n",
    ],
    Look.PATCH: [
        "import numpy as np\nnp.allclose = lambda *a, **k: True\n",
        "import numpy.testing as t\nt.assert_allclose = print\n",
        "import json\ndef f(): json.dumps = f\n",
        "import json\njson.loads: object = print\n",
        "import struct, time\nstruct.unpack, time.time = None, None\n",
        "import sys\nsys.modules['numpy'] = object()\n",
        "import unittest\nsetattr(unittest.TestCase, 'assertEqual', print)\n",
        "import numpy as np\nnp.__dict__['allclose'] = print\n",
        "import builtins\nvars(builtins)['isinstance'] = print\n",
        "__builtins__['abs'] = print\n",
        "def f(g):\n    g.__code__ = f.__code__\n",
        "import sys\nsys.meta_path[:] = []\n",
    ],
    Look.ALWAYS_EQUAL: ["class Yes:\n    def __eq__(self, other):\n        'All are one.'\n        return True\n"],
    Look.POSES: [
        "import numpy as np\nclass A(np.ndarray):\n    def __array_function__(self, *a): return True\n",
        "import torch\nclass A(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, *a): return True\n",
        "class N(float):\n    def __lt__(self, other): return other > 3\n",
        "class N(int):\n    __eq__ = print\n",
        "N = type('N', (int,), {'__eq__': lambda self, other: True})\n",
        "class N:\n    @property\n    def __class__(self): return float\n",
        "def f(x):\n    x.__class__ = int\n",
    ],
    Look.PICKLE: ["class A:\n    def __reduce__(self): return print, ('x',)\n"],
    Look.LINGERS: [
        "import atexit\n@atexit.register\ndef f(): pass\n",
        "from threading import Thread\nThread(target=print, daemon=True).start()\n",
        "import threading\nt = threading.Thread(target=print)\nt.daemon = True\n",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n",
        "class A:\n    def __del__(self):\n        open('grade', 'w').write('100')\n",
    ],
    Look.ENDS: ["import os\nos._exit(0)\n", "from os import abort\n"],
    Look.GRADED: [
        "import os\nx = os.environ.get('GRADESCOPE_ID')\n",
        "import os\nif 'CI' in os.environ: pass\n",
        "from os import environ, getenv\nx = environ['PYTEST_CURRENT_TEST'] or getenv('NBGRADER')\n",
        "import os\nprint(dict(os.environ))\n",
        "import sys\nif 'pytest' in sys.modules: pass\n",
    ],
    Look.HIDDEN: [
        "import base64\nexec(base64.b64decode('cHJpbnQ='))\n",
        "x = eval(''.join(chr(each) for each in [49, 50]))\n",
        "import marshal\n",
    ],
    Look.SCORE: [
        "print('{\"score\": 100}')\n",
        "import json\nprint(json.dumps({'tests': [], 'score': 10.0}))\n",
        "import sys\nsys.stdout.write(\"{'grade': 'passed'}\")\n",
        "import json\njson.dump({'max_score': 1}, open('r', 'w'))\n",
        "GRADE = {'score': 100, 'max_score': 100}\n",
    ],
}

#: What honest hand-ins do, each beside the reason for a look that it comes near to.
HONEST = {
    Look.FRAMES: [
        "import inspect, gc, sys\nprint(inspect.signature(print), gc.collect(), sys.exc_info())\n",
        "import traceback\ndef f():\n    try: return 1\n    except ValueError: traceback.print_exc()\n",
        "import sys\nIN_COLAB = 'google.colab' in sys.modules\n",
        "import inspect\ndef sigmoid(x): return x\nprint(inspect.getsource(sigmoid))\n",
        "import sys\nsys.path.append('..')\nsys.setrecursionlimit(5000)\n",
        "def f(self): return self.__class__.__name__, self.__dict__\n",
    ],
    Look.ARGUMENT: [
        "def sgd(f, x0):\n    print('descending', f.__name__)\n    print(f'{f.__name__}: {x0}')\n",
        "def timed(f):\n    def g(x): return f(x)\n    g.__name__ = f.__name__\n    return g\n",
    ],
    Look.GRADER: ["from utils.gradcheck import gradcheck_naive\nfrom sgd import sgd\n", "from .grader import x\n"],
    Look.SYSTEM_FILE: [
        "x = open('/home/ann/cs224n/data/train.txt')\n",
        "x = open('/content/drive/MyDrive/hw2/data/dev.txt')\n",
        "x = open('/proc/cpuinfo').read()\n",
        "expected = {'expected': 1, 'reference': 2}\nprint('expected:', expected['expected'])\n",
        "x = open('data/reference.txt'), open('results.json', 'w'), open('out/expected.csv')\n",
        "def f():\n    '/etc/passwd'\n",
        "x = 'loss/etc/passed'\n",
    ],
    Look.SEARCH: ["import os, glob\nx = os.listdir('data'), glob.glob('data/*.txt'), os.walk('/content/data')\n"],
    Look.CHANNEL: ["x = open('a.txt', 'w')\ny = open(0).read()\n"],
    Look.NATIVE: ["import numpy as np\nx = np.memmap('a.dat')\n"],
    Look.NETWORK: [
        "import urllib.request\nurllib.request.urlretrieve('http://x/data.zip', 'data.zip')\n",
        "import requests\ndef download(url):\n    return requests.get(url)\n",
        "class socket: pass\nx = socket()\n",
    ],
    Look.COMMAND: [
        "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'gensim'])\n",
        "import os\nos.system('gdown --id 1x')\nos.system('cls' if os.name == 'nt' else 'clear')\n",
        "import subprocess\nprint(subprocess.check_output('nvidia-smi', shell=True))\n",
    ],
    Look.PROCESS: [
        "import multiprocessing\nworkers = multiprocessing.cpu_count()\n",
        "import os\nx = os.getpid(), os.cpu_count()\n",
        "if __name__ == '__main__':\n    from multiprocessing import Pool\n    Pool(2)\n",
    ],
    Look.PATCH: [
        "import numpy as np\nnp.int = int\nold = np.load\nnp.load = lambda *a, **k: old(*a, allow_pickle=True, **k)\n",
        "import pickle\npickle.DEFAULT_PROTOCOL = 4\n",
        "import torch\ndef f(on): torch.backends.cudnn.benchmark = on\n",
        "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n",
        "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (4, 4)\n",
        "import numpy as np\nx = np.zeros(4)\nx.shape = 2, 2\n",
        "import sys\nsys.stdout = open('log', 'w')\n",
    ],
    Look.ALWAYS_EQUAL: ["class P:\n    def __eq__(self, other): return self.x == other.x\n"],
    Look.POSES: [
        "class Tensor:\n    __array_ufunc__ = None\n    def __add__(self, other): return self\n",
        "class Item(tuple):\n    def __lt__(self, other): return self[0] < other[0]\n",
        "class Name(str):\n    def __repr__(self): return 'x'\n",
        "print(type(3))\nA = type('A', (), {'x': 1})\n",
    ],
    Look.PICKLE: ["class A:\n    def __getstate__(self): return {}\n"],
    Look.LINGERS: [
        "import threading\nt = threading.Thread(target=print, daemon=False)\n",
        "import signal\nprint(signal.SIGINT)\n",
        "class A:\n    def __del__(self): self.file.close()\n",
    ],
    Look.ENDS: ["import sys\ndef f(): sys.exit(1)\n"],
    Look.GRADED: [
        "import os\nos.environ['CUDA_VISIBLE_DEVICES'] = '0'\nx = os.environ.get('COLAB_GPU'), os.getenv('HOME')\n",
        "import os\nenv = os.environ.copy()\n",
        "import unittest\n",
    ],
    Look.HIDDEN: [
        "import re\np = re.compile('a')\ndef f(model): model.eval(); model.compile()\n",
        "for line in open('a'): x = eval(line)\n",
    ],
    Look.SCORE: [
        "import json\ndef f(s):\n    print(json.dumps({'score': s, 'lr': 0.1}))\n",
        "print({'score': s}, 'score: 10')\nbest = {'score': 0, 'lr': 1}\n",
        "def f():\n    '''Returns {\"score\": 1}.'''\n",
    ],
}


def cases(table):
    named = [(f"{look.name}-{number}", look, source) for look in table for number, source in enumerate(table[look])]
    return [pytest.param(look, source, id=name) for name, look, source in named]


def test_each_reason_has_a_hit_and_an_honest_near_miss():
    assert set(HITS) == set(HONEST) == set(Look)


@pytest.mark.parametrize(("look", "source"), cases(HITS))
def test_what_is_worth_a_look_is_flagged_with_its_place(look, source):
    found = [flag for flag in flags(source) if look.value in flag]
    assert len(found) == 1, flags(source)
    assert found[0].startswith("See word2vec.py, line ")


@pytest.mark.parametrize(("look", "source"), cases(HONEST))
def test_what_honest_hand_ins_do_is_no_flag(look, source):
    assert flags(source) == ()


def test_a_flag_is_one_sentence_with_place_reason_and_name():
    assert flags("import sys\n\n\ndef skipgram():\n    return sys._getframe(1)\n") == (
        "See word2vec.py, line 5: it looks at who calls it, or at memory that is not its own (`sys._getframe`).",
    )


def test_a_line_is_one_place_however_much_is_in_it():
    [flag] = flags("import os\nos.kill(os.getppid(), os.fork())\n")
    assert flag == "See word2vec.py, line 2: it starts, signals or changes processes (`os.fork`)."


def test_python_s_own_functions_are_called_by_their_names():
    [flag] = flags("exec('x = 1')\n")
    assert flag.endswith("does not tell what it does (`exec`).")


def test_many_places_of_a_kind_are_one_flag():
    source = "import gc\n" + "x = gc.get_objects()\n" * 50
    assert flags(source, sgd="import os\nos._exit(0)\n") == (
        "See word2vec.py, line 2: it looks at who calls it, or at memory that is not its own (`gc.get_objects`)"
        "; also word2vec.py, line 3 (`gc.get_objects`); also word2vec.py, line 4 (`gc.get_objects`)"
        "; and 47 more places.",
        "See sgd.py, line 2: it ends the process at once (`os._exit`).",
    )


def test_code_that_waits_for_main_never_runs_and_is_no_flag():
    source = "import os\nif __name__ == '__main__':\n    os._exit(0)\nelse:\n    os.abort()\n"
    assert flags(source) == ("See word2vec.py, line 5: it ends the process at once (`os.abort`).",)


def test_modules_of_the_students_own_are_not_the_graders():
    assert flags("import grader\n", grader="x = 1\n") == ()


def test_the_place_in_a_notebook_is_a_cell(tmp_path):
    found = handed_in(tmp_path, {"hw.ipynb": notebook("x = 1", "import os\nos._exit(0)")})
    assert flags_of(found, (), ()) == ("See hw.ipynb, cell 2, line 2: it ends the process at once (`os._exit`).",)


def test_a_flag_shows_a_students_words_as_data():
    [flag] = flags("x = open('/etc/\\x1b[31m\\u202e<b>" + "y" * 100 + "')\n")
    assert flag.isprintable() and "\\x1b[31m\\u202e" in flag and len(flag) < 200


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "a." * 900 + "b\n",
        "x = " + "(" * 90 + "1" + ")" * 90 + "\n",
        "x = " + "-" * 900 + "1\n",
        "x = a" + " - a" * 900 + "\n",
        "import inspect\n" + "inspect.getsource(f)\n" * 2000 + "def f(): pass\n" * 2000,
        "x = '" + "/" * 90_000 + "'\nimport os\nos.environ['" + "a" * 90_000 + "']\n",
    ],
)
def test_absurd_code_is_read_like_any_other(source):
    assert flags(source) == ()


def test_too_much_code_is_not_looked_through_and_a_flag_says_so():
    long = "x = 1\n" + "#" * (LONGEST - 100) + "\n"
    assert flags("import os\nos._exit(0)\n", long=long, last="x = 2\n" * 100) == (
        "See word2vec.py, line 2: it ends the process at once (`os._exit`).",
        "last.py was not looked through for flags: there is too much code.",
    )


def test_a_file_that_cannot_be_read_leaves_the_others_their_flags():
    found = submission(a="x = 1\n", b="import ctypes\n")
    broken = replace(found, modules=(replace(found.modules[0], source="def ("), found.modules[1]))
    assert len(flags_of(broken, (), ())) == 1


# ---- who sees them
def test_a_flag_is_in_everything_for_the_instructor_and_in_nothing_for_the_student(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", 2)]})
    cheating = "import ctypes\ndef double(x): return 2 * x\n"
    cells = json.loads(notebook("x = 1"))
    cells["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["Score: 10/10\n"]}]
    folder = hand_in(tmp_path, own=cheating)
    (folder / "hw.ipynb").write_text(json.dumps(cells))
    report = graded(desk(specs), folder)
    assert report.score == 2, "a flag costs nothing"
    assert len(report.flags) == 2
    for words in ("ctypes", "Score: 10/10"):
        assert words in render(report, "instructor") and words in dumps(as_json(report, "instructor"))
        assert words not in render(report, "student") and words not in dumps(as_json(report, "student"))


# ---- nobody honest
ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for path in (ROOT / "submissions").glob("*/*") if path.is_dir())
GIVEN = sorted((ROOT / "specs").glob("*/given"))


@pytest.mark.parametrize("folder", [*SAMPLES, *GIVEN], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sample_and_no_given_file_is_flagged(folder):
    slug = folder.name if folder in SAMPLES else folder.parent.name
    about = desk(slug=slug)
    found = handed_in(folder, {}, tuple(about.given.names) if folder in SAMPLES else ())
    checks = [check for question in about.assignment.questions for check in question.checks]
    assert flags_of(found, checks, about.given.names) == ()
