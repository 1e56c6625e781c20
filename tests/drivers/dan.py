"""How a deep averaging network of the tests is made, read and trained: a driver as an assignment's own."""

from dataclasses import dataclass

import torch


def build(Model, vocabulary, classes, dimension=8, hidden=12, depth=2, **others):
    return Model(torch.randn(vocabulary, dimension), hidden, depth, 0.3, classes)


def logits(model, ids, masks, **others):
    return model(ids, masks)["logits"]


def loss(model, ids, masks, labels, **others):
    return model(ids, masks, labels)["loss"]


@dataclass(frozen=True)
class Texts:
    input_ids: torch.Tensor
    attention_masks: torch.Tensor
    labels: torch.Tensor


@dataclass(frozen=True)
class Recipe:
    epochs: int = 5
    batch: int = 32
    rate: float = 1e-3
    seed: int = 0


def trained(corpus, Model, train, epochs=3, batch=32, rate=3e-3, hidden=50, depth=2, most=0, **others):
    model = Model(torch.tensor(corpus["vectors"], dtype=torch.float32), hidden, depth, 0.3, corpus["classes"])
    ids, masks, labels = (torch.from_numpy(corpus[name][: most or None]) for name in ("ids", "masks", "labels"))
    losses = train(model, Texts(ids, masks, labels), Recipe(epochs, batch, rate))
    return {"model": model, "losses": losses}
