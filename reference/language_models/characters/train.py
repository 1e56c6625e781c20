"""How the character model is trained: windows of a text from random places, Adam, a falling rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_
from torch.optim import Adam, Optimizer

from reference.language_models.characters.model import OurModel
from reference.language_models.characters.window_loss import window_loss

#: (model, inputs (B, T), targets (B, T)) -> ().
WindowLoss = Callable[[OurModel, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Recipe:
    """What decides a training besides its text."""

    iterations: int = 300
    batch: int = 64
    window: int = 32
    rate: float = 1e-2
    seed: int = 0


def train(model: OurModel, text: Sequence[int], recipe: Recipe, loss: WindowLoss = window_loss) -> list[float]:
    """Trains the model in place on windows of the text. Returns the loss of every iteration.

    text: characters, more than a window of them.
    """
    return walk(model, Adam(model.parameters(), lr=recipe.rate), text, recipe, loss)


def walk(model: OurModel, optimizer: Optimizer, text: Sequence[int], recipe: Recipe, loss: WindowLoss) -> list[float]:
    """One step of the optimizer an iteration; its rate falls linearly to nearly nothing, so that the end is calm."""
    tokens = torch.as_tensor(text)  # (M,)
    source = torch.Generator().manual_seed(recipe.seed)
    steps = torch.arange(recipe.window)  # (T,)
    losses = []
    for iteration in range(recipe.iterations):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * (1.0 - iteration / recipe.iterations) + 0.01 * recipe.rate
        starts = torch.randint(0, len(tokens) - recipe.window, (recipe.batch, 1), generator=source)  # (B, 1)
        J = loss(model, tokens[starts + steps], tokens[starts + steps + 1])  # ()
        optimizer.zero_grad()
        torch.autograd.backward(J)
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(float(J.detach()))
    return losses
