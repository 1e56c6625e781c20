"""A written part as one sheet reads it: "Problem 1", and the numbers that LaTeX prints by itself."""

import pytest

from tests.submission.handed_in import notebook, submission

#: Two sheets: one with drills that are called problems, one with parts of parts.
DRILLS = ("objective", "1", "1a", "1b", "2.1", "P1", "2P1", "2.2", "P2", "2P2", "2.2a", "P2a", "2.3", "P3")
PARTS = ("1a", "1b", "2a", "2b", "2c", "3", "3a", "4ai", "4a1", "4aii", "4bi", "4b1")


def texts(root, files, sheet, *labels):
    found = submission(root, files).read_for(sheet)
    return [None if (answer := found.answer([label])) is None else answer.text for label in labels]


# ---- "Problem 1"
@pytest.mark.parametrize(
    "text",
    [
        "# 1 Sampling\nOwls.\n# Problem 1\nA longer σ.\n# Problem 2\nBees.\n",
        "Q1\nOwls.\n\nProblem 1. A longer σ.\n\nProblem 2. Bees.\n",
        "# 1 Sampling\nOwls.\n# 2 Drills\n## Problem 1\nA longer σ.\n## Problem 2\nBees.\n",
    ],
)
def test_a_problem_is_no_question_where_the_question_has_its_own_answer(tmp_path, text):
    assert texts(tmp_path, {"a.md": text}, DRILLS, "1", "P1") in (["Owls.", "A longer σ."], ["Owls.", None])
    found = submission(tmp_path, {}).read_for(DRILLS)
    answers = [found.answer(labels) for labels in (["2.1", "P1"], ["2.2", "P2"])]
    assert [answer and answer.text for answer in answers] == ["A longer σ.", "Bees."]


def test_where_there_are_more_problems_than_questions_none_is_a_question(tmp_path):
    text = "Hello.\n\nProblem 1.\n\nσ\n\nProblem 2. Bees.\n\nProblem 3: Cats.\n"
    assert texts(tmp_path, {"a.md": text}, DRILLS, "1", "P1", "P2", "P3") == [None, "σ", "Bees.", "Cats."]


def test_a_problem_that_may_be_either_stays_both(tmp_path):
    text = "Problem 1\nOwls.\n\nProblem 2\nBees.\n"
    assert texts(tmp_path, {"a.md": text}, DRILLS, "1", "P1") == ["Owls.", "Owls."]


def test_on_a_sheet_without_problems_they_are_its_questions(tmp_path):
    text = "# 3 Softmax\nCats.\n# Problem 1\n(a) Ants.\n\n(b) Bees.\n# Problem 9\nx\n"
    assert texts(tmp_path, {"a.md": text}, PARTS, "1a", "1b", "3") == ["Ants.", "Bees.", "Cats."]


def test_a_problems_part_below_its_section_is_no_part_of_another_question(tmp_path):
    text = "# 2 Drills\n## Problem 1 (b)\ntanh\n"
    assert texts(tmp_path, {"a.md": text}, DRILLS, "1b", "2.1b") == [None, "tanh"]
    assert texts(tmp_path, {"a.md": text}, PARTS, "1b") == ["tanh"]


# ---- LaTeX's own numbers
LATEX = r"""\documentclass{article}
\begin{document}
\section{Neural model}
\subsection*{(a)} Ants.
\subsection*{(b)} Bees.
\section{Shakespeare} \label{sec:two}
(a) Cats. (b) is below

(b) Dogs.
\section{Averaging}
Eels.
\section{Attention}
\subsection*{(a)}
\begin{enumerate}
\item[i] Fish.
\item[ii] Goats.
\end{enumerate}
\subsection*{(b)}
\begin{enumerate}
\item Hens.
\end{enumerate}
\end{document}
"""
LABELS = ("1a", "1b", "2a", "2b", "3", "4ai", "4aii", "4b1")
RIGHT = ["Ants.", "Bees.", "Cats. (b) is below", "Dogs.", "Eels.", "Fish.", "Goats.", "Hens."]
NONE = [None] * len(LABELS)


def test_sections_are_numbered_as_latex_prints_them(tmp_path):
    assert texts(tmp_path, {"a.tex": LATEX}, PARTS, *LABELS) == RIGHT
    starred = LATEX.replace("\\section{Neural", "\\section*{How to run it}\nx\n\\section{Neural")
    assert texts(tmp_path, {"a.tex": starred}, PARTS, *LABELS) == RIGHT
    set_by_hand = LATEX.replace("\\section{Averaging", "\\setcounter{section}{1}\n% x\n\\section{Averaging")
    assert texts(tmp_path, {"a.tex": set_by_hand}, PARTS, *LABELS) == NONE
    assert submission(tmp_path, {"a.tex": LATEX}).read_for(PARTS).unplaced(PARTS) == ()


def test_subsections_are_counted_too(tmp_path):
    letters = "\\renewcommand{\\thesubsection}{(\\alph{subsection})}\n" + LATEX
    for starred, counted in (("*{(a)}", "{First}"), ("*{(b)}", "{Second}")):
        letters = letters.replace(f"\\subsection{starred}", f"\\subsection{counted}")
    assert texts(tmp_path, {"a.tex": letters}, PARTS, *LABELS) == RIGHT
    drills = "\\section{Sampling}\nOwls.\n\\section{Drills}\n"
    titles = ("σ", "Samples", "Net")
    animals = ("Ants.", "Bees.", "Cats.")
    drills += "".join(f"\\subsection{{{title}}}\n{text}\n" for title, text in zip(titles, animals, strict=True))
    assert texts(tmp_path, {"a.tex": drills}, DRILLS, "1", "2.1", "2.2", "2.3") == ["Owls.", "Ants.", "Bees.", "Cats."]
    problems = drills
    for number, title in enumerate(titles, 1):
        problems = problems.replace(f"\\subsection{{{title}}}", f"\\paragraph{{Problem {number}.}}")
    found = texts(tmp_path, {"a.tex": problems}, DRILLS, "1", "2.1", "2.2", "2.3")
    assert found == ["Owls.", "Ants.", "Bees.", "Cats."]
    assert texts(tmp_path, {"a.tex": drills.rpartition("\\sub")[0]}, DRILLS, "1", "2.1") == [None, None]


@pytest.mark.parametrize(
    ("here", "instead"),
    [
        ("\\section{Neural", "\\section{Introduction}\nHello.\n\\section{Neural"),
        ("\\section{Neural", "\\section{Our team}\nHello.\n\\section{Neural"),  # one section too many: 2 has no part
        ("\\section{Averaging}\nEels.\n", ""),  # a question is left out, and the numbers are others
        ("\\section{Shakespeare}", "\\section{Shakespeare}\n(d) No such part.\n"),
        ("\\section{Averaging}", "\\textbf{3.a} is by its number.\n\\section{Averaging}"),
        ("\\section{Averaging}", "\\section{Problem 3}"),
        ("\\section{Averaging}", "\\chapter{Code}\n\\section{Averaging}"),
        ("\\section{Attention}", "\\appendix\n\\section{Attention}"),
        ("\\begin{document}", "\\renewcommand\\thesection{\\Roman{section}}\n\\begin{document}"),
        ("\\begin{document}", "\\setcounter{secnumdepth}{0}\n\\begin{document}"),
        ("\\section{", "\\section*{"),
    ],
)
def test_where_the_numbers_may_be_others_than_the_sheets_none_is_taken(tmp_path, here, instead):
    assert here in LATEX
    assert texts(tmp_path, {"a.tex": LATEX.replace(here, instead)}, PARTS, "1a", "2b", "4ai") == [None, None, None]


def test_numbers_that_are_written_mean_what_they_say(tmp_path):
    text = "\\section{Question 2}\n(a) Ants.\n\\section{Question 4}\n(a) x\n\\section{1. More}\n(b) Bees.\n"
    assert texts(tmp_path, {"a.tex": text}, PARTS, "1b", "2a", "1a") == ["Bees.", "Ants.", None]


# ---- what is left
def test_what_may_be_an_answer_and_has_no_number_is_known(tmp_path):
    files = {
        "a.md": "**Objective**\n\n$$J = 1$$\n\n# 1b\nRelated.\n# 7\nx\n",
        "b.tex": "\\section*{Neural}\n\\subsection*{(a)}\nx\n\\subsection*{(b)}\ny\n",
        "c.md": "No number at all.\n",
        "nb.ipynb": notebook(("markdown", "# Training")),
    }
    found = submission(tmp_path, files)
    assert found.astray == ()  # by no sheet yet
    assert found.read_for(DRILLS).astray == ("a.md, line 3", "a.md, line 8", "b.tex", "c.md")
    said = "“a”, “b” in b.tex: no question's number stands above, so nothing there was taken for an answer."
    assert said in found.unplaced(DRILLS)
    assert submission(tmp_path / "x", {"nb.ipynb": files["nb.ipynb"]}).read_for(DRILLS).astray == ("nb.ipynb, cell 1",)


def test_a_problem_that_a_sheet_does_not_have_is_told_once(tmp_path):
    found = submission(tmp_path, {"a.md": "Problem 1\nAnts.\n\nProblem 9\nx\n"})
    [said] = found.unplaced(PARTS)
    assert said == "What stands under “9” (a.md, line 5) is no question's answer, going by that number."
