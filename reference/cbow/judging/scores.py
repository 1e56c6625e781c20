"""Whether a model's scores are ½ (a_l + a_r)ᵀ b_c for tables of ours, and which known formula they are if not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.arrays import Array, Indices
from reference.cbow.judging.known import known
from reference.cbow.judging.vocabulary import counts, words
from reference.foundations.sigmoid import sigmoid
from reference.judgement import Judgement, Unreadable

_V, _D, _N = 17, 6, 9
Formula = Callable[[Array, Array, Indices], Array]


@dataclass(frozen=True)
class Tables:
    """Two tables, and rows [left, right, centre]."""

    words: list[str]
    counts: list[int]
    A: Array
    B: Array
    x: Indices

    @property
    def given(self) -> tuple[Any, ...]:
        return self.words, self.counts, self.A.astype(np.float32), self.B.astype(np.float32), self.x


def tables(rng: np.random.Generator) -> Tables:
    """Numbers that give scores of about 1. A word may stand on both sides, and be its own context."""
    A, B = (rng.normal(scale=0.9, size=(_V, _D)).astype(np.float32).astype(np.float64) for _ in range(2))
    x = rng.integers(1, _V, size=(_N, 3))
    x[1, 1] = x[1, 0]
    return Tables(words(_V), counts(_V), A, B, x.astype(np.int64))


def mean(A: Array, B: Array, x: Indices) -> Array:
    """(N,): what is asked for."""
    return np.asarray(((A[x[:, 0]] + A[x[:, 1]]) / 2 * B[x[:, 2]]).sum(axis=1))


#: Known mistakes of the model, as formulas.
_KNOWN: tuple[tuple[str, Formula], ...] = (
    ("a sum for the mean", lambda A, B, x: 2 * mean(A, B, x)),
    ("the centre from the context's table", lambda A, B, x: mean(A, A, x)),
    ("the tables exchanged", lambda A, B, x: mean(B, A, x)),
    ("the middle column as the centre", lambda A, B, x: mean(A, B, x[:, [0, 2, 1]])),
    ("the first column as the centre", lambda A, B, x: mean(A, B, x[:, [1, 2, 0]])),
    ("the centre within its own context", lambda A, B, x: (A[x].mean(axis=1) * B[x[:, 2]]).sum(axis=1)),
    ("a sigmoid before the loss", lambda A, B, x: sigmoid(mean(A, B, x))),
    ("a mean over the dimensions", lambda A, B, x: mean(A, B, x) / A.shape[1]),
)


def judge_scores(asked: Tables, found: Any, printed: str) -> list[Judgement]:
    """The aspect "logits"."""
    answers = [_Answer(str(form), [str(name) for name in names], once, again) for form, names, once, again in found]
    if not answers:
        raise Unreadable("no form of the rows gave scores")
    for answer in answers:
        if answer.is_(mean, asked):
            return [Judgement("logits", True, notes=answer.notes())]
    first = answers[0]
    if first.varies:
        return _open("Your model gives other values each time it is asked, in evaluation too.")
    for name, formula in _KNOWN:
        if any(answer.is_(formula, asked, as_named=True) for answer in answers):
            mistake = known("CBOWNegativeSampling", name)
            return [Judgement("logits", False, mistake.sentence, "", mistake.advice, mistake=mistake)]
    values = first.values()
    if values is None:
        return _open("Your model gives no score for each row: it may work out the loss itself.")
    due = mean(asked.A, asked.B, asked.x)
    worst = int(np.argmax(np.abs(values - due)))
    where = f"row {worst}: yours {values[worst]:.4f}, expected {due[worst]:.4f}"
    advice = "A score is the mean of the two contexts' rows of A, times the centre's row of B, added up."
    return [Judgement("logits", False, "Your scores differ from ours for the same tables.", where, advice)]


def _open(why: str) -> list[Judgement]:
    return [Judgement("logits", None, why, "", "Nothing is lost: a person will look at it.")]


@dataclass(frozen=True)
class _Answer:
    """What came back for one form of the rows."""

    form: str
    names: list[str]
    once: list[Any]
    again: list[Any]

    @property
    def varies(self) -> bool:
        pairs = zip(self.once, self.again, strict=True)
        return len(self.once) != len(self.again) or any(not np.array_equal(a, b, equal_nan=True) for a, b in pairs)

    @property
    def named_as_asked(self) -> bool:
        """Whether the tables are called A and B: then it is known which is which."""
        return [name.removesuffix(".weight").rpartition(".")[2] for name in self.names] == ["A", "B"]

    def candidates(self) -> list[Array]:
        """Those of the values that have a number for each row."""
        arrays = [np.asarray(one, dtype=np.float64) for one in self.once]
        return [one.reshape(-1) for one in arrays if one.size == _N and max(one.shape, default=0) == _N]

    def values(self) -> Array | None:
        return next(iter(self.candidates()), None)

    def is_(self, formula: Formula, asked: Tables, as_named: bool = False) -> bool:
        """Whether it is that formula: in the order of the tables, or the other where their names leave that open."""
        orders = [(asked.A, asked.B)]
        if not (self.named_as_asked or as_named) and len(self.names) == 2:
            orders.append((asked.B, asked.A))
        return any(
            np.allclose(one, formula(*order, asked.x), rtol=1e-3, atol=1e-4)
            for order in orders
            for one in self.candidates()
        )

    def notes(self) -> tuple[str, ...]:
        notes = []
        if self.form != "x":
            notes.append(f"Your model takes {self.form} one by one; a tensor of rows (N, 3) is asked.")
        if len(self.once) > 1:
            notes.append("Your model gives several values; its scores were found among them.")
        elif np.ndim(self.once[0]) > 1:
            notes.append("Your scores are (N, 1); (N,) is asked.")
        return tuple(notes)
