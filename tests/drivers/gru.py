"""How a character model of the tests is made, read and trained: a driver as an assignment's own."""

from dataclasses import dataclass

import torch


def build(Model, vocabulary, classes, hidden=10, layers=1, **others):
    return Model(vocabulary, hidden, classes, layers)


def logits(model, ids, hidden=10, layers=1, **others):
    return _read(model, ids, torch.zeros(layers, len(ids), hidden))[0]


def resumed(model, first, rest, hidden=10, layers=1, **others):
    _, state = _read(model, first, torch.zeros(layers, len(first), hidden))
    return _read(model, rest, state)[0]


def _read(model, ids, state):
    found = []
    for t in range(ids.shape[1]):
        scores, state = model(ids[:, t], state)
        found.append(scores)
    return torch.stack(found, dim=1), state


def loss(model, ids, targets, window_loss, **others):
    return window_loss(model, ids, targets)


@dataclass(frozen=True)
class Recipe:
    iterations: int
    batch: int = 64
    window: int = 32
    rate: float = 1e-2
    seed: int = 0


def trained(corpus, Model, train, window_loss, iterations=300, width=48, layers=1, **others):
    characters = len(corpus["spelled"])
    model = Model(characters, width, characters, layers)
    losses = train(model, corpus["text"].tolist(), Recipe(iterations), window_loss)
    return {"model": model, "losses": losses}


def log_probs(model, text, width=48, layers=1, **others):
    ids = torch.from_numpy(text)[None]
    scores, _ = _read(model, ids[:, :-1], torch.zeros(layers, 1, width))
    return torch.log_softmax(scores[0].double(), dim=-1)[torch.arange(len(text) - 1), ids[0, 1:]]
