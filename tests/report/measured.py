"""Evidence of language models and classifiers to look at: one of each kind, at its usual, and where it is odd."""

import math

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import (
    ClaimedNumber,
    Claims,
    ConfusionMatrix,
    Curve,
    Examples,
    Figures,
    Finding,
    GivenExample,
    Level,
    Outcome,
    Scale,
    Verdict,
)  # fmt: skip

LEVELS = (
    Level("oracle", 43.68, "the language itself: nothing is left to learn"),
    Level("unigram", 123.4, "a unigram: it knows how frequent each word is, and uses nothing of the word before it"),
    Level("uniform", 500.0, "a guess: every word is as likely as every other"),
    Level("reversed", 1211.0, "a model of the reversed text: it predicts the word before where the word after is due"),
)
PERPLEXITY = Scale("perplexity on text that your model has not seen", 126.1, LEVELS, 51.0,
                   about=(("tokens", "4,096"), ("unknown words", "3.1 %"), ("characters", "21,380")))  # fmt: skip
PASSING = Scale("perplexity on text that your model has not seen", 47.2, LEVELS, 51.0)
ACCURACY = Scale("accuracy on 500 reviews", 0.829, (Level("majority class", 0.5, "always the same answer"),
                 Level("random vectors", 0.704), Level("reference", 0.831)), 0.80, less_is_better=False)  # fmt: skip
CORRELATION = Scale("correlation of u·v with PMI - log k", 0.04, (Level("no negatives", 0.26), Level("right", 0.939)),
                    0.9, less_is_better=False)  # fmt: skip
CROWDED = Scale(
    "perplexity per character",
    3.93,
    tuple(Level(f"level {n} with a name", value) for n, value in enumerate((3.655, 3.66, 3.67, 3.7, 9.57, 9.61, 11.6))),
    4.3,
)
INFINITE = Scale("perplexity on your dev set", math.inf, LEVELS, 51.0)
NO_NUMBER = Scale("perplexity on your dev set", math.nan, LEVELS, 51.0)
HUGE = Scale("perplexity on your dev set", 1e6, LEVELS, 51.0)
FARTHEST_OFF = Scale("perplexity on your dev set", 1e300, LEVELS[:2], 51.0)
EQUAL = Scale("perplexity", 500.0, (Level("uniform", 500.0), Level("oracle", 500.0)), 500.0)


def decay(start, floor, pace, count):
    return tuple(floor + (start - floor) * math.exp(-pace * n) * (1 + 0.06 * math.sin(1.7 * n)) for n in range(count))


LOSS = Curve("training loss", decay(6.2, 4.7, 0.05, 40), decay(6.2, 3.85, 0.12, 40), 100)
BROKEN_LOSS = Curve("training loss", (*decay(6.2, 4.0, 0.1, 20), 9.5, math.inf, math.nan, math.nan, 5.0, math.nan),
                    decay(6.2, 3.85, 0.12, 40), 100)  # fmt: skip
EXPLODING = Curve("training loss", tuple(10.0 ** (n / 2) for n in range(-2, 30)))
NO_LOSS = Curve("training loss", (math.nan, math.inf))

SENTIMENT = ConfusionMatrix(
    ("very negative", "negative", "neutral", "positive", "very positive"),
    ((12, 100, 20, 7, 0), (9, 190, 61, 28, 1), (4, 90, 80, 49, 6), (1, 35, 55, 150, 38), (0, 8, 14, 91, 52)),
)
TEN = ConfusionMatrix(
    tuple("0123456789"), tuple(tuple(940 if n == m else (7 * n + 3 * m) % 23 for m in range(10)) for n in range(10))
)

CLAIMS = Claims((
    ClaimedNumber("dev perplexity", "113.7", "q1d_neural_lm.ipynb, cell 12, its output", "113.6", "agrees"),
    ClaimedNumber("dev perplexity of the unigram", "25.8", "writeup.md, line 40", "59.1", "differs",
                  "The loader splits on TAB, so each line is one token: 42 tokens where 1,204 are due."),
    ClaimedNumber("test accuracy", "", "", "82.9 %", "missing", "Report the number in the text below `## 2(c)`."),
    ClaimedNumber("best dropout", "0.3", "writeup.md, line 61", "", "not_measured", "Your sweep takes longer than "
                  "the limit allows; a person reads it."),
))  # fmt: skip
FIGURES = Figures("`word_vectors.png`", (("size", "1,024 × 768 pixels"), ("colours", "214"), ("drawn", "37 %")))
EXAMPLES = Examples((
    GivenExample("A gorgeous , witty , seductive movie .", "positive", "negative", "“seductive” is rare in training.",
                 "holds", "Your model says negative, as you wrote."),
    GivenExample("It is " + "not without its charms, and " * 30 + "still a bore.", "negative", "negative",
                 "Two negations.", "does_not", "Your model says negative here: it is classified rightly."),
    GivenExample("Er war … אבל הסרט היה טוב", "", "", "", "not_checked", "This text is not in the dev set."),
))  # fmt: skip
TEXTS = ("the chain language of 500 words, 60,000 tokens, from the secret seed",
         "Tiny Shakespeare (`shakespeare.txt`, sha256 86c4e6aa), the last tenth")  # fmt: skip

USUAL = (PERPLEXITY, LOSS, SENTIMENT, CLAIMS, FIGURES, EXAMPLES)
EVERY = (PERPLEXITY, PASSING, ACCURACY, CORRELATION, CROWDED, INFINITE, NO_NUMBER, HUGE, FARTHEST_OFF, EQUAL,
         LOSS, BROKEN_LOSS, EXPLODING, NO_LOSS, SENTIMENT, TEN, CLAIMS, FIGURES, EXAMPLES)  # fmt: skip


def hostile_evidence(h):
    """Every new field that may carry a student's words carries these."""
    number, long = 1e300, "W" * 10_000
    claims = (ClaimedNumber(h, h, h, h, "agrees", h), ClaimedNumber(long, long, long, long, "differs", long))
    examples = (GivenExample(h, h, h, h, "not_checked", h), GivenExample(long, long, long, long, "holds", long))
    return (
        Scale(h, -number, (Level(h, 1.0, h), Level(long, number, long)), 0.0, about=((h, h), (long, long))),
        Scale(long, number, (), about=()),
        Curve(h, (number, -number, 1.0, math.nan), (-math.inf,), 10**9),
        Curve(long, (), ()),
        ConfusionMatrix((h, long, "", *"abcdefghi"), tuple(tuple(10**12 + m for m in range(12)) for n in range(12))),
        Claims(claims),
        Figures(h, ((h, h), (long, long))),
        Examples(examples),
    )


def measured():
    """A report of two questions: what is usual, and everything that is odd."""
    found = Finding("Your model does as well as a unigram: it uses nothing of the word before it.",
                    "word chain, V = 500",
                    "Look at what the hidden layer gets: the embedding of the word before the one that is due.")
    odd = tuple(each for each in EVERY if each not in USUAL)
    marks = tuple(Mark(title, "perplexity", 5, "public", Outcome(Verdict.FAILED, 0.0, found, shown))
                  for title, shown in (("perplexity on a hidden text", USUAL), ("what is odd", odd)))  # fmt: skip
    return Report("lm", "Language models", "alice", "C", "limited", "public",
                  tuple(QuestionMark(str(n), mark.title, (mark,)) for n, mark in enumerate(marks, 1)), texts=TEXTS)
