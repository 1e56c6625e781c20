"""The code of assignment 3: what the starter gives, how judges decide, and what shapes of models are read."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reference.language_models as lm
from grader.checks.reference import functions_of
from grader.honesty.injected import injected_models, uneven_texts
from grader.honesty.language import Tokens
from grader.spec.load import load
from grader.spec.model import Assignment
from reference.language_models.judging import corpora, judge_batches, judge_words, places
from reference.mistake import Mistake, mistakes_of
from tests.checks.bench import SPECS, given_of

SLUG = "language-models"
GIVEN = given_of(SLUG)


def spec() -> Assignment:
    return load(SPECS / SLUG, functions_of(None))


def test_the_points_add_up() -> None:
    assert sum(check.total for question in spec().questions for check in question.checks) == 120


def test_the_given_files_and_drivers_define_none_of_the_answers() -> None:
    answers = {name.rpartition(".")[2] for name in spec().functions}
    for file, source, _ in GIVEN.sources.values():
        if file.startswith("given/"):
            defined = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
            assert not defined & answers, file


def test_the_handout_names_what_is_asked_for() -> None:
    handout = (SPECS / SLUG / "handout.md").read_text("utf-8")
    for name in ("forward", "forward_backward_prop", "lm_wrapper", "eval_neural_lm", "OurModel", "DAN"):
        assert f"`{name}" in handout


def test_the_given_reader_makes_a_word_of_every_line(tmp_path: Path) -> None:
    utils = {name: GIVEN.get(f"data_utils.utils.{name}") for name in ("load_dataset", "docs_to_indices", "invert_dict")}
    (tmp_path / "text").write_text("The\tDT\n1,250\tCD\n\n-DOCSTART-\n\nrose\tVB\n\n\n", "utf-8")
    sentences = utils["load_dataset"](str(tmp_path / "text"))
    numbers = utils["invert_dict"](dict(enumerate(["<s>", "</s>", "UUUNKKK", "the", "DGDGDGDG"])))
    assert sentences == [[["The", "DT"], ["1,250", "CD"]], [["rose", "VB"]]]
    assert [row.tolist() for row in utils["docs_to_indices"](sentences, numbers)] == [[0, 0, 3, 4, 1], [0, 0, 2, 1]]


# ---- how a sentence begins
ITS_SECOND_START = "[pair for s in S for pair in zip(s[1:-1], s[2:])]"
EVERY_NEIGHBOUR = "[pair for s in S for pair in zip(s[:-1], s[1:])]"


def evaluation(pairs: str, logarithm: str = "np.log") -> Callable[..., Any]:
    """The starter's `eval_neural_lm` in a file of its own, with these pairs."""
    names: dict[str, Any] = {"np": np, "forward": lm.forward, "reader": driver_names()["utils"]}
    exec(
        f"""def eval_neural_lm(path):
    S = reader.docs_to_indices(reader.load_dataset(path), word_to_num)
    pairs = {pairs}
    rows = [(np.array(num_to_word_embedding[before]).reshape(1, input_dim), after) for before, after in pairs]
    return np.exp(-sum({logarithm}(forward(row, after, params, dimensions)) for row, after in rows) / len(rows))
""",
        names,
    )
    found: Callable[..., Any] = names["eval_neural_lm"]
    return found


def driver_names() -> dict[str, Any]:
    found: dict[str, Any] = GIVEN.driver("bigram.injected").__globals__
    return found


def of_a_model_of_ours(evaluate: Callable[..., Any]) -> tuple[float, float]:
    """What it gives, and what is due."""
    chance, tokens = np.random.default_rng(5), Tokens(("</s>",), end=0)
    model, [text] = injected_models(tokens, chance)[2], uneven_texts(tokens, chance)
    text = text[:36]  # three sentences
    given = GIVEN.driver("bigram.injected")({"after": model.after, "end": 0}, text, evaluate=evaluate)
    return float(np.squeeze(given)), model.perplexity(text)


@pytest.mark.parametrize("pairs", [ITS_SECOND_START, EVERY_NEIGHBOUR])
def test_an_evaluation_is_right_with_the_courses_two_start_symbols_and_with_one(pairs: str) -> None:
    yours, due = of_a_model_of_ours(evaluation(pairs))
    assert yours == pytest.approx(due, rel=1e-6)


def test_a_wrong_evaluation_is_told_with_the_courses_two_start_symbols() -> None:
    yours, due = of_a_model_of_ours(evaluation(ITS_SECOND_START, "np.log2"))
    assert yours == pytest.approx(due ** (1 / np.log(2)), rel=1e-6)


def test_whoever_leaves_out_each_sentences_first_word_is_right_with_neither() -> None:
    yours, due = of_a_model_of_ours(evaluation("[pair for s in S for pair in zip(s[2:-1], s[3:])]"))
    assert abs(yours - due) > 0.01 * due


# ---- judges
def of_batches(wrapper: Callable[..., Any], seed: int = 0) -> dict[str, tuple[bool | None, str]]:
    """What becomes of each aspect, and the mistake that is named."""
    asked = corpora(np.random.default_rng(seed))
    found = GIVEN.driver("bigram.batches")(asked.given[0], wrapper=wrapper)
    return {one.aspect: (one.right, one.mistake.name if one.mistake else "") for one in judge_batches(asked, found, "")}


def test_a_right_batch_is_right_however_it_is_drawn() -> None:
    assert {right for right, _ in of_batches(lm.lm_wrapper).values()} == {True}


@pytest.mark.parametrize("mistake", [*mistakes_of(lm.lm_wrapper), *mistakes_of(lm.drawn_batch)], ids=lambda m: m.name)
def test_each_mistake_about_a_batch_is_named(mistake: Mistake) -> None:
    assert (False, mistake.name) in of_batches(mistake.wrong).values()


def test_a_batch_that_is_drawn_once_for_all_is_told() -> None:
    def seeded(inputs: Any, outputs: Any, *more: Any) -> Any:
        chosen = np.random.default_rng(1).integers(len(inputs), size=50)
        return lm.mean_cost(np.asarray(inputs)[chosen], np.asarray(outputs)[chosen], more[0], more[1], more[2])

    assert of_batches(seeded)["draws"] == (False, "")


@pytest.mark.parametrize("mistake", mistakes_of(lm.forward), ids=lambda m: m.name)
def test_each_mistake_about_one_word_is_named(mistake: Mistake) -> None:
    asked = places(np.random.default_rng(3))
    [found] = judge_words(asked, GIVEN.driver("bigram.words")(asked.given[0], forward=mistake.wrong), "")
    assert found.mistake and found.mistake.name == mistake.name


def test_forward_may_take_a_flat_row_alone() -> None:
    def flat(data: Any, *more: Any) -> Any:
        assert data.ndim == 1
        return lm.forward(data, *more)

    asked = places(np.random.default_rng(3))
    assert judge_words(asked, GIVEN.driver("bigram.words")(asked.given[0], forward=flat), "")[0].right


# ---- models as students write them
def character_model(read: str) -> Any:
    """A GRU whose `forward` begins with this line, which makes x of the embedded character."""
    torch = pytest.importorskip("torch")

    class Model(torch.nn.Module):  # type: ignore[name-defined,misc]
        def __init__(self, input_size: int, hidden_size: int, output_size: int, n_layers: int = 1) -> None:
            super().__init__()
            self.embed = torch.nn.Embedding(input_size, hidden_size)
            self.gru = torch.nn.GRU(hidden_size, hidden_size, n_layers, batch_first="batch" in read)
            self.out = torch.nn.Linear(hidden_size, output_size)

        def forward(self, input_: Any, hidden: Any) -> Any:
            x = self.embed(input_.view(1, 1)) if "batch" in read else self.embed(input_.view(1, -1))
            x = x.squeeze().unsqueeze(0).unsqueeze(0) if "squeeze" in read else x
            x = x.view(1, 1, -1) if "flat" in read else x
            out, hidden = self.gru(x, hidden)
            return self.out(out.squeeze() if "squeeze" in read else out.view(1, -1)), hidden

    return Model


@pytest.mark.parametrize(("read", "together"), [("flat", True), ("batch", True), ("squeeze", False)])
def test_texts_are_read_side_by_side_only_where_that_changes_nothing(read: str, together: bool) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    model = GIVEN.driver("characters.build")(character_model(read), 12, 12)
    assert model.reads_together() is together
    ids = torch.tensor([[3, 1, 4], [5, 9, 2]])
    scores = GIVEN.driver("characters.logits")(model, ids)
    assert scores.shape == (2, 3, 12)
    if together:
        state = model.start(2)
        for t in range(3):
            side, state = model.steps(ids[:, t], state)
            assert torch.allclose(side, scores[:, t], atol=1e-5)


@pytest.mark.parametrize(
    "constructor",
    ["vocab_size, embedding_dim, hidden_dim, num_classes", "embeddings, hidden_sizes, dropout_rate=0.1", "config"],
)
def test_a_network_is_made_by_the_names_of_its_constructor(constructor: str) -> None:
    torch = pytest.importorskip("torch")
    body = "self.made = locals(); self.out = torch.nn.Linear(3, 2)"
    names: dict[str, Any] = {"torch": torch}
    head = f"class DAN(torch.nn.Module):\n    def __init__(self, {constructor}):"
    exec(f"{head}\n        super().__init__(); {body}", names)
    made = GIVEN.driver("dan.build")(names["DAN"], 41, 2).made
    known = {"vocab_size": 41, "embedding_dim": 8, "hidden_dim": 12, "num_classes": 2, "hidden_sizes": [12, 12]}
    assert all(made[name] == value for name, value in known.items() if name in made)
    if "config" in made:
        assert made["config"].num_labels == 2 and made["config"]["hidden_size"] == 12


@pytest.mark.parametrize(
    "constructor",
    ["vocab_size=9, hidden=[300, 300], act=None", "vocab_size, n_hidden=(64,)", "vocab_size, layers: list[int]"],
)
def test_where_a_constructor_has_a_list_it_gets_the_widths_of_the_layers(constructor: str) -> None:
    torch = pytest.importorskip("torch")
    names: dict[str, Any] = {"torch": torch}
    head = f"class DAN(torch.nn.Module):\n    def __init__(self, {constructor}):"
    body = "given = locals(); super().__init__(); self.made = given; self.out = torch.nn.Linear(3, 2)"
    exec(f"{head}\n        {body}", names)
    made = GIVEN.driver("dan.build")(names["DAN"], 41, 2, chosen=True).made
    assert [made[one] for one in ("hidden", "n_hidden", "layers") if one in made] == [[12, 12]]


def test_a_constructor_that_asks_for_something_unknown_is_for_a_person() -> None:
    torch = pytest.importorskip("torch")

    class DAN(torch.nn.Module):  # type: ignore[name-defined,misc]
        def __init__(self, vocab_size: int, mystery: int) -> None:
            super().__init__()

    with pytest.raises(Exception, match="asks for mystery"):
        GIVEN.driver("dan.build")(DAN, 41, 2)
