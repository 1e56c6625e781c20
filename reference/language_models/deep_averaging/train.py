"""How the deep averaging network is trained and what it then predicts."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.optim import Adam, Optimizer

from reference.arrays import Indices
from reference.language_models.deep_averaging.model import DAN


@dataclass(frozen=True)
class Texts:
    """Texts as rows of words, padded at the end, with their classes."""

    input_ids: Tensor  # (N, T)
    attention_masks: Tensor  # (N, T)  1 for a word, 0 for padding
    labels: Tensor  # (N,)


@dataclass(frozen=True)
class Recipe:
    """What decides a training besides its texts."""

    epochs: int = 5
    batch: int = 32
    rate: float = 1e-3
    seed: int = 0


def train(model: DAN, texts: Texts, recipe: Recipe) -> list[float]:
    """Trains the network in place with Adam, every text once an epoch in a new order. Returns each batch's loss.

    Leaves the network in training mode. Dropout draws from torch's own state.
    """
    return walk(model, Adam(model.parameters(), lr=recipe.rate), texts, recipe)


def walk(model: DAN, optimizer: Optimizer, texts: Texts, recipe: Recipe) -> list[float]:
    """One step of the optimizer a batch, in the recipe's order."""
    source = torch.Generator().manual_seed(recipe.seed)
    losses = []
    model.train()
    for _ in range(recipe.epochs):
        order = torch.randperm(len(texts.labels), generator=source)  # (N,)
        for start in range(0, len(order), recipe.batch):
            batch = order[start : start + recipe.batch]  # (B,)
            logits = model(texts.input_ids[batch], texts.attention_masks[batch])["logits"]  # (B, classes)
            J = model.loss(logits, texts.labels[batch])  # ()
            optimizer.zero_grad()
            torch.autograd.backward(J)
            optimizer.step()
            losses.append(float(J.detach()))
    return losses


def predictions(model: DAN, texts: Texts) -> Indices:
    """The class with the greatest logit of each text, in evaluation: (N,). The network's mode stays what it was."""
    mode = model.training
    model.eval()
    with torch.no_grad():
        logits = model(texts.input_ids, texts.attention_masks)["logits"]  # (N, classes)
    model.train(mode)
    found: Indices = logits.argmax(dim=1).numpy()
    return found
