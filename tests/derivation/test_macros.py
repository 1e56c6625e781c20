"""Tests of a student's own commands: what they stand for, and what stops the ones that never end."""

import pytest

from grader.derivation.expansion import expand
from grader.derivation.macros import MOST_MACROS, Macro, definitions, from_texts
from grader.derivation.parse import parse
from grader.derivation.printed import printed
from grader.derivation.span import NotRead
from grader.derivation.tokens import tokens, written
from tests.derivation.symbol_table import QUESTION

#: Definitions, a use, and what the use stands for.
USES = [
    (r"\newcommand{\vc}{\mathbf{v}_c}", r"\vc", r"\mathbf{v}_c"),
    (r"\newcommand\vc{v_c}", r"U\vc x", r"Uv_cx"),
    (r"\newcommand*{\vc}{v_c}", r"\vc", "v_c"),
    (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{x}", r"\mathbf{x}"),
    (r"\providecommand{\a}{a}", r"\a", "a"),
    (r"\def\yh{\hat{y}}", r"\yh_o", r"\hat{y}_o"),
    (r"\def\pd#1#2{\frac{\partial #1}{\partial #2}}", r"\pd{J}{v_c}", r"\frac{\partial J}{\partial v_c}"),
    (r"\def \pd #1 #2 {#2#1}", r"\pd ab", "ba"),
    (r"\newcommand{\pd}[2]{\frac{\partial#1}{\partial#2}}", r"\pd J x", r"\frac{\partial J}{\partial x}"),
    (r"\newcommand{\s}[2][T]{#2^#1}", r"\s{x}+\s[2]{x}", "x^T+x^2"),
    (r"\newcommand{\a}{\b}\newcommand{\b}{x}", r"\a", "x"),
    (r"\newcommand{\a}[1]{(#1)}", r"\a{\a{x}}", "((x))"),
    (r"\DeclareMathOperator{\softmax}{softmax}", r"\softmax(x)", r"\operatorname{softmax}(x)"),
    (r"\DeclareMathOperator*{\softmax}{softmax}", r"\softmax(x)", r"\operatorname{softmax}(x)"),
    (r"\newcommand{\a}{x}\renewcommand{\a}{z}", r"\a", "z"),
    ("", r"\a", r"\a"),
]


def macros(text: str) -> dict[str, Macro]:
    return definitions(tokens(text)).macros


@pytest.mark.parametrize(("defined", "use", "meaning"), USES)
def test_a_use_is_replaced_by_what_was_defined(defined: str, use: str, meaning: str) -> None:
    assert written(expand(tokens(use), macros(defined))).replace(" ", "") == meaning.replace(" ", "")


def test_definitions_are_taken_out_of_the_text_around_them() -> None:
    found = definitions(tokens(r"a \newcommand{\x}[1]{#1} b \def\y{c} d"))
    assert written(found.rest).split() == ["a", "b", "d"]
    assert list(found.macros) == [r"\x", r"\y"]


@pytest.mark.parametrize(
    "text",
    [
        r"\newcommand{\x}",
        r"\newcommand{x}{y}",
        r"\newcommand{\x}[a]{y}",
        r"\def\x(#1){y}",
        r"\def",
        r"\def\x{y",
        r"\newcommand",
    ],
)
def test_what_is_no_simple_definition_stays_where_it_is(text: str) -> None:
    found = definitions(tokens(text))
    assert not found.macros
    assert written(found.rest) == text


def test_what_came_out_of_a_command_points_at_its_use() -> None:
    latex = r"\hat y_o - \foo"
    with pytest.raises(NotRead) as caught:
        parse(latex, QUESTION, macros(r"\newcommand{\foo}{a + \xi}"))
    assert caught.value.what == (
        r"I do not know the symbol `\xi`; use the question's names, or define it first, as in `z = …`."
    )
    assert latex[caught.value.where.start : caught.value.where.end] == r"\foo"


def test_a_formula_is_read_through_its_commands() -> None:
    own = macros(
        r"\newcommand{\yh}{\hat{\mathbf{y}}}\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}\def\ba{U^\top}"
    )
    assert printed(parse(r"\pd{J}{v_c} - \ba (\yh - y)", QUESTION, own)) == "(d(J)/d(v_c) - [Uᵀ (yhat - y)])"


def test_an_argument_that_is_missing_is_named() -> None:
    with pytest.raises(NotRead) as caught:
        expand(tokens(r"\pd{J}"), macros(r"\def\pd#1#2{#1#2}"))
    assert caught.value.what == r"The command `\pd` needs 2 arguments; write what is missing in braces."


#: Definitions that never end or grow without end, a use, and the words about it.
BOMBS = [
    (r"\def\a{\a}", r"\a", r"The command `\a` is defined by itself; write out what it stands for."),
    (r"\def\a{\b}\def\b{\a}", r"x + \a", r"The command `\a` is defined by itself; write out what it stands for."),
    (r"\newcommand{\a}[1]{#1#1}", r"\a\a\a\a\a\a\a\a\a x", "use one another too often"),
    (r"\def\a#1{#1 #1}", r"\a\a x", "use one another too often"),
    (
        "".join(rf"\def\x{chr(97 + n)}{{\x{chr(98 + n)}\x{chr(98 + n)}}}" for n in range(15)) + r"\def\xp{xxxxxxxx}",
        r"\xa",
        "too ",
    ),
    ("".join(rf"\def\x{chr(97 + n)}{{\x{chr(98 + n)}}}" for n in range(25)), r"\xa", "use one another too often"),
    (r"\def\a#1{#1#1#1#1#1#1#1#1}", r"\a{\a{\a{\a{\a{x}}}}}", "too long to be read"),
]


@pytest.mark.parametrize(("defined", "use", "words"), BOMBS)
def test_a_bomb_of_commands_is_refused_in_words(defined: str, use: str, words: str) -> None:
    with pytest.raises(NotRead) as caught:
        expand(tokens(use), macros(defined))
    assert words in caught.value.what


def test_more_commands_than_anybody_defines_are_refused() -> None:
    names = (f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600))
    with pytest.raises(NotRead, match="More than 500 commands"):
        definitions([token for name in names for token in tokens(rf"\def\{name}{{x}}")])


#: Definitions as a text has them, one after another, a use, and what it stands for.
TEXTS = [
    ([r"\newcommand{\vc}{\mathbf{v}_c}"], r"\vc", r"\mathbf{v}_c"),
    ([r"\let\oldhat\hat", r"\renewcommand{\hat}[1]{\oldhat{\mathbf{#1}}}"], r"\hat{y}", r"\hat{\mathbf{y}}"),
    ([r"\let\eps=\varepsilon"], r"\eps", r"\varepsilon"),
    ([r"\newcommand{\vc}{v_c}", r"\let\c\vc"], r"\c", "v_c"),
    ([r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}"], r"\norm{x}", r"\lVertx\rVert"),
    ([r"\DeclarePairedDelimiter\abs{\lvert}{\rvert}"], r"\abs{x}", r"\lvertx\rvert"),
    ([r"\newcommand{\bad", "#" * 9_000, r"\let", r"\let\x", r"\DeclarePairedDelimiter\q", r"\def\a{b}"], r"\a", "b"),
]


@pytest.mark.parametrize(("texts", "use", "meaning"), TEXTS)
def test_the_commands_of_an_answer_are_taken_from_their_texts(texts: list[str], use: str, meaning: str) -> None:
    assert written(expand(tokens(use), from_texts(texts))).replace(" ", "") == meaning


def test_of_very_many_commands_the_first_count() -> None:
    names = [f"\\{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(2_000)]
    found = from_texts(f"\\newcommand{{{name}}}{{x}}" for name in names)
    assert list(found) == names[:MOST_MACROS]
