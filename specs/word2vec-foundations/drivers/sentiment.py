"""Trains the sheet's sentiment classifier with the student's own functions, and lets it score other sentences."""

import inspect

import numpy as np
from grade_drivers.asked import NotAsAsked


def classify(train, labels, asked, words, vectors, classes, features, regression, sgd, strength, iterations):
    """The scores (len(asked), classes) of the sentences that are asked, after training on the others.

    train, asked: sentences, as lists of words. labels: (len(train),). words: the words that have a row in `vectors`.
    features(tokens, vectors, sentence) -> (D,). regression(X, labels, W, strength) -> cost, gradient, …
    sgd(f, x0, step, iterations, …) -> x.
    """
    tokens = {word: row for row, word in enumerate(words)}
    X = _features(features, tokens, vectors, train)
    rounded = _rounding(X)
    weights = _trained(regression, sgd, rounded(X), labels, classes, strength, iterations)
    return rounded(_features(features, tokens, vectors, asked)) @ weights


def _features(features, tokens, vectors, sentences):
    """(N, D). Words without a vector are left out; a sentence of such words alone is 0."""
    rows = np.zeros((len(sentences), vectors.shape[1]))
    for place, sentence in enumerate(sentences):
        known = [one for one in (word if word in tokens else word.lower() for word in sentence) if one in tokens]
        if known:
            rows[place] = _row(features(tokens, vectors, known), vectors.shape[1])
    return rows


def _row(feature, size):
    """One sentence's feature; (1, D) is taken as well."""
    row = np.asarray(feature) if feature is not None else np.zeros(())
    if row.shape not in ((size,), (1, size)) or row.dtype.kind not in "biuf":
        raise NotAsAsked(
            f"A sentence's feature has the shape {row.shape}; no classifier can be trained on it.",
            "",
            f"Return the mean of the words' vectors, ({size},): one mean for each of the vectors' {size} numbers.",
        )
    return row.reshape(size)


def _rounding(X):
    """Features with a spread of 1 in every direction and a constant 1 behind: the best weights give the same scores,
    and a walk comes near them in hundreds of steps instead of ten thousands.
    """
    mean = X.mean(axis=0)
    _, spreads, directions = np.linalg.svd(X - mean, full_matrices=False)
    kept = spreads > 1e-6 * max(spreads[0], 1e-12)
    stretch = directions[kept].T * (np.sqrt(len(X)) / spreads[kept])

    def rounded(rows):
        return np.hstack([(rows - mean) @ stretch, np.ones((len(rows), 1))])

    return rounded


def _trained(regression, sgd, X, labels, classes, strength, iterations):
    """The weights (D, classes) after a walk from 0, with the longest step that no cost of this kind runs away from."""

    def cost(W):
        value, gradient = regression(X, labels, W, strength)[:2]
        gradient = np.asarray(gradient, dtype=np.float64)
        if gradient.shape != W.shape:
            raise NotAsAsked(
                f"The gradient of the softmax regression has the shape {gradient.shape}.",
                f"for weights {W.shape}",
                "Return the gradient in the weights' shape.",
            )
        return value, gradient

    start = np.zeros((X.shape[1], classes))
    step = 1.0 / (0.5 * classes * _curvature(cost, start))
    if getattr(sgd, "__name__", "") == "function_of_the_grader":  # it stands on the other side, where no cost can go
        return _walk(cost, start, step, iterations)
    weights = np.asarray(sgd(*_accepted(sgd, (cost, start, step, iterations, None, False, iterations))))
    if weights.shape != start.shape or weights.dtype.kind not in "biuf":
        raise NotAsAsked(
            f"`sgd` returns a value of shape {weights.shape} for weights {start.shape}.", "", "Return the last x."
        )
    return weights


def _curvature(cost, start):
    """The greatest curvature at `start`, where softmax regression has 2 / classes of the most that it can have.

    It is found from gradients alone, so it fits a cost that is a sum as well as one that is a mean.
    """
    here = cost(start)[1]
    direction = np.cos(np.arange(start.size)).reshape(start.shape)
    length = 0.0
    for _ in range(10):
        direction = direction / (np.linalg.norm(direction) or 1.0)
        direction = (cost(start + 1e-3 * direction)[1] - here) / 1e-3
        length = np.linalg.norm(direction)
    return length if np.isfinite(length) and length > 0 else 1.0


def _accepted(sgd, arguments):
    """As many of the sheet's arguments as this sgd takes."""
    parameters = inspect.signature(sgd).parameters.values()
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return arguments
    return arguments[: max(4, sum(one.kind is not one.KEYWORD_ONLY for one in parameters))]


def _walk(cost, x, step, iterations):
    """The same minimum with momentum, for those whose sgd is another question."""
    ahead = x
    for count in range(iterations):
        following = ahead - step * cost(ahead)[1]
        ahead = following + count / (count + 3) * (following - x)
        x = following
    return x
