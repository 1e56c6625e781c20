"""Trains word vectors with the student's own skip-gram, negative sampling and sgd on windows of ours."""

from grade_drivers.asked import NotAsAsked

#: What stands on the other side is called so. It can't be given what lives here: a cost, a data set.
ELSEWHERE = "function_of_the_grader"


class Dataset:
    """Hands out negatives that were drawn beforehand."""

    def __init__(self, negatives):
        self._negatives = [int(word) for word in negatives]
        self._next = 0

    def sampleTokenIdx(self):
        self._next += 1
        return self._negatives[self._next % len(self._negatives)]

    sample_token_idx = sampleTokenIdx


def train(words, centers, contexts, negatives, start, batch, K, skipgram, cost, sgd):
    """The vectors (2 V, D), input above output, after as many steps as there are batches of windows."""
    if getattr(skipgram, "__name__", "") == ELSEWHERE:
        raise NotAsAsked("`skipgram` is missing, so no word vectors can be trained.", "", "Write it, and try again.")
    if getattr(cost, "__name__", "") == ELSEWHERE:
        raise RuntimeError("negative sampling of ours cannot draw from a data set that lives here")
    tokens = {word: row for row, word in enumerate(words)}
    dataset, size = Dataset(negatives), len(words)
    place = 0

    def of_pair(predicted, target, vectors, dataset):
        return cost(predicted, target, vectors, dataset, K)

    def of_batch(x):
        nonlocal place
        total, gradient = 0.0, 0.0 * x
        for _ in range(batch):
            window = place % len(centers)
            value, above, below = skipgram(
                centers[window], 1, contexts[window], tokens, x[:size], x[size:], dataset, of_pair
            )
            total += value
            gradient[:size] += above
            gradient[size:] += below
            place += 1
        return total / batch, gradient / batch

    steps = len(centers) // batch
    if getattr(sgd, "__name__", "") == ELSEWHERE:
        return walk(of_batch, start, 2.0, steps)
    return sgd(of_batch, start, 2.0, steps, None, False, steps)


def walk(f, x, step, steps):
    """The same way with a little momentum, for those whose sgd is another question."""
    velocity = 0.0 * x
    for _ in range(steps):
        velocity = 0.5 * velocity - 0.5 * step * f(x)[1]
        x = x + velocity
    return x
