r"""Where the maths of an answer stands: dollars, brackets, environments, and what only looks like them."""

import random

import pytest

from grader.derivation.segments import LONGEST, MOST, Segment, segments
from grader.submission.answer import Format, WrittenAnswer


def cut(text: str, kind: Format = "markdown", line: int = 1) -> tuple[Segment, ...]:
    return segments(WrittenAnswer(text, kind, "answers.md", line))


def maths(text: str, kind: Format = "markdown") -> list[str]:
    return [segment.body.strip() for segment in cut(text, kind) if segment.kind == "math"]


def complaints(text: str, kind: Format = "markdown") -> list[str]:
    found = (segment.problem for segment in cut(text, kind))
    return [f"{one.where}: {one.what} {one.advice}" for one in found if one]


MARKDOWN = [
    ("We get $a$ and $ b $.", ["a", "b"]),
    ("$$a = b$$", ["a = b"]),
    ("$$\na\n\n= b\n$$", ["a\n\n= b"]),
    (r"\(a\) and \[b\]", ["a", "b"]),
    (r"\\(a\\) and \\[b\\]", ["a", "b"]),
    (r"$$a \\[2pt] b$$", [r"a \\[2pt] b"]),
    ("$a$$b$", ["a", "b"]),
    ("$$a$$$$b$$", ["a", "b"]),
    (r"\begin{align}a &= b\end{align}", [r"\begin{align}a &= b\end{align}"]),
    (r"$$\begin{aligned}a &= b\end{aligned}$$", [r"\begin{aligned}a &= b\end{aligned}"]),
    (r"\begin{cases} a \\ b \end{cases}", [r"\begin{cases} a \\ b \end{cases}"]),
    ("$`a = b`$", ["a = b"]),
    ("```math\na = b\n```", ["a = b"]),
    ("```\n$a$\n```\n$b$", ["b"]),
    ("~~~python\n$a$\n~~~\n$b$", ["b"]),
    ("- ```\n  $a$\n  ```\n$b$", ["b"]),
    ("`$a$` and ``$b` $`` and $c$", ["c"]),
    ("a ` lone tick, $a$", ["a"]),
    (r"\$a and $b$ and \$c", ["b"]),
    ("It costs $5 and $6.", []),
    ("It costs $5, $x$ is free.", ["x"]),
    ("$5-$6, $7/$8, $1,000", []),
    ("$5$ and $10 x$ and $2 xy$", ["5", "10 x", "2 xy"]),
    ("$5 million for $x$ and $y$", ["x", "y"]),
    (r"$$x \text{ for $i \neq j$}$$", [r"x \text{ for $i \neq j$}"]),
    (r"$x \text{ if $i = j$} + 1$", [r"x \text{ if $i = j$} + 1"]),
    ("Let $x be the input and $y$ the output.", ["y"]),
    ("$x and $y$ are vectors", ["y"]),
    ("a $x\n\nb $y$", ["y"]),
    ("$$a = b\n\nThis is the first step of it.\n\n$$c = d$$", ["c = d"]),
    ("$$a = b\n\n# Next\n\n$$c$$", ["c"]),
    ("<!-- $a$ --> $b$", ["b"]),
    ("<!-- $a$", ["a"]),
    ("![$a$](b.png) $c$", ["c"]),
    (r"\begin{itemize}\item $a$\end{itemize}", ["a"]),
    (r"\newcommand{\x}{$a$} $b$", ["b"]),
    (r"\DeclareRobustCommand{\x}{$a$} $b$", ["b"]),
    (r"\def\x#1{$#1$} $b$ \let\y=\x $c$", ["b", "c"]),
    ("", []),
]
LATEX = [
    ("$a$ % not $b\n$c$", ["a", "c"]),
    (r"50\% of $a$", ["a"]),
    ("\\[ a % $$ \\]\n = b \\]", ["a % $$ \\]\n = b"]),
    (r"\verb|$a$| $b$ \lstinline!$c$!", ["b"]),
    ("\\begin{verbatim}\n$a$\n\\end{verbatim}\n$b$", ["b"]),
    ("\\begin{lstlisting}[language=Python]\n$a$\n\\end{lstlisting}\n$b$", ["b"]),
    (r"\usepackage{a}$x$ \begin{document} $y$", ["y"]),
    (r"\begin{answer} $a$ \end{answer}", ["a"]),
    (
        r"\begin{equation*}\begin{split} a \end{split}\end{equation*}",
        [r"\begin{equation*}\begin{split} a \end{split}\end{equation*}"],
    ),
    (r"\begin{eqnarray} a &=& b \end{eqnarray}", [r"\begin{eqnarray} a &=& b \end{eqnarray}"]),
    (r"\newcommand{\be}{\begin{equation}} \newcommand{\ee}{\end{equation}} \be a = b \ee", ["a = b"]),
    (r"\def\beq{\begin{align*}}\def\eeq{\end{align*}} \beq a \eeq", ["a"]),
    ("It costs $5 and $6.", ["5 and"]),  # in LaTeX a dollar always begins maths
    (r"\begin{tabular}{l} $a$ & $b$ \end{tabular}", ["a", "b"]),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_finds_the_maths_of_markdown(text: str, expected: list[str]) -> None:
    assert maths(text) == expected
    assert "".join(segment.source for segment in cut(text)) == text


@pytest.mark.parametrize(("text", "expected"), LATEX)
def test_finds_the_maths_of_latex(text: str, expected: list[str]) -> None:
    assert maths(text, "latex") == expected
    assert "".join(segment.source for segment in cut(text, "latex")) == text


def test_a_formula_knows_its_line_and_whether_it_stands_alone() -> None:
    found = cut("one\ntwo $a$\n\n$$\nb\n$$\n`c`\n$d$", line=10)
    assert [(one.body.strip(), one.line, one.display) for one in found if one.kind == "math"] == [
        ("a", 11, False),
        ("b", 13, True),
        ("d", 17, False),
    ]


PROBLEMS = [
    ("fine\n\nLet $x be it", "line 3", "`$` has no `$` that belongs to it", "in one paragraph"),
    ("$$a = b\n\nThis is the end of it.", "line 1", "`$$` has no `$$`", "Put one `$$` before the formula"),
    ("$$a = b$ is the first and $c$ is the second, $$d$$", "line 1", "`$$` has no `$$`", "in one paragraph"),
    (r"\[ a = b", "line 1", r"`\[` has no `\]`", r"between `\[` and `\]`"),
    (r"\( a" + "\n\n" + r"\)", "line 1", r"`\(` has no `\)`", "one paragraph"),
    (r"a = b \]", "line 1", r"`\]` closes nothing", r"Put `\[` before"),
    (r"\begin{align} a", "line 1", r"`\begin{align}` is never closed", r"End it with `\end{align}`"),
    ("a\n" + r"\end{align*}", "line 2", r"`\end{align*}` closes nothing", r"Begin the formula with `\begin{align*}`"),
    ("![a scan](scan.jpg)", "line 1", "A picture stands here, `![a scan](scan.jpg)`", "between dollar signs"),
    ('<img src="scan.jpg">', "line 1", "A picture", "Type the formula"),
    (r"\includegraphics[width=3cm]{scan.jpg}", "line 1", "A picture", "Type the formula"),
]


@pytest.mark.parametrize(("text", "where", "what", "advice"), PROBLEMS)
def test_says_what_it_could_not_read_and_how_to_write_it(text: str, where: str, what: str, advice: str) -> None:
    first = complaints(text)[0]
    assert first.startswith(f"answers.md, {where}: ")
    assert what in first
    assert advice in first


def test_a_drawing_is_a_picture() -> None:
    assert "A picture" in complaints(r"\begin{tikzpicture}\draw;\end{tikzpicture}", "latex")[0]


def test_money_and_good_maths_raise_no_complaint() -> None:
    for text in ("$5 and $6", "It is $5.", "$a$ $$b$$ \\(c\\)", "\\$"):
        assert complaints(text) == []


PIECES = [
    *"$\\{}()[]&=%`~!<>-#*ab05 \n", "$$", r"\$", r"\\", r"\(", r"\)", r"\[", r"\]", r"\begin{align}", r"\end{align}",
    "```\n", "\n```", "\n\n", "<!--", "-->", "![a](b)", r"\text{", r"\begin{document}", r"\newcommand{\a}{", " the ",
    " is ",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["markdown", "latex", "notebook"])
@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost(kind: Format, seed: int) -> None:
    random_ = random.Random(seed)
    text = "".join(random_.choice(PIECES) for _ in range(random_.randint(0, 200)))
    found = cut(text, kind, line=7)
    assert "".join(segment.source for segment in found) == text
    start, line = 0, 7
    for segment in found:
        assert (segment.start, segment.line) == (start, line)
        assert all(0 <= end <= len(segment.source) for end in segment.inner)
        start, line = start + len(segment.source), line + segment.source.count("\n")


HOSTILE = [
    "$" * 100_000, "{" * 100_000, "`" * 100_000, r"\begin{align}" * 20_000, r"\[" * 100_000, "$${" * 50_000,
    "$$ a\n\n" * 30_000,
    "<!--" * 50_000, "![](" * 50_000, "```\n~~~\n" * 20_000, r"\newcommand{\a}{" * 20_000, r"$\text{" * 30_000,
    "\\" * 100_000,
    "".join(f"\\verb{chr(0x4E00 + number % 20_000)}" for number in range(30_000)), "\n" * 100_000, "> " * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
def test_hostile_texts_end_and_lose_nothing(text: str) -> None:
    for kind in ("markdown", "latex"):
        assert "".join(segment.source for segment in cut(text, kind)) == text  # type: ignore[arg-type]


def test_beyond_the_bounds_the_rest_is_one_piece_and_is_said() -> None:
    assert "only the first 1,000,000 were read" in complaints("a" * (LONGEST + 1))[0]
    many = cut("$a$ " * (MOST + 5))
    assert many[-1].kind == "broken"
    assert many[-1].problem is not None
    assert f"{MOST:,} formulas stand before this line" in many[-1].problem.what
