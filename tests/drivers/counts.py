"""How a model of counts is trained and asked: quick, and without torch."""

import numpy as np
from grade_drivers.loops import run


def trained(corpus, train, rounds=1, **others):
    return {
        "model": train(corpus["text"], len(corpus["spelled"])),
        "losses": [float(3 - n / 10) for n in range(rounds)],
    }


def log_probs(model, text, **others):
    if model.ndim == 2:
        return np.log(model[text[:-1], text[1:]])
    first = np.log(model.mean(axis=0)[text[0], text[1]])
    return np.concatenate([[first], np.log(model[text[:-2], text[1:-1], text[2:]])])


def nothing(corpus, **others):
    return corpus["text"]


def looped(corpus, loop, Model, **others):
    size = len(corpus["spelled"])
    after = run(loop, Model, {"text": corpus["text"], "counts": Model(size), "size": size})
    return {"model": after["counts"].shares(), "losses": after["losses"]}
