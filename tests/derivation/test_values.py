"""Values and their arithmetic: shapes that fit, shapes that don't, and what numpy says."""

import numpy as np
import pytest

from grader.derivation.valuing import functions, operations
from grader.derivation.valuing.values import IllTyped, Kind, Value, flexible, number, plain

COLUMN = plain([1.0, 2.0, 3.0])
ROW = plain([[1.0, 2.0, 3.0]])
MATRIX = plain([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def test_a_list_of_numbers_is_a_column_and_a_single_number_a_scalar() -> None:
    assert COLUMN.shape == (3, 1)
    assert plain([[7.0]]).shape == ()


def test_a_literal_zero_is_a_zero_and_a_computed_one_is_not() -> None:
    assert number(0.0).is_zero
    assert not plain(0.0).is_zero
    assert not flexible(Kind.IDENTITY).is_scalar


def test_a_matrix_product_needs_equal_inner_sizes() -> None:
    assert operations.matrix_product(MATRIX, COLUMN).array.tolist() == [[14.0], [32.0]]
    with pytest.raises(IllTyped, match="inner sizes") as raised:
        operations.matrix_product(COLUMN, COLUMN)
    assert raised.value.shapes == ((3, 1), (3, 1))


def test_a_row_by_a_column_is_a_scalar_and_a_column_by_a_row_a_matrix() -> None:
    assert operations.matrix_product(ROW, COLUMN).shape == ()
    assert operations.matrix_product(COLUMN, ROW).shape == (3, 3)


def test_vectors_that_lie_differently_are_never_added() -> None:
    with pytest.raises(IllTyped, match="added"):
        operations.total([COLUMN, ROW])
    with pytest.raises(IllTyped, match="entry by entry"):
        operations.multiply(COLUMN, ROW)
    with pytest.raises(IllTyped, match="divided"):
        operations.divide(COLUMN, ROW)


def test_inner_and_outer_products_look_at_lengths_alone() -> None:
    assert float(operations.dot(COLUMN, ROW).array) == 14.0
    assert operations.outer(ROW, ROW).shape == (3, 3)
    with pytest.raises(IllTyped, match="same length"):
        operations.dot(COLUMN, plain([1.0, 2.0]))
    with pytest.raises(IllTyped, match="two vectors"):
        operations.outer(MATRIX, ROW)


def test_numbers_among_themselves_stay_numbers() -> None:
    half = operations.divide(number(1.0), number(2.0))
    assert half.kind is Kind.NUMBER
    assert operations.multiply(half, plain(3.0)).kind is Kind.PLAIN
    assert functions.apply("exp", number(0.0)).kind is Kind.NUMBER


def test_softmax_runs_along_the_vector_however_it_lies_and_refuses_a_matrix() -> None:
    assert functions.softmax(COLUMN).array.sum() == pytest.approx(1.0)
    assert functions.softmax(ROW).shape == (1, 3)
    with pytest.raises(IllTyped, match="softmax needs a vector"):
        functions.softmax(MATRIX)


def test_sigmoid_does_not_overflow() -> None:
    assert functions.sigmoid(plain([-1000.0, 0.0, 1000.0])).array.ravel().tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("name", sorted(functions.ENTRYWISE))
def test_every_function_of_an_entry_is_numpys(name: str) -> None:
    known = {"sigmoid": lambda x: 1 / (1 + np.exp(-x)), "relu": lambda x: np.maximum(x, 0)}
    expected = known[name] if name in known else getattr(np, name)
    assert np.allclose(functions.apply(name, MATRIX).array, expected(MATRIX.array))


def test_a_stack_of_columns_is_a_matrix_and_blocks_that_do_not_fit_are_refused() -> None:
    stacked = operations.stack([[COLUMN, COLUMN]])
    assert stacked.shape == (3, 2)
    assert operations.stack([[number(1.0)], [number(2.0)]]).shape == (2, 1)
    with pytest.raises(IllTyped, match="fit together"):
        operations.stack([[COLUMN, ROW]])
    with pytest.raises(IllTyped, match="fit together"):
        operations.stack([[COLUMN], [MATRIX]])


def test_parts_of_a_matrix_are_taken_as_they_lie() -> None:
    assert operations.column(MATRIX, 1).array.tolist() == [[2.0], [5.0]]
    assert operations.row(MATRIX, 1).array.tolist() == [[4.0, 5.0, 6.0]]
    assert float(operations.entry(ROW, 2).array) == float(operations.entry(COLUMN, 2).array) == 3.0


def test_the_largest_entry_and_the_norm_need_a_vector() -> None:
    assert float(functions.apply("max", COLUMN).array) == 3.0
    assert float(functions.norm(plain([3.0, 4.0])).array) == 5.0
    with pytest.raises(IllTyped, match="largest or smallest"):
        functions.apply("min", MATRIX)
    with pytest.raises(IllTyped, match="norm"):
        functions.norm(MATRIX)


def test_a_diagonal_matrix_is_made_of_a_vector_alone() -> None:
    assert functions.diagonal(ROW).array.tolist() == np.diag([1.0, 2.0, 3.0]).tolist()
    with pytest.raises(IllTyped, match="diag needs a vector"):
        functions.diagonal(MATRIX)


def test_softmax_has_no_derivative_entry_by_entry() -> None:
    with pytest.raises(IllTyped, match="several entries at once"):
        functions.apply("softmax", COLUMN, primes=1)


def test_a_value_shows_itself() -> None:
    assert repr(Value(np.asarray(2.0))) == "Value(2.0, plain)"
