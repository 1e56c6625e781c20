"""Tests of cutting a formula into tokens: what is one token, where it stands, and what Unicode stands for."""

import pytest

from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import LONGEST, tokens, written

#: A text, and its tokens between spaces.
CUT = [
    ("", ""),
    ("ab", "a b"),
    (r"\alpha b", r"\alpha   b"),
    (r"\alpha_1^{T}", r"\alpha _ 1 ^ { T }"),
    (r"\,\{x\}\\", r"\, \{ x \} \\"),
    (r"a\\[2pt]b", r"a \\ b"),
    (r"a\\*b", r"a \\ b"),
    (r"a\\[b]", r"a \\ [ b ]"),
    (r"\alpha*b", r"\alpha * b"),
    (r"\operatorname*{f}", r"\operatorname { f }"),
    ("12.5", "1 2 . 5"),
    ("a % b\n+c", "a     + c"),
    (r"50\%", r"5 0 \%"),
    ("#1", "#1"),
    ("#", "#"),
    ("\\", "\\"),
    ("θ", r"\theta"),
    ("∂J", r"\partial J"),
    ("∑∏∇√", r"\sum \prod \nabla \sqrt"),
    ("a·b×c⊙d∘e⊗f", r"a \cdot b \times c \odot d \circ e \otimes f"),
    ("≈≠≤≥∈", r"\approx \neq \le \ge \in"),
    ("⟨u⟩‖x‖", r"\langle u \rangle \| x \|"),
    ("a−b", "a - b"),
    ("x′", "x '"),
    ("x₁", "x _ { 1 }"),
    ("x₁₂", "x _ { 1 2 }"),
    ("xᵢⱼ", "x _ { i j }"),
    ("x²", "x ^ { 2 }"),
    ("x⁻¹", "x ^ { - 1 }"),
    ("Uᵀ", r"U ^ { \top }"),
    ("u₁ᵀ", r"u _ { 1 } ^ { \top }"),
    ("ŷ", r"\hat { y }"),
    ("y\u0302", r"\hat { y }"),
    ("v\u20d7", r"\vec { v }"),
    ("𝐯𝑥𝜽", r"v x \theta"),
    ("𝔼", "E"),
    ("½", r"\frac { 1 } { 2 }"),
    ("…", r"\dots"),
    ("\u0302", "\u0302"),
    ("日\x00\ud800", "日 \x00 \ud800"),
]


@pytest.mark.parametrize(("text", "pieces"), CUT)
def test_a_text_is_cut_into_its_tokens(text: str, pieces: str) -> None:
    assert " ".join(one.text for one in tokens(text)) == pieces


def test_every_token_knows_its_place() -> None:
    text = r"\hat{y}_o - ŷᵢ"
    assert [text[one.span.start : one.span.end] for one in tokens(text)[:6]] == [r"\hat", "{", "y", "}", "_", "o"]
    assert {text[one.span.start : one.span.end] for one in tokens(text)[9:]} == {"ŷ", "ᵢ"}


@pytest.mark.parametrize("text", [text for text, _ in CUT])
def test_written_out_again_the_tokens_are_the_same(text: str) -> None:
    once = [(one.kind, one.text) for one in tokens(text) if one.kind not in ("space", "unknown")]
    again = tokens(written([one for one in tokens(text) if one.kind not in ("space", "unknown")]))
    assert [(one.kind, one.text) for one in again if one.kind != "space"] == once


def test_a_text_that_is_too_long_is_refused_at_once_and_says_how_long_it_is() -> None:
    with pytest.raises(NotRead) as caught:
        tokens("x" * 100_000)
    assert caught.value.what == (
        "This formula has 100,000 characters; at most 8,000 are read. Hand it in in several steps."
    )
    assert caught.value.where == Span(LONGEST, 100_000)


def test_small_letters_that_grow_when_written_out_cannot_grow_beyond_the_bound() -> None:
    with pytest.raises(NotRead, match="has more than 8,000 signs"):
        tokens("½" * 4_000)
