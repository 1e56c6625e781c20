"""One epoch of CBOW with negative sampling, and how it is misread."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer

from reference.arrays import Array
from reference.cbow.learning.loss import negative_sampling_loss
from reference.cbow.learning.model import CBOWNegativeSampling
from reference.cbow.sampler import draw_negatives
from reference.mistake import mistake


@dataclass
class Noise:
    """Where an epoch's negatives come from; drawing moves it on."""

    distribution: Array  # (V,)
    K: int
    rng: np.random.Generator

    def rows(self, x: Tensor) -> Tensor:
        """Every window with each of K drawn words for its centre: (N, 3) to (N, K, 3)."""
        negatives = draw_negatives(self.distribution, x[:, 2].numpy(), self.K, self.rng)  # (N, K)
        rows = x[:, None, :].repeat(1, self.K, 1)  # (N, K, 3)
        rows[:, :, 2] = torch.from_numpy(negatives)
        return rows


def train(dataloader: Iterable[Tensor], model: CBOWNegativeSampling, optimizer: Optimizer, noise: Noise) -> list[float]:
    """One pass over the batches, one step of the optimizer each. Returns the losses.

    dataloader: batches (N, 3) of rows [left, right, centre]. Changes the model and the optimizer in place.
    Source: assignment 4, question 1. The course's `train` finds the noise among its module's globals.
    """
    losses = []
    for x in dataloader:
        J = batch_loss(model, x, noise)  # ()
        optimizer.zero_grad()
        torch.autograd.backward(J)
        optimizer.step()
        losses.append(float(J.detach()))
    return losses


def batch_loss(model: CBOWNegativeSampling, x: Tensor, noise: Noise) -> Tensor:
    """The loss of a batch with freshly drawn negatives: ()."""
    rows = noise.rows(x)  # (N, K, 3)
    positive = model(x)  # (N,)
    negative = model(rows.reshape(-1, 3)).reshape(rows.shape[:2])  # (N, K)
    return negative_sampling_loss(positive, negative)


# Caught by: training (two steps from the same state agree with ours).
@mistake(
    of=train,
    name="gradients not reset",
    sentence="Your steps follow the sum of all gradients since the beginning: nothing sets them back to zero.",
    advice="Call `optimizer.zero_grad()` once for every `backward()`.",
)
def accumulated(
    dataloader: Iterable[Tensor], model: CBOWNegativeSampling, optimizer: Optimizer, noise: Noise
) -> list[float]:
    losses = []
    for x in dataloader:
        J = batch_loss(model, x, noise)
        torch.autograd.backward(J)
        optimizer.step()
        losses.append(float(J.detach()))
    return losses


# Caught by: training (one step lowers the loss).
@mistake(
    of=train,
    name="no step",
    sentence="Your training leaves both tables as they were made.",
    advice="Call `optimizer.step()` after every `backward()`.",
)
def without_step(
    dataloader: Iterable[Tensor], model: CBOWNegativeSampling, optimizer: Optimizer, noise: Noise
) -> list[float]:
    return [float(batch_loss(model, x, noise).detach()) for x in dataloader]


# Caught by: training (the number of steps in an epoch).
@mistake(
    of=train,
    name="the first batch only",
    sentence="Your epoch ends after its first batch.",
    advice="Return after the loop, not within it.",
)
def first_batch(
    dataloader: Iterable[Tensor], model: CBOWNegativeSampling, optimizer: Optimizer, noise: Noise
) -> list[float]:
    return train(list(dataloader)[:1], model, optimizer, noise)
