"""What running a statement would do that grading has no use for, or no place for: training, downloads, files, plots.

Read from the names that are called, through the student's own functions. Nothing is run to find out.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from grader.submission.parsed import children, inner_statements, walk
from grader.submission.scopes import FUNCTIONS
from grader.submission.text import shown


class Effect(IntEnum):
    """The kinds, in the order in which one is told where a statement has several."""

    TRAINS = 1
    DOWNLOADS = 2
    FETCHES = 3
    COLAB = 4
    ASKS = 5
    ENDS = 6
    READS = 7
    WRITES = 8


#: What the student's report says; `{}` is the call by which it was recognised.
SENTENCES = {
    Effect.TRAINS: "Training is not run (`{}`).",
    Effect.DOWNLOADS: "Nothing is downloaded here (`{}`).",
    Effect.FETCHES: "Data sets and trained models are not fetched here (`{}`).",
    Effect.COLAB: "Colab and Google Drive are not here (`{}`).",
    Effect.ASKS: "Nobody is there to answer (`{}`).",
    Effect.ENDS: "It would stop or delay everything (`{}`).",
    Effect.READS: "It reads files that were not handed in (`{}`).",
    Effect.WRITES: "It writes files or starts programs, which grading has no use for (`{}`).",
}

_BY_LAST = {
    Effect.TRAINS: "backward step fit fit_generator train train_model train_on_batch Trainer TrainingArguments "
    "Seq2SeqTrainer Seq2SeqTrainingArguments hyperparameter_search",
    Effect.DOWNLOADS: "urlretrieve urlopen download download_url download_file snapshot_download hf_hub_download "
    "cached_download dataset_download download_and_extract_archive get_file cached_path",
    Effect.FETCHES: "load_dataset from_pretrained load_metric load_dataset_builder GloVe FastText CharNGram AG_NEWS "
    "WikiText2 WikiText103 PennTreebank SST IMDB fetch_20newsgroups",
    Effect.COLAB: "get_ipython mount flush_and_unmount",
    Effect.ASKS: "input raw_input getpass",
    Effect.ENDS: "exit quit _exit abort sleep",
    Effect.READS: "open read_csv read_table read_json read_excel read_parquet read_pickle loadtxt genfromtxt fromfile "
    "load_from_disk read_text read_bytes listdir scandir glob rglob iglob iterdir load_npz memmap loadmat ZipFile "
    "TarFile load_word2vec_format imread parse_args parse_known_args",
    Effect.WRITES: "savefig save savez savetxt to_csv to_json to_pickle dump save_pretrained push_to_hub makedirs "
    "mkdir rmtree system Popen chdir SummaryWriter notebook_login extractall",
}
_LAST = {name: effect for effect, names in _BY_LAST.items() for name in names.split()}
_ROOT = {
    "gdown": Effect.DOWNLOADS, "wget": Effect.DOWNLOADS, "requests": Effect.DOWNLOADS, "kagglehub": Effect.DOWNLOADS,
    "kaggle": Effect.DOWNLOADS, "drive": Effect.COLAB, "subprocess": Effect.WRITES, "shutil": Effect.WRITES,
    "wandb": Effect.WRITES,
}  # fmt: skip
_LOADERS = frozenset({"np", "numpy", "torch", "pickle", "json", "joblib", "sp", "scipy", "yaml", "cPickle"})
_MAKE = ("__init__", "__new__", "__post_init__")


@dataclass(frozen=True)
class Found:
    """One effect and the call that shows it."""

    effect: Effect
    call: str

    @property
    def sentence(self) -> str:
        return SENTENCES[self.effect].format(shown(self.call, 60))


@dataclass
class Effects:
    """The effects of a module's statements; knows what the module's own functions do when they are called."""

    handed_in: Collection[str]  # the names of all files, without their folders
    texts: Mapping[str, str]  # names of the module that are plain texts: they may name a file
    _own: dict[str, Found] = field(default_factory=dict)  # functions by name, methods as ".name"
    _defined: set[str] = field(default_factory=set)

    def learn(self, tree: ast.Module) -> None:
        """Takes note of what each function and class of the module does, itself or through another."""
        callers: dict[str, list[str]] = {}
        todo: list[str] = []
        callables = list(_callables(tree))
        self._defined.update(name for name, _ in callables)
        for name, bodies in callables:
            calls = _calls(bodies, inside=True)
            found = self._first(calls)
            if found:
                self._own[name] = min(found, self._own.get(name, found), key=lambda one: one.effect)
                todo.append(name)
            for called in {key for call in calls for key in _keys(call)}:
                callers.setdefault(called, []).append(name)
        while todo:
            called = todo.pop()
            for name in callers.get(called, ()):
                if name not in self._own:
                    self._own[name] = Found(self._own[called].effect, called.lstrip("."))
                    todo.append(name)

    def of(self, node: ast.AST) -> Found | None:
        """What running a statement would do; None where that is nothing but computing."""
        calls = _calls([node], inside=False)
        direct = self._first(calls)
        own = [
            Found(self._own[key].effect, key.lstrip(".")) for call in calls for key in _keys(call) if key in self._own
        ]
        found = min([*([direct] if direct else []), *own], key=lambda one: one.effect, default=None)
        if found and found.effect is Effect.READS and self._names_a_file(node):
            return None
        return found

    def _first(self, calls: Iterable[ast.Call]) -> Found | None:
        found = [Found(effect, ".".join(called(call)).lstrip(".")) for call in calls if (effect := self._effect(call))]
        return min(found, key=lambda one: one.effect, default=None)

    def _effect(self, call: ast.Call) -> Effect | None:
        """What a call does going by its name; a function of the student's own is looked into instead."""
        effect = _by_name(called(call), bool(call.args))
        own = isinstance(call.func, ast.Name) and call.func.id in self._defined
        return None if own and effect is not Effect.TRAINS else effect

    def _names_a_file(self, node: ast.AST) -> bool:
        """Whether a text in it, or one that it reads by name, is the name of a file that was handed in."""
        for part in walk(node):
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(part, ast.Name):
                text = self.texts.get(part.id)
            if isinstance(text, str) and text.rpartition("/")[2] in self.handed_in:
                return True
        return False


def called(call: ast.Call) -> tuple[str, ...]:
    """The parts of a call's name: ("torch", "load"); the first is "" where it is no name, as in `f(x).step()`."""
    parts: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return tuple(reversed(parts))


def run_now(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all in it that runs when it runs: not the inside of functions and lambdas."""
    todo = [node]
    while todo:
        part = todo.pop()
        yield part
        if not isinstance(part, (*FUNCTIONS, ast.Lambda)):
            todo.extend(children(part))


def _callables(tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Functions by their names, classes by what making one runs, methods as ".name"."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, FUNCTIONS)]
            yield node.name, [line for one in methods if one.name in _MAKE for line in one.body]
            yield from ((f".{one.name}", one.body) for one in methods)
        elif isinstance(node, FUNCTIONS):
            yield node.name, node.body
        else:
            todo.extend(inner_statements(node))


def _calls(nodes: Iterable[ast.AST], inside: bool) -> list[ast.Call]:
    """All calls in the order of their lines, so that of two the first is told."""
    parts = (part for node in nodes for part in (walk(node) if inside else run_now(node)))
    calls = [part for part in parts if isinstance(part, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _keys(call: ast.Call) -> tuple[str, ...]:
    parts = called(call)
    return (parts[0],) if len(parts) == 1 else (f".{parts[-1]}",)


def _by_name(parts: tuple[str, ...], has_arguments: bool) -> Effect | None:
    first, last = parts[0], parts[-1]
    if last == "train" and len(parts) > 1 and not has_arguments and "trainer" not in first.lower():
        return None  # `model.train()` only sets the mode
    if last == "load" and {"api", "hub", "downloader", "evaluate"}.intersection(parts):
        return Effect.FETCHES
    if last == "load" and first in _LOADERS:
        return Effect.READS
    if first in ("files", "urllib") and last in ("upload", "download", "request"):
        return Effect.COLAB if first == "files" else Effect.DOWNLOADS
    if "datasets" in parts[:-1]:
        return Effect.FETCHES
    if first in _ROOT and (len(parts) > 1 or first == last):
        return _ROOT[first]
    return None if parts == ("step",) else _LAST.get(last)
