import math

import pytest

from grader.spec.yaml import NotYaml, read


def data(text):
    return read(text.encode()).data


def problems(text):
    with pytest.raises(NotYaml) as caught:
        read(text if isinstance(text, bytes) else text.encode())
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-5", 1e-5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-3", -3),
        ("+3", 3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("~", None),
        ("", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(text, value):
    read_value = data(f"x: {text}")["x"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_nan_is_a_number():
    assert math.isnan(data("x: .nan")["x"])


@pytest.mark.parametrize(
    "text", ["no", "on", "yes", "off", "1_000", "190:20:30", "2026-02-14", "0b11", "1e", ".", "inf", "=", "<<"]
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_a_text(text):
    assert data(f"x: {text}")["x"] == text


def test_quoted_numbers_are_texts():
    assert data("{a: '1', b: \"true\", c: |\n 2\n}".replace("c: |\n 2\n", "c: ''")) == {"a": "1", "b": "true", "c": ""}
    assert data("x: |\n  12\n")["x"] == "12\n"


def test_keys_are_texts():
    assert data("{1: a, true: b, null: c}") == {"1": "a", "true": "b", "null": "c"}


def test_every_place_has_its_line():
    document = read(b"a: 1\nb:\n  - c: 2\n    d: {e: 3,\n      f: 4}\n")
    lines = [document.line(place) for place in [(), ("a",), ("b", 0), ("b", 0, "d"), ("b", 0, "d", "f")]]
    assert lines == [1, 1, 3, 4, 5]
    assert document.line(("b", 0, "nowhere")) == 3


def test_a_file_saved_on_windows_is_read():
    document = read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert document.data == {"a": 1, "b": 2}
    assert document.line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "line", "said", "advice"),
    [
        ("a: 1\nb: 2\na: 3", 3, "The key `a` is there twice; first on line 1.", "Keep one of the two."),
        ("a: 1\nb: *x", 2, "`*x` is an alias; a spec has none.", "Write the value out."),
        ("a: &x 1", 1, "`&x` is an anchor; a spec has none.", "Write the value where needed."),
        ("a: !!str 1", 1, "`tag:yaml.org,2002:str` is a tag; a spec has none.", "Take it out"),
        ("a: !x {}", 1, "`!x` is a tag; a spec has none.", "Take it out"),
        ("a: 1\n---\nb: 2", 2, "`---` starts a second document.", "One file holds one assignment."),
        ("%YAML 1.1\n---\na: 1", 1, "A line starts with `%`, a directive; a spec has none.", "Take the directive out."),
        ("a: 1\nb: x\x07y", 2, "This line contains the hidden character U+0007.", "Type the line again."),
        ("a: x\u202ey", 1, "the hidden character U+202E RIGHT-TO-LEFT OVERRIDE.", "Type the line again."),
        ('a: "x\\e"', 1, "A text contains the hidden character U+001B.", "Type the line again."),
        ("a:\n  ? [b]\n  : c", 2, "A list or mapping stands where a key is due.", "Keys are words: `key: value`."),
        ("a: " + "1" * 50, 1, "A number of 50 characters is too long: 40 is the limit.", "Put quotes around it"),
        ("a: " + "[" * 40 + "]" * 40, 1, "Nested more than 30 deep.", "check brackets"),
        (b"a: 1\nb: \xff", 2, "This line isn't UTF-8 text.", "Save the file as UTF-8."),
        (b"a" * 2_000_000, 1, "The file has 2,000,000 bytes; 1,000,000 is the limit.", "files of their own"),
    ],
)
def test_refuses_with_the_line_and_what_to_do(text, line, said, advice):
    problem = problems(text)[0]
    assert problem.line == line
    assert said in problem.what
    assert advice in problem.advice


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("a: 1\nb:\n\tc: 2", 3, "Indent with spaces: YAML does not take tabs."),
        ("a: 1\nb: `x`", 2, "A text can't start with `` ` `` unless".replace("`` ` ``", "```")),
        ("a: @x", 1, "A text can't start with `@` unless it stands in quotes."),
        ("a: 1\nb: c: d", 2, "A text with `: ` in it needs quotes"),
        ("a: [1, 2\nb: 3", 2, "Check that every `[` and `{` is closed"),
        ("a: 'x\n", 2, "Check that every quote is closed."),
        ("a: 1\nb\nc: 2", 3, "A key needs a colon and a space after it"),
        ("a: 1\n  b: 2\n c: 3", 2, "needs quotes; else check that this line is indented like its neighbours."),
        ("a:\n  - 1\n b: 2", 3, "Check this line and the one above"),
    ],
)
def test_broken_syntax_gets_the_advice_that_mends_it(text, line, advice):
    problem = problems(text)[-1]
    assert problem.what.startswith("This isn't YAML: ")
    assert (problem.line, advice in problem.advice) == (line, True), problem


def test_all_refusals_of_a_file_come_at_once():
    assert [one.line for one in problems("a: &x 1\nb: *x\nb: !!str 2\n")] == [1, 2, 3, 3]


def test_a_flood_of_refusals_ends():
    assert len(problems("\n".join("a: 1" for _ in range(1000)))) == 50


def test_reading_goes_on_without_the_c_parser(monkeypatch):
    import yaml as pyyaml

    from grader.spec import yaml as strict

    monkeypatch.setattr(strict, "_LOADER", pyyaml.SafeLoader)
    assert data("a: [1e-5, no, 'x']") == {"a": [1e-5, "no", "x"]}
    assert "alias" in problems("a: *x")[0].what
    assert problems("a: 1\nb: `x`")[-1].line == 2
