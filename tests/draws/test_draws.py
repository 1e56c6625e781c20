import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from pydantic import TypeAdapter

from grader.code import Given, Instance
from grader.draws.case import FunctionName
from grader.draws.dimensions import DimensionRange
from grader.draws.draws import Draws
from grader.draws.generators import WORDS, Generator
from grader.draws.plain import told
from grader.draws.sizes import DrawMistake

ARGUMENTS = TypeAdapter(dict[str, Generator])
K = {"K": DimensionRange(min=1, max=12)}


def cases(arguments, variants=(), dimensions=None, count=5, seed="seed", path=("a", "q", "c")):
    read = ARGUMENTS.validate_python
    return Draws(seed, *path).cases(read(arguments), [read(one) for one in variants], dimensions or {}, count)


def one(generator, **others):
    return cases({"x": generator, **others})[0]


def test_one_seed_and_path_give_the_same_numbers_for_ever():
    first, again = (cases({"x": {"normal": ["N", "D"]}})[0] for _ in range(2))
    assert first.label == again.label == "draw 1 (N = 3, D = 7)"
    assert np.array_equal(first.arguments["x"], again.arguments["x"])
    assert float(first.arguments["x"][0, 0]) == pytest.approx(0.37032, abs=1e-5)


def test_another_seed_question_or_check_gives_other_numbers():
    first = cases({"x": {"normal": [4]}})[0].arguments["x"]
    for seed, path in (("other", ("a", "q", "c")), ("seed", ("a", "p", "c")), ("seed", ("a", "q", "d"))):
        assert not np.array_equal(first, cases({"x": {"normal": [4]}}, seed=seed, path=path)[0].arguments["x"])


def test_a_path_is_more_than_its_letters_in_a_row():
    first, second = (Draws("s", *path).randomness().random() for path in (("ab", "c"), ("a", "bc")))
    assert first != second


def test_another_argument_changes_no_value():
    alone = cases({"x": {"normal": ["D"]}})[0].arguments["x"]
    beside = cases({"x": {"normal": ["D"]}, "y": {"uniform": ["D"]}})[0].arguments["x"]
    assert np.array_equal(alone, beside)


def test_five_draws_are_distinct_largest_square_smallest_distinct():
    sizes = [case.dimensions for case in cases({"x": {"normal": ["V", "D"]}, "K": {"dimension": "K"}}, dimensions=K)]
    assert [len(set(size.values())) for size in sizes] == [3, 3, 1, 3, 3]
    assert (sizes[1]["K"], sizes[3]["K"]) == (12, 1)


def test_every_variant_has_its_own_draws_and_numbers_go_on():
    drawn = cases({"x": {"normal": ["N", "D"]}}, [{}, {"x": {"normal": ["D"]}}], count=2)
    assert [case.label.split(" (")[0] for case in drawn] == ["draw 1", "draw 2", "draw 3", "draw 4"]
    assert [case.arguments["x"].ndim for case in drawn] == [2, 2, 1, 1]


def test_where_nothing_is_drawn_one_case_is_enough():
    drawn = cases({"x": {"array": [[1, 2], [3, 4]]}, "K": {"constant": 3}})
    assert [case.label for case in drawn] == ["draw 1"]
    sampler = {"object": "samplers.T", "with": {"tokens": {"tokens": "V", "count": 3}}}
    assert len(cases({"s": sampler})) == 5


def test_arrays_have_the_shape_type_and_axes_of_the_spec():
    case = one({"normal": ["N", 2, "D + 1"], "scale": 0.0})
    assert case.arguments["x"].shape == (case.dimensions["N"], 2, case.dimensions["D"] + 1)
    assert case.axes["x"] == ("N", "", "D + 1")
    assert not case.arguments["x"].any()
    uniform = one({"uniform": [1000], "low": 2, "high": 3}).arguments["x"]
    assert uniform.dtype == np.float64
    assert 2 <= uniform.min() < 2.1
    assert 2.9 < uniform.max() < 3
    assert one({"array": [[1, 2]], "dtype": "int64"}).arguments["x"].dtype == np.int64
    assert one({"normal": []}).arguments["x"].shape == ()


def test_one_hot_rows_hold_a_single_1():
    x = one({"one_hot": ["N", "Dy"]}).arguments["x"]
    assert x.dtype == np.float64
    assert (x.sum(axis=1) == 1).all()
    assert set(x.ravel()) == {0.0, 1.0}
    assert one({"one_hot": ["Dy"]}).arguments["x"].ndim == 1


def test_an_index_is_a_python_int_whose_row_is_named():
    case = one({"index": "V"})
    assert type(case.arguments["x"]) is int
    assert case.rows == {"V": {case.arguments["x"]: "the row of x"}}


def test_dimensions_are_python_ints():
    case = one({"dimensions": ["Dx", "H"]}, y={"dimension": "Dx"})
    assert case.arguments["x"] == [case.dimensions["Dx"], case.dimensions["H"]]
    assert case.arguments["y"] == case.dimensions["Dx"]
    assert type(case.arguments["y"]) is int


@pytest.mark.parametrize("seed", [str(seed) for seed in range(40)])
def test_repeated_indices_repeat_wherever_they_can(seed):
    spec = {"x": {"indices": 1000, "count": "C", "repeated": True}}
    for case in cases(spec, dimensions={"C": DimensionRange(min=1, max=4)}, seed=seed):
        x = case.arguments["x"]
        assert x.dtype == np.int64
        assert len(set(x.tolist())) < len(x) or len(x) == 1


def test_rows_of_indices_say_which_repeat():
    case = one({"indices": "V", "count": 12, "repeated": True, "as": "list"})
    x = case.arguments["x"]
    assert isinstance(x, list)
    for row, times in Counter(x).items():
        expected = "the row of an index that repeats in x" if times > 1 else "the row of an index in x"
        assert case.rows["V"][row] == expected


@pytest.mark.parametrize("seed", [str(seed) for seed in range(20)])
def test_a_mapping_never_stands_in_the_rows_order(seed):
    for case in cases({"x": {"mapping": "V"}}, seed=seed):
        rows = list(case.arguments["x"].values())
        assert sorted(rows) == list(range(case.dimensions["V"]))
        assert rows != sorted(rows)
        assert all(word.isalpha() and word.islower() for word in case.arguments["x"])


def test_words_may_stand_before_their_mapping_and_their_rows_are_named():
    words = {"words": "tokens", "count": "C", "repeated": True}
    for case in cases({"current": {"word": "tokens"}, "context": words, "tokens": {"mapping": "V"}}):
        tokens, context = case.arguments["tokens"], case.arguments["context"]
        assert list(case.arguments) == ["current", "context", "tokens"]
        assert len(context) == case.dimensions["C"]
        repeated = max(context, key=context.count)
        assert context.count(repeated) > 1
        assert "the row of a word that repeats in context" in case.rows["V"][tokens[repeated]]
        assert "the row of current" in case.rows["V"][tokens[case.arguments["current"]]]


def test_segments_name_the_entries_of_a_flat_vector():
    case = one({"normal": ["Dx * H + H"], "segments": {"W1": "Dx * H", "b1": "H"}})
    sizes = case.dimensions
    names = case.rows["Dx * H + H"]
    assert case.axes["x"] == ("Dx * H + H",)
    assert [names[0], names[sizes["Dx"] * sizes["H"]]] == ["W1", "b1"]
    assert len(names) == len(case.arguments["x"])


def test_an_object_carries_what_it_is_made_with():
    case = one({"object": "samplers.TokenSampler", "with": {"size": {"dimension": "V"}}})
    assert case.arguments["x"] == Instance("samplers.TokenSampler", {"size": case.dimensions["V"]})


def test_functions_stay_names():
    case = one({"function": "word2vec.naive_softmax"}, y={"given": "functions.quadratic"})
    assert case.arguments == {"x": FunctionName("word2vec.naive_softmax"), "y": Given("functions.quadratic")}


def test_a_constant_is_no_cases_to_share():
    first, second = cases({"x": {"constant": [1]}, "y": {"normal": [2]}}, count=2)
    first.arguments["x"].append(2)
    assert second.arguments["x"] == [1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"x": {"word": "toks"}}, "argument `x`: `toks` is no argument with a `mapping`"),
        ({"x": {"tokens": "V", "count": 2, "avoiding": "y"}}, "argument `x`: there is no argument `y`"),
        ({"x": {"tokens": 1, "count": 2, "avoiding": "y"}, "y": {"index": 1}}, "argument `x`: every row is a target"),
        ({"x": {"index": "V - V"}}, "argument `x`: there is no row to draw from: `V - V` is 0"),
        ({"x": {"word": "m"}, "m": {"mapping": 0}}, "argument `x`: there is no word to draw from: `m` is empty"),
        (
            {"x": {"normal": ["H"], "segments": {"W": "H", "b": 1}}},
            "argument `x`: the segments have . entries together, the vector `H`",
        ),
        (
            {"x": {"tokens": 3, "count": 1, "avoiding": "y"}, "y": {"tokens": 3, "count": 1, "avoiding": "x"}},
            "the arguments x -> y -> x refer to each other in a circle",
        ),
        (
            {"x": {"tokens": 3, "count": 1, "avoiding": "y"}, "y": {"constant": 3}},
            "argument `x`: `y` is no argument with an `index`, `indices`, a `word` or `words`",
        ),
    ],
)
def test_a_mistake_names_the_argument(arguments, said):
    with pytest.raises(DrawMistake, match=said):
        cases(arguments)


def test_every_generator_can_be_drawn():
    from grader.draws.drawing import draw

    assert [model for model in WORDS.values() if draw.dispatch(model) is draw.dispatch(object)] == []


def test_models_of_generators_do_not_import_numpy():
    code = "import sys, grader.draws.generators, grader.draws.dimensions; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---- asked again
def test_who_asks_again_is_given_the_same_draws_that_nobody_has_changed():
    arguments = ARGUMENTS.validate_python({
        "words": {"mapping": "V"}, "x": {"normal": ["V", "D"]},
        "dataset": {"object": "samplers.TokenSampler", "with": {"tokens": {"tokens": "V", "count": 4}}},
    })  # fmt: skip
    draws, once = Draws("seed", "a"), Draws("seed", "a").cases(arguments)
    for _ in range(3):
        again = draws.cases(arguments)
        assert [_told(case) for case in again] == [_told(case) for case in once]
        for case in again:
            case.arguments["x"][:] = 7
            case.arguments["words"].clear()
            case.arguments["dataset"].arguments["tokens"].append(7)
            case.arguments["more"] = 7
            case.dimensions.clear()
            case.rows.clear()


def test_another_spec_is_drawn_for_itself():
    draws = Draws("seed", "a")
    shapes = [draws.cases(ARGUMENTS.validate_python({"x": {"normal": [n]}}))[0].arguments["x"].shape for n in (2, 3, 2)]
    assert shapes == [(2,), (3,), (2,)]


def test_what_is_too_large_to_keep_is_drawn_again():
    arguments = ARGUMENTS.validate_python({"x": {"normal": [200_000]}})
    draws = Draws("seed", "a")
    first, again = (draws.cases(arguments, count=1)[0].arguments["x"] for _ in range(2))
    assert first.tobytes() == again.tobytes() and draws._known == []


def _told(case):
    return case.label, told(case.dimensions), told(case.arguments), told(case.axes), told(case.rows)
