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


def trained_here(corpus, Model, epochs=3, rate=3e-3, **others):
    """The same in a loop of ours."""
    return trained(corpus, Model, _walk, epochs, rate=rate)


def _walk(model, texts, recipe):
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.rate)
    losses = []
    for _ in range(recipe.epochs):
        for chosen in torch.arange(len(texts.labels)).split(recipe.batch):
            cost = model(texts.input_ids[chosen], texts.attention_masks[chosen], texts.labels[chosen])["loss"]
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            losses.append(float(cost.detach()))
    return losses
