"""The training and the neighbours in the very form that the sheet asks for, and their mistakes: those of what they do.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer

from reference.arrays import Array, Indices
from reference.cbow import neighbours, sampler
from reference.cbow.learning.loss import negative_sampling_loss
from reference.cbow.learning.model import CBOWNegativeSampling
from reference.cbow.learning.train import Noise, train
from reference.mistake import Mistake, mistake, mistakes_of

Counts = Sequence[float]
Batches = Iterable[Tensor]


def train_epoch(
    dataloader: Batches, model: CBOWNegativeSampling, optimizer: Optimizer, epoch: int, counts: Counts
) -> list[float]:
    """One epoch: a step for each batch, K = 4 words drawn by counts^¾ for each window. Returns the losses.

    counts: how often each word occurs, which the course's `train` finds among its module's names.
    Source: assignment 4, question 1.
    """
    return train(dataloader, model, optimizer, _noise(epoch, counts))


def _noise(epoch: int, counts: Counts) -> Noise:
    distribution = sampler.noise_distribution(np.array([float(one) for one in _values(counts)]))
    return Noise(distribution, sampler.K, np.random.default_rng(epoch))


def validate_embeddings(model: CBOWNegativeSampling, valid_ids: Sequence[int], itos: Sequence[str]) -> list[list[str]]:
    """The ten nearest words of each of some words, by the cosine of their rows of A; nearest first."""
    vectors = model.A.weight.detach().double().numpy()
    return [[itos[j] for j in neighbours.nearest(vectors, word).tolist()] for word in valid_ids]


# ---- the mistakes of what an epoch is made of, each as an epoch
#: What an epoch cannot show, or what is accepted: another step's length, logits of ±200, noise that nobody could draw
#: from, a centre among its own negatives.
ACCEPTED = (
    "a sum over the batch", "no overflow guard", "the power after dividing", "the target among its negatives",
)  # fmt: skip


def _file(one: Mistake, epoch: Callable[..., list[float]]) -> None:
    mistake(of=train_epoch, name=one.name, sentence=one.sentence, advice=one.advice)(epoch)


def _with_loss(loss: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., list[float]]:
    def epoch(
        dataloader: Batches, model: CBOWNegativeSampling, optimizer: Optimizer, epoch: int, counts: Counts
    ) -> list[float]:
        noise = _noise(epoch, counts)
        for x in dataloader:
            rows = noise.rows(x)  # (N, K, 3)
            J = loss(model(x), model(rows.reshape(-1, 3)).reshape(rows.shape[:2]))
            optimizer.zero_grad()
            torch.autograd.backward(J)
            optimizer.step()
        return []

    return epoch


def _with_noise(distribution: Callable[[Array], Array]) -> Callable[..., list[float]]:
    def epoch(
        dataloader: Batches, model: CBOWNegativeSampling, optimizer: Optimizer, epoch: int, counts: Counts
    ) -> list[float]:
        noise = _noise(epoch, counts)
        noise.distribution = distribution(np.array([float(one) for one in _values(counts)]))
        return train(dataloader, model, optimizer, noise)

    return epoch


def _with_draws(draw: Callable[..., Indices]) -> Callable[..., list[float]]:
    def epoch(
        dataloader: Batches, model: CBOWNegativeSampling, optimizer: Optimizer, epoch: int, counts: Counts
    ) -> list[float]:
        noise = _Otherwise(_noise(epoch, counts).distribution, sampler.K, np.random.default_rng(epoch), draw)
        return train(dataloader, model, optimizer, noise)

    return epoch


def _with_loop(loop: Callable[..., list[float]]) -> Callable[..., list[float]]:
    def epoch(
        dataloader: Batches, model: CBOWNegativeSampling, optimizer: Optimizer, epoch: int, counts: Counts
    ) -> list[float]:
        return loop(dataloader, model, optimizer, _noise(epoch, counts))

    return epoch


@dataclass
class _Otherwise(Noise):
    """Noise that is drawn from in another way."""

    draw: Callable[..., Indices]

    def rows(self, x: Tensor) -> Tensor:
        negatives = self.draw(self.distribution, x[:, 2].numpy(), self.K, self.rng)  # (N, K)
        rows = x[:, None, :].repeat(1, negatives.shape[1], 1)
        rows[:, :, 2] = torch.from_numpy(np.ascontiguousarray(negatives))
        return rows


def _values(counts: Counts) -> Iterable[float]:
    return counts.values() if isinstance(counts, dict) else counts


def _neighbours_of(near: Callable[..., Indices]) -> Callable[..., list[list[str]]]:
    def validate(model: CBOWNegativeSampling, valid_ids: Sequence[int], itos: Sequence[str]) -> list[list[str]]:
        vectors = model.A.weight.detach().double().numpy()
        return [[itos[j] for j in near(vectors, word).tolist()] for word in valid_ids]

    return validate


_EPOCHS: tuple[tuple[Callable[..., Any], Callable[..., Callable[..., list[float]]]], ...] = (
    (negative_sampling_loss, _with_loss),
    (sampler.noise_distribution, _with_noise),
    (sampler.draw_negatives, _with_draws),
    (train, _with_loop),
)
for _right, _made in _EPOCHS:
    for _one in mistakes_of(_right):
        if _one.name not in ACCEPTED:
            _file(_one, _made(_one.wrong))
for _one in mistakes_of(neighbours.nearest):
    mistake(of=validate_embeddings, name=_one.name, sentence=_one.sentence, advice=_one.advice)(
        _neighbours_of(_one.wrong)
    )
