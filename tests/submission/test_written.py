"""The written part: which text answers which question."""


import pytest

from tests.submission.handed_in import notebook, submission

MARKDOWN = """\
# 1 Word-Level Neural Bi-gram Language Model

## 1.a

Starting from the definition:

$$ CE = 3 $$

### Details

More.

## Solution

Still 1.a.

**1.d**

We got 113.699.

## 2 Generating Shakespeare

**2.a**

### Advantages of characters:

Any word.

**2.b Graph Plot**

![loss](img/loss.png)

```python
# 3.c is a comment here
```

$$
(a) is no heading here
$$

### 5.a 1.a

#### 5.a.i

First.

(ii) We have
second.

## Appendix

Nothing.
"""


def texts(root, files, *labels):
    found = submission(root, files)
    return [None if (answer := found.answer([label])) is None else answer.text for label in labels]


def test_a_markdown_part_is_found_by_question(tmp_path):
    one_a, one_d, two_a, two_b = texts(tmp_path, {"answers.md": MARKDOWN}, "1a", "1.d", "Question 2 (a)", "2b")
    assert one_a == (
        "Starting from the definition:\n\n$$ CE = 3 $$\n\n### Details\n\nMore.\n\n## Solution\n\nStill 1.a."
    )
    assert one_d == "We got 113.699."
    assert two_a == "### Advantages of characters:\n\nAny word."
    assert two_b is not None and two_b.startswith("![loss](img/loss.png)") and two_b.endswith("heading here\n$$")


def test_nested_labels_are_found_alone_and_inside_their_question(tmp_path):
    first, second, both = texts(tmp_path, {"answers.md": MARKDOWN}, "5ai", "5.a.ii", "5a")
    assert first == "First."
    assert second == "We have\nsecond."
    assert both is not None and "First." in both and "second." in both and "Nothing" not in both


def test_an_answer_knows_where_it_stands_and_its_pictures(tmp_path):
    found = submission(tmp_path, {"answers.md": MARKDOWN})
    answer = found.answer(["2b"])
    assert answer is not None
    assert (answer.file, answer.format, answer.images) == ("answers.md", "markdown", ("img/loss.png",))
    assert MARKDOWN.split("\n")[answer.line - 1] == answer.text.split("\n")[0]


def test_what_was_not_answered_is_none(tmp_path):
    assert texts(tmp_path, {"answers.md": MARKDOWN}, "3c", "9", "z") == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "# Question 2\n\n## (b)\n\nBecause.\n\n## (c)\nx\n",
        "## Question 2 (b)\nBecause.\n## Question 2 (c)\nx\n",
        "**Question 2**\n\n(b) Because.\n\n(c) x\n",
        "Question 2\n(a) x\n(b) Because.\n",
        "Problem 2: about x\n\na) x\n\nb) Because.\n\nProblem 3\nx\n",
        "2.b) Because.\n3.a) x\n",
        "- **(2b)** Because.\n- **(2c)** x\n",
        "2. Softmax\n=======\n\n(b)\n---\nBecause.\n\n(c)\n---\nx\n",
        "<h2>Q2</h2>\n<h3>part b</h3>\nBecause.\n<h3>part c</h3>\nx\n",
        "# Q2: Softmax\n\n__b.__ Because.\n\n__c.__ x\n",
        "#Q2b\nBecause.\n",
        "# Written part\n## 2b. Why? (3 points)\nBecause.\n# Code\nx\n",
        "Q2\n(i) x\n(b) Because.\n",
    ],
)
def test_a_label_is_found_however_it_is_set(tmp_path, text):
    assert texts(tmp_path, {"a.md": text}, "2b") == ["Because."]


@pytest.mark.parametrize(
    "text",
    [
        "## 2b\n1. first\n2. second\n",
        "## 2b\ni.e. this\n",
        "## 2b\nA. Simion says\n",
        "## 2b\nv_c = 3, and 2.5 of it\n",
        "## 2b\nthe loss of question 3 is larger\nquestion 3 asks more\n",
        "## 2b\n| a | b |\n|---|---|\n",
        "## 2b\n- a point\n- another\n",
    ],
)
def test_a_line_that_only_looks_like_a_label_ends_nothing(tmp_path, text):
    assert texts(tmp_path, {"a.md": text}, "2b") == [text.split("\n", 1)[1].strip()]


LATEX = r"""
\documentclass{article}
\newcommand{\R}{\mathbb{R}}
% \section*{2.b} is only a comment
\begin{document}
\section*{Question 2}
\subsection*{(a)}
First. % (b) no
\subsection{\textbf{(b) Gradient} }
Because. \includegraphics[width=2cm]{img/plot.png}
\begin{verbatim}
(c) no
\end{verbatim}
\section{Question 3}
\begin{enumerate}[label=(\alph*)]
  \item Sigmoid.
  \item (2 points)
    Two.
    \begin{itemize}
      \item a point
    \end{itemize}
  \item
  \begin{answer}
  Three.
  \end{answer}
\end{enumerate}
After.
\textbf{4.a} Four.
\begin{enumerate}
  \item[(b)] Five.
\end{enumerate}
\end{document}
"""


def test_a_latex_part_is_found_by_question(tmp_path):
    found = texts(tmp_path, {"answers.tex": LATEX}, "2a", "3a", "3b", "3c", "4b")
    assert found[0] == "First. % (b) no"
    assert found[1] == "Sigmoid."
    assert found[2] is not None and found[2].startswith("(2 points)\n    Two.") and "a point" in found[2]
    assert found[3] is not None and "Three." in found[3] and "After" not in found[3]
    assert found[4] == "Five."
    answer = submission(tmp_path, {}).answer(["2b"])
    assert answer is not None
    assert answer.text.startswith("Because.") and answer.images == ("img/plot.png",) and answer.format == "latex"
    assert LATEX.split("\n")[answer.line - 1].startswith("Because.")


def test_the_last_answer_ends_with_the_document(tmp_path):
    text = "\\section*{4(b)}\nTo fit less noise.\n% \\end{document} comes next\nEnd.\n\\end{document}\nnot read\n"
    (found,) = texts(tmp_path, {"a.tex": text}, "4b")
    assert found is not None and found.endswith("comes next\nEnd.")


def test_lists_of_lists_count_as_latex_does(tmp_path):
    text = (
        "\\begin{document}\n\\begin{enumerate}\n\\item x\n\\item\n"
        "\\begin{enumerate}\n\\item A\n\\item B\n\\end{enumerate}\n\\end{enumerate}\n"
    )
    assert texts(tmp_path, {"a.tex": text}, "2a", "2b") == ["A", "B"]


def test_the_exam_class_counts_for_itself(tmp_path):
    text = "\\begin{questions}\n\\question x\n\\question[3]\n\\part A\n\\part B\n\\end{questions}\n"
    found = texts(tmp_path, {"a.tex": text}, "2a", "2b")
    assert found[0] == "A" and found[1] is not None and found[1].startswith("B")


def test_a_notebooks_markdown_cells_are_the_written_part(tmp_path):
    text = notebook(
        ("markdown", "# Question 2\n(a) First."), "x = 1\n", ("markdown", "(b) Because.\n![p](attachment:p.png)")
    )
    answer = submission(tmp_path, {"hw2.ipynb": text}).answer(["2b"])
    assert answer is not None
    assert answer.text == "Because.\n![p](attachment:p.png)"
    assert (answer.file, answer.line, answer.format) == ("hw2.ipynb, cell 3", 1, "notebook")
    assert answer.images == ("attachment:p.png",)


def test_of_two_texts_under_one_label_the_longer_counts(tmp_path):
    files = {"a.md": "## 2b\nsee below\n", "b.txt": "2b)\nThe whole derivation.\n"}
    assert texts(tmp_path, files, "2b") == ["The whole derivation."]


def test_a_readme_answers_only_what_nothing_else_does(tmp_path):
    files = {"README.md": "## 2a\nfrom the readme, and longer\n## 2b\nBecause.\n", "a.md": "## 2a\nshort\n"}
    assert texts(tmp_path, files, "2a", "2b") == ["short", "Because."]
    plain = submission(tmp_path / "x", {"README.md": "# My homework\nRun it.\n"})
    assert (plain.documents, plain.left_out) == ((), ())


def test_text_without_any_label_is_kept_for_a_person(tmp_path):
    found = submission(tmp_path, {"notes.md": "\nI think it is 3.\n"})
    assert found.answer(["2b"]) is None
    assert [(document.text, document.line) for document in found.documents] == [("I think it is 3.", 2)]


@pytest.mark.parametrize("name", ["a.md", "a.tex"])
@pytest.mark.parametrize(
    "text",
    [
        "# " * 100_000,
        "**" * 150_000,
        "(a) " * 100_000,
        "(a)\n(i)\n" * 25_000,
        "\\begin{enumerate}\n" * 15_000,
        "\\begin{enumerate}" * 15_000,
        "\\section{a}\n\\subsection{b}\n" * 8_000,
        "\\item[" * 50_000,
        "![" * 100_000,
        "\\includegraphics[" * 20_000,
        "<img " * 75_000,
        "<h1" * 100_000,
        "$$" * 150_000,
        "```\n" * 50_000,
        "\\section{" * 40_000,
        "## 1.a\n" * 50_000,
    ],
)
def test_a_monstrous_text_is_read(tmp_path, name, text):
    found = submission(tmp_path, {name: text})
    assert found.answer(["2b"]) is None or "2" in text


def test_a_problem_is_counted_within_its_section(tmp_path):
    text = "## 1 Negative sampling\nAn objective.\n## 2 Drills\n### Problem 1\nσ\n### Problem 2\n(a) 46\n\n(b) 20\n"
    assert texts(tmp_path, {"a.md": text}, "2.1", "2.2a", "2.2b") == ["σ", "46", "20"]
    assert texts(tmp_path, {"a.md": text}, "1", "1a") == ["An objective.", None]


@pytest.mark.parametrize(
    "text",
    [
        "P1\nσ\n\nP2\na) 46\nb) 20\n",
        "## P1\nσ\n## P2\n### (a)\n46\n### (b)\n20\n",
        "2.P1\nσ\n\n2.P2 (a)\n46\n\n2.P2 (b)\n20\n",
        "Problem 1\nσ\n\nProblem 2\n\n(a) 46\n\n(b) 20\n",
        "# Problem 1\nσ\n# Problem 2 (a)\n46\n# Problem 2 (b)\n20\n",
        "Task 1: σ\n\nTask 2 (a): 46\n\nTask 2 (b): 20\n",
    ],
)
def test_problems_are_found_by_their_own_number(tmp_path, text):
    files = {"a.md": text}
    found = submission(tmp_path, files)
    answers = [found.answer(labels) for labels in (["2.1", "P1", "2P1"], ["P2a", "2P2a"], ["P2b", "2P2b"])]
    assert [answer and answer.text for answer in answers] in (["σ", "46", "20"], ["σ", "(a) 46", "20"])


def test_a_problem_below_a_section_may_be_the_question_itself(tmp_path):
    text = "# 2 Word vectors\n## Problem 2 (a)\nFirst.\n## Problem 2 (b)\nSecond.\n"
    assert texts(tmp_path, {"a.md": text}, "2a", "2b") == ["First.", "Second."]
    text = "# 1 Written\n## Problem 1\n### (a)\nFirst.\n### (b)\nSecond.\n"
    assert texts(tmp_path, {"a.md": text}, "1a", "1b") == ["First.", "Second."]


def test_a_sentence_about_a_probability_is_no_heading(tmp_path):
    text = "## 2b\nP1 is the larger one.\nP = 1\n"
    assert texts(tmp_path, {"a.md": text}, "2b") == ["P1 is the larger one.\nP = 1"]


def test_sections_as_they_come_out_of_a_pdf_are_found(tmp_path):
    text = "HW 2\n\n1 Sampling\n\nA.\n\n2 Mathematical Problems\n\nProblem 1 The sigmoid\n\na. First.\n\nb. Second.\n"
    assert texts(tmp_path, {"a.md": text}, "1", "2.1a", "2.1b", "1a") == ["A.", "First.", "Second.", None]


@pytest.mark.parametrize("line", ["2 Samples each.", "3 Samples", "2 x + 1", "46 Samples", "2 Samples\nof"])
def test_a_number_that_counts_something_is_no_section(tmp_path, line):
    text = f"1 Softmax\n\nOne.\n\n{line}\n\nTwo.\n"
    assert texts(tmp_path, {"a.md": text}, "1", "2") == [f"One.\n\n{line}\n\nTwo.", None]


def test_a_formula_that_is_never_closed_takes_no_other_answer_with_it(tmp_path):
    text = "## (a)\n$$ x = y\n## (b)\n$$ z = 1 $$\n\n**(c)** Last.\n"
    a, b, c = texts(tmp_path, {"a.md": f"# 1\n{text}"}, "1a", "1b", "1c")
    assert (a, b, c) == ("$$ x = y", "$$ z = 1 $$", "Last.")


def test_a_command_in_a_formula_is_no_heading(tmp_path):
    text = "## 1a\n$$\n\\def\\v\n#1{\\mathbf{#1}}\n$$\nDone.\n"
    assert texts(tmp_path, {"a.md": text}, "1a") == [text.split("\n", 1)[1].strip()]


def test_what_belongs_to_no_question_is_told(tmp_path):
    files = {
        "a.md": "Hello.\n\n## 7.b\nWhat?\n\n## Q1\n### (b)\nx\n#### (i)\ny\n\n**c)** letters may be any\n",
        "b.md": "no headings\n",
        "README.md": "how to run it\n",
        "nb.ipynb": notebook(("markdown", "## 1 c\nz")),
    }
    assert submission(tmp_path, files).unplaced(["outside-gradient", "1b", "1c"]) == (
        "No heading in b.md begins with a question's number, so nothing in it was taken for an answer.",
        "What stands under “7b” (a.md, line 4) is no question's answer, going by that number.",
    )


def test_a_text_under_two_labels_is_placed_by_one(tmp_path):
    found = submission(tmp_path, {"a.md": "# 2 Drills\n## Problem 2\n(a) 46\n\n(b) 20\n"})
    assert found.answer(["2.2a"]) and found.answer(["2a"])
    assert found.unplaced(["2.2", "2.2a", "2.2b"]) == ()


def test_a_formula_above_the_first_heading_is_told(tmp_path):
    files = {
        "a.md": "Hello, it costs $5.\n\n$$a = b$$\n\n## 1.b\nx\n",
        "b.md": "A word before.\n\n## 1.b\n$$a = b$$\n",
        "c.tex": "\\newcommand{\\x}{$$}\n\\begin{document}\n\\[ a = b \\]\n\\section*{1.b}\nx\n\\end{document}\n",
    }
    assert submission(tmp_path, files).unplaced(["1b"]) == (
        "The formula on line 3 of a.md stands above the first question's heading, so it was taken for no answer;"
        " move it below its question's.",
        "The formula on line 3 of c.tex stands above the first question's heading, so it was taken for no answer;"
        " move it below its question's.",
    )


def test_a_long_line_after_a_label_is_kept_whole(tmp_path):
    formula = "$x = " + "x + " * 1000 + "x$"
    for name in ("a.md", "a.tex"):
        assert texts(tmp_path, {name: f"Problem 1: {formula}\n\n(a) {formula}\n"}, "1a") == [formula]
        assert texts(tmp_path, {name: f"Problem 1: {formula}\n"}, "1") == [formula]


@pytest.mark.parametrize("label", ["{}.{})", "({})({})", "{}) {})", "({}.{})"])
def test_a_letter_and_a_roman_numeral_are_one_label(tmp_path, label):
    labels = [label.format(*parts) for parts in (("a", "i"), ("a", "ii"), ("b", "i"))]
    text = "Q4\na) 0.84\n\nQ5\n" + "".join(f"{label} {number}.\n" for number, label in enumerate(labels))
    assert texts(tmp_path, {"a.md": text}, "4a", "5ai", "5aii", "5bi", "5ci") == ["0.84", "0.", "1.", "2.", None]


@pytest.mark.parametrize("line", ["i.e. this", "f(i) = 3", "f (i) = 3", "p(x) is", "a.i. this", "c.v. of it", "(x)(x)"])
def test_what_only_looks_like_a_letter_and_a_numeral_ends_nothing(tmp_path, line):
    assert texts(tmp_path, {"a.md": f"## 2b\n{line}\n"}, "2b") == [line]


def test_what_stands_on_the_line_of_a_latex_heading_is_its_answer(tmp_path):
    text = (
        "\\subsection*{2 (d)} It is 112.\n\n\\section{3. $x_{1}$ \\{ \\textbf{now}} \\label{sec:now} Three.\n"
        "\\paragraph{Problem 4.} Four\n% and more\n\\section*{5 never closed\nFive.\n"
    )
    found = texts(tmp_path, {"a.tex": text}, "2d", "3", "3.4", "5")
    assert found[0] == "It is 112." and found[3] == "Five."
    assert found[1] is not None and found[1].startswith("Three.") and found[2] == "Four\n% and more"
