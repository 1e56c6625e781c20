from grader.report.text import cut, one_line, visible, width_of, without_surrogates


def test_what_moves_a_cursor_or_reorders_text_is_spelled_out():
    assert visible("\x1b[2J\x07\x9b") == "\\x1b[2J\\x07\\x9b"
    assert visible("a\u202eb\u2066\u200b") == "a\\u202eb\\u2066\\u200b"
    assert visible("\ud800") == "\\ud800"
    assert visible("\r") == "\\r"


def test_lines_tabs_letters_and_invisible_operators_of_mathematics_stay():
    text = "é\t漢\n∂ ŷ \u2061"
    assert visible(text) == text
    assert visible("a\r\nb") == "a\nb"


def test_one_line_has_no_line_feed():
    assert one_line("a\n\n b\x0bc") == "a b\\x0bc"


def test_only_surrogates_are_spelled_out_for_json():
    assert without_surrogates("\x1b\udfff") == "\x1b\\udfff"


def test_width_counts_columns_and_cut_keeps_within_them():
    assert width_of("漢e\u0301") == 3
    assert cut("漢字漢字", 5) == "漢字…"
    assert cut("short", 5) == "short"
    assert cut("longer", 5) == "long…"
