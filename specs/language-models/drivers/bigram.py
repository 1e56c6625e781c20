"""The neural bigram model: trained by the student's batches and descent, and evaluated by the student's function.

A text of words is a row of numbers, and a sentence begins as though after the end of another one, so `<s>` and `</s>`
are one word here. Words are spelled by their number.
"""

import inspect
import math
import tempfile
from pathlib import Path

import numpy as np
from data_utils import utils
from starter import BATCH_SIZE, Words, set_names, sizes_named

#: The sheet's sizes; code that has them as numbers runs as well.
VECTOR, HIDDEN, VOCABULARY = 50, 50, 2000
#: What is as good as impossible: exp of it counts for nothing, and its sum over a vocabulary still does.
UNLIKELY = -30.0
#: σ of it is 1, and of its negative 0.
SATURATED = 40.0
_ROWS = 1000
#: The start symbols before a sentence: the course's reader puts two, of which its starter skips the first; whoever
#: makes a pair of every two neighbours needs one.
_STARTS = (2, 1)
_AGREES = 0.01  # in ln PP


# ---- single calls
def words(asked, forward):
    """The probability of every word after each row, as the student's `forward` gives it.

    asked: [row (Dx,), parameters, sizes] each. A row is given as (1, Dx); to a function that takes no such, as (Dx,).
    """
    return [[_probability(forward, row, word, params, sizes) for word in range(sizes[2])]
            for row, params, sizes in asked]  # fmt: skip


def _probability(forward, row, word, params, sizes):
    set_names(forward, **sizes_named(list(sizes)))
    try:
        found = forward(row[None].copy(), word, params.copy(), list(sizes))
        if np.size(found) == 1:
            return found
    except Exception:
        return forward(row.copy(), word, params.copy(), list(sizes))
    try:
        other = forward(row.copy(), word, params.copy(), list(sizes))
    except Exception:
        return found
    return other if np.size(other) == 1 else found


def batches(asked, wrapper):
    """The cost and the gradient of a batch of each corpus, as the student's `lm_wrapper` gives them.

    asked: networks (`sizes`, `params`, `vectors`), each with its `corpora`: [inputs, outputs].
    """
    return [[_batch(wrapper, one, *corpus) for corpus in one["corpora"]] for one in asked]


def _batch(wrapper, network, inputs, outputs):
    sizes, vectors, params = list(network["sizes"]), network["vectors"].copy(), network["params"].copy()
    inputs, outputs = Words(inputs), Words(outputs)
    _set_corpus(wrapper, inputs, outputs, vectors, sizes, params)
    cost, gradient = wrapper(inputs, outputs, vectors, sizes, params)
    return [np.asarray(cost), np.asarray(gradient)]


def _set_corpus(function, inputs, outputs, vectors, sizes, params):
    """The names of the starter that a training reads."""
    set_names(function, **sizes_named(sizes), in_word_index=inputs, out_word_index=outputs,
              num_to_word_embedding=vectors, params=params, num_of_examples=len(inputs))  # fmt: skip


# ---- a training
def trained(corpus, wrapper, descend, iterations=2000, step=2.0, scale=0.3, **others):
    """The parameters after the student's `sgd` along the student's `lm_wrapper`, on pairs of a text.

    corpus: `text` with its `end`, and `vectors`.
    """
    words = np.concatenate([[corpus["end"]], corpus["text"]])
    vectors = np.asarray(corpus["vectors"], dtype=np.float64)
    sizes = [vectors.shape[1], HIDDEN, len(vectors)]
    inputs, outputs = Words(words[:-1].tolist()), Words(words[1:].tolist())
    first = scale * np.random.default_rng(9265).normal(size=_count(sizes))
    _set_corpus(wrapper, inputs, outputs, vectors, sizes, first)
    losses = []

    def cost(params):
        loss, gradient = wrapper(inputs, outputs, vectors, sizes, params)
        losses.append(float(np.squeeze(loss)))
        return loss, gradient

    params = _descended(descend, cost, first, step, iterations)
    model = {"params": np.asarray(params, dtype=np.float64), "vectors": vectors, "end": corpus["end"], "sizes": sizes}
    return {"model": model, "losses": losses}


def _descended(descend, cost, params, step, iterations):
    if getattr(descend, "__name__", "") != "function_of_the_grader":
        return descend(*_taken(descend, [cost, params.copy(), step, iterations, None, False, iterations]))
    for _ in range(iterations):  # ours in the place of theirs stands on the other side, where no cost can go
        params = params - step * np.reshape(cost(params)[1], -1)
    return params


def _taken(function, arguments):
    """As many of the arguments as the function takes."""
    parameters = inspect.signature(function).parameters.values()
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return arguments
    return arguments[: sum(one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) for one in parameters)]


def log_probs(model, text, **others):
    """ln p of every token of a text, ends included, by the network with these parameters."""
    before = np.concatenate([[model["end"]], text[:-1]])
    rows = [_scored(model, before[start : start + _ROWS]) for start in range(0, len(text), _ROWS)]
    return np.concatenate(rows)[np.arange(len(text)), text]


def distribution(model, context, **others):
    """The probability of each word after a context."""
    return np.exp(_scored(model, np.array([context[-1] if len(context) else model["end"]]))[0])


def _scored(model, words):
    """ln p of every word after each of some words."""
    W1, b1, W2, b2 = _unpacked(model["params"], model["sizes"])
    hidden = 0.5 * (1.0 + np.tanh(0.5 * (model["vectors"][words] @ W1 + b1)))
    scores = hidden @ W2 + b2
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _count(sizes):
    return (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2]


def _unpacked(params, sizes):
    Dx, H, Dy = sizes
    W1, b1, W2, b2 = np.split(np.reshape(params, -1), np.cumsum([Dx * H, H, H * Dy]))
    return W1.reshape(Dx, H), b1, W2.reshape(H, Dy), b2


# ---- the student's evaluation
def injected(language, text, evaluate, **others):
    """What the student's `eval_neural_lm` says of a text, of a network that gives `language["after"]`.

    Its sentences begin with as many start symbols as the student's code reckons with: the course's two, unless one
    makes the number right. Either way every word counts once, the first of a sentence as well.
    """
    after, pairs = np.asarray(language["after"]), np.concatenate([[language["end"]], text])
    network, due = _network_of(after), -float(np.log(after[pairs[:-1], pairs[1:]]).mean())
    found = []
    for starts in _STARTS:
        found.append(_evaluated(evaluate, pairs, *network, starts))
        if _is(found[-1], due):
            return found[-1]
    return found[0]


def _is(found, due):
    """Whether this is the perplexity of which the logarithm is due."""
    try:
        return abs(math.log(float(np.squeeze(found))) - due) < _AGREES
    except (TypeError, ValueError):
        return False


def _network_of(after):
    """(vectors, sizes, params) of a network that gives these probabilities."""
    count = len(after)
    sizes = [VECTOR, HIDDEN, VOCABULARY]
    scores = np.full((HIDDEN, VOCABULARY), UNLIKELY)
    scores[:count, :count] = np.log(after)
    parts = [2.0 * SATURATED * np.eye(VECTOR, HIDDEN), np.full(HIDDEN, -SATURATED), scores, np.zeros(VOCABULARY)]
    return np.eye(VOCABULARY, VECTOR), sizes, np.concatenate([part.reshape(-1) for part in parts])


def _evaluated(evaluate, pairs, vectors, sizes, params, starts):
    """The student's function on a file of ours, with the names that the starter sets. pairs: a text after its end."""
    end, text = pairs[0], pairs[1:]
    numbers = {f"w{number}": number for number in range(sizes[2]) if number != end}
    numbers.update({"<s>": end, "</s>": end})
    set_names(
        evaluate, **sizes_named(sizes), word_to_num=numbers, num_to_word={n: word for word, n in numbers.items()},
        num_to_word_embedding=vectors, params=params, in_word_index=Words(pairs[:-1].tolist() * BATCH_SIZE),
        out_word_index=Words(pairs[1:].tolist() * BATCH_SIZE),
    )  # fmt: skip
    utils.STARTS = starts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text("".join("\n" if number == end else f"w{number}\tNN\n" for number in text.tolist()), "utf-8")
        return evaluate(str(path))
