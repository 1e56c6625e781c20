from grader.outcome import ConfusionMatrix
from grader.report.confusion import as_text, matrix_of
from tests.report.measured import SENTIMENT, TEN


def test_counts_come_with_sums_of_rows_columns_and_all():
    matrix = matrix_of(SENTIMENT)
    assert [row.total for row in matrix.rows] == [139, 289, 229, 279, 165]
    assert matrix.totals == (26, 423, 230, 325, 97) and matrix.total == 1101


def test_shades_are_shares_of_the_row_and_a_rare_mistake_is_not_white():
    [first, second] = matrix_of(ConfusionMatrix(("a", "b"), ((50, 50), (1, 999)))).rows
    assert [cell.shade for cell in first.cells] == [4, 4]
    assert [cell.shade for cell in second.cells] == [1, 8]
    assert [cell.shade for cell in matrix_of(ConfusionMatrix(("a", "b"), ((0, 0), (0, 7)))).rows[0].cells] == [0, 0]


def test_the_diagonal_is_right():
    rows = matrix_of(ConfusionMatrix(("a", "b"), ((1, 2), (3, 4)))).rows
    assert [[cell.is_right for cell in row.cells] for row in rows] == [[True, False], [False, True]]


def test_words_say_the_share_that_is_right_and_the_commonest_mistake():
    assert matrix_of(SENTIMENT).in_words == ("484 of 1,101 are right (44.0 %). Most often mistaken: “very negative” "
                                             "taken for “negative”, 100 of 139.")  # fmt: skip
    assert matrix_of(ConfusionMatrix(("a", "b"), ((1, 0), (0, 1)))).in_words == "2 of 2 are right (100.0 %)."
    assert matrix_of(ConfusionMatrix(("a",), ((0,),))).in_words == "Nothing was counted."


def test_long_labels_give_their_columns_numbers():
    assert matrix_of(SENTIMENT).columns[1] == ("2", "negative") and matrix_of(SENTIMENT).rows[1].number == "2"
    assert matrix_of(TEN).columns[1] == ("1", "1") and matrix_of(TEN).rows[1].number == ""


def test_ten_classes_are_shown_and_the_sums_count_all():
    labels = tuple(f"c{n}" for n in range(12))
    matrix = matrix_of(ConfusionMatrix(labels, tuple(tuple(1 for _ in labels) for _ in labels)))
    assert len(matrix.rows) == len(matrix.columns) == len(matrix.rows[0].cells) == 10
    assert matrix.missing == 2 and matrix.rows[0].total == 12 and matrix.total == 144


def test_labels_are_visible_and_short():
    matrix = matrix_of(ConfusionMatrix(("\x1b\n\u202e", "W" * 10_000), ((1, 2), (3, 4))))
    assert matrix.rows[0].label == "\\x1b \\u202e" and len(matrix.rows[1].label) == 24


def test_the_terminal_shows_the_table_where_it_fits_and_always_the_words():
    wide = [text for text, _ in as_text(SENTIMENT, 72)]
    assert wide[0] == "true \\ predicted     1     2     3     4     5   all"
    assert wide[1] == "1 very negative     12   100    20     7     0   139"
    assert wide[-1].startswith("484 of 1,101 are right")
    assert [text for text, _ in as_text(SENTIMENT, 30)] == wide[-1:]
