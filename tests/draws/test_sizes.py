import pytest

from grader.draws.sizes import DrawMistake, evaluate, letters, read_size


def test_evaluates_letters_numbers_and_formulas():
    sizes = {"Dx": 3, "H": 4, "Dy": 5}
    assert evaluate("(Dx + 1) * H + (H + 1) * Dy", sizes) == 41
    assert evaluate("H - 1", sizes) == 3
    assert evaluate(7, {}) == 7


def test_knows_the_letters_of_a_formula_each_once_in_order():
    assert letters("(Dx + 1) * H + (H + 1) * Dy") == ("Dx", "H", "Dy")


def test_names_a_letter_without_a_value():
    with pytest.raises(DrawMistake, match="dimension `W` has no value here: known are V, D"):
        evaluate("V * W", {"V": 2, "D": 3})


def test_refuses_a_negative_and_an_enormous_size():
    with pytest.raises(DrawMistake, match="`D - 5` is -2: a size lies between 0 and 10,000,000"):
        evaluate("D - 5", {"D": 3})
    with pytest.raises(DrawMistake, match="a size lies between"):
        evaluate("D * D * D * D", {"D": 100})


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("D ** 2", r"`D \*\* 2` can't stand in a size: use letters, whole numbers"),
        ("D / 2", "`D / 2` can't stand in a size"),
        ("f(D)", "can't stand in a size"),
        ("D.real", "can't stand in a size"),
        ("True", "can't stand in a size"),
        ("2.5", "can't stand in a size"),
        ("-D", "can't stand in a size"),
        ("D +", "can't be read as a size"),
        ("", "can't be read as a size"),
        ("_D", "isn't a dimension's letter"),
    ],
)
def test_refuses_what_is_no_formula_of_letters(formula, said):
    with pytest.raises(ValueError, match=said):
        read_size(formula)


@pytest.mark.parametrize("value", [None, True, 2.0, ["D"]])
def test_refuses_values_of_other_types(value):
    with pytest.raises(ValueError, match=r"isn't a size: write a letter"):
        read_size(value)


def test_refuses_a_formula_too_long_to_be_meant():
    with pytest.raises(ValueError, match="300 characters is too long: 200 is the limit"):
        read_size("D" * 300)
    with pytest.raises(ValueError, match="-1 isn't a size"):
        read_size(-1)
