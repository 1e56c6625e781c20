"""The floor: the checks of assignment `word2vec` called directly in one fresh process, with nothing around them.

usage: python benchmarks/bare.py SUBMISSION   (a folder with word2vec.py and sgd.py)

The same functions as the spec calls, as often, on arguments of the same sizes, against the same reference; numpy and
the two modules are all that is imported. No isolation, no limits, no reading of a spec, no words, no report.
"""

import random
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [sys.argv[1], str(ROOT / "specs/word2vec/given"), str(ROOT)]

import numpy as np  # noqa: E402
import objectives  # noqa: E402
import samplers  # noqa: E402
import sgd  # noqa: E402
import word2vec  # noqa: E402

import reference.word2vec as reference  # noqa: E402

rng = np.random.default_rng(0)
checked = 0


def same(yours: Any, due: Any) -> None:
    """One comparison; a right submission passes them all."""
    global checked
    checked += 1
    mine_all, due_all = (value if isinstance(value, tuple) else (value,) for value in (yours, due))
    for mine, theirs in zip(mine_all, due_all, strict=True):
        assert np.allclose(np.squeeze(mine), np.squeeze(theirs), rtol=1e-5, atol=1e-6)


def sizes() -> tuple[int, int]:
    """V and D."""
    return int(rng.integers(3, 9)), int(rng.integers(3, 9))


for shape in [(4, 5), (8, 3), (6, 6), (1, 4), (3, 7), (4,), (9,), (6,), (3,), (5,), (2, 3)]:
    x = rng.normal(size=shape) * 3
    same(word2vec.sigmoid(x.copy()), reference.sigmoid(x))

for _ in range(5):
    V, D = sizes()
    v, o, U = rng.normal(size=D), int(rng.integers(V)), rng.normal(size=(V, D))
    dataset = samplers.TokenSampler([0])
    same(word2vec.naiveSoftmaxLossAndGradient(v, o, U, dataset), reference.naive_softmax(v, o, U, dataset))

for K in [6, 12, 5, 1, 3, 24, 13, 19]:
    V, D = sizes()
    v, o, U = rng.normal(size=D), int(rng.integers(V)), rng.normal(size=(V, D))
    tokens = [int(token) for token in rng.integers(V, size=400)]
    same(
        word2vec.negSamplingLossAndGradient(v, o, U, samplers.TokenSampler(tokens), K),
        reference.neg_sampling(v, o, U, samplers.TokenSampler(tokens), K),
    )

for number in range(15):
    m = [3, 5, 4, 1, 2][number % 5]
    V, D = sizes()
    words = [f"w{i}" for i in range(V)]
    index = {word: row for row, word in enumerate(words)}
    outside = random.choices(words, k=2 * m)
    arguments = (words[0], m, outside, index, rng.normal(size=(V, D)), rng.normal(size=(V, D)))
    loss = reference.naive_softmax if number < 10 else reference.neg_sampling
    tokens = [int(token) for token in rng.integers(V, size=4000)]
    same(
        word2vec.skipgram(*arguments, samplers.TokenSampler(tokens), loss),
        reference.skipgram(*arguments, samplers.TokenSampler(tokens), loss),
    )

for shape, step, iterations in [((4,), 0.01, 200), ((7,), 0.01, 200), ((3, 5), 0.02, 37), ((4, 6), 0.02, 37),
                                ((), 0.01, 200), ((5,), 0.01, 1), ((8,), 0.01, 1), ((3, 4), 0.005, 120),
                                ((6, 5), 0.005, 120)]:  # fmt: skip
    x0 = np.asarray(rng.normal(size=shape))
    same(sgd.sgd(objectives.bowl, x0.copy(), step, iterations, None, False, 50),
         reference.sgd(objectives.bowl, x0, step, iterations, None, False, 50))  # fmt: skip
for shape in [(4,), (7,), (3, 5), (4, 6)]:
    x0 = rng.normal(size=shape)
    same(sgd.sgd(objectives.bowl, x0.copy(), 0.03, 12, objectives.length_one, False, 50),
         reference.sgd(objectives.bowl, x0, 0.03, 12, objectives.length_one, False, 50))  # fmt: skip
x0 = np.array([0.5, -0.25, 2])
same(sgd.sgd(objectives.round_bowl, x0.copy(), 1e-4, 20010, None, False, 10000),
     reference.sgd(objectives.round_bowl, x0, 1e-4, 20010, None, False, 10000))  # fmt: skip
print(f"{checked} comparisons, all right", file=sys.stderr)
