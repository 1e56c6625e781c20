"""Negative sampling's loss for a batch of windows, and how it is misread."""

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from reference.mistake import mistake


def negative_sampling_loss(positive: Tensor, negative: Tensor) -> Tensor:
    """The mean over the batch of each window's -log σ(s) - Σ_k log σ(-s_k).

    The window's likelihood is σ(s) Π_k (1 - σ(s_k)): its centre was seen, the K drawn ones were not. 1 - σ(x) = σ(-x),
    and the negative logarithm of the product is the sum. ∂J/∂s = (σ(s) - 1) / N and ∂J/∂s_k = σ(s_k) / N.

    positive: (N,), the centres' logits. negative: (N, K), those of the drawn words in their places. Returns ().
    Source: assignment 4, question 1; Mikolov et al. (2013), "Distributed representations of words and phrases".
    """
    return torch.mean(-logsigmoid(positive) - logsigmoid(-negative).sum(dim=1))


# Caught by: values (the loss of given logits); training (-0.04 where 0.94 is right).
@mistake(
    of=negative_sampling_loss,
    name="the minus lost within the negatives' σ",
    sentence="Your loss takes σ(s) for the negatives, where σ(-s) is due: it pulls them nearer.",
    advice="A negative is to be told apart: 1 - σ(s) = σ(-s).",
)
def without_minus(positive: Tensor, negative: Tensor) -> Tensor:
    return negative_sampling_loss(positive, -negative)


# Caught by: values (the loss of given logits).
@mistake(
    of=negative_sampling_loss,
    name="the minus before the negatives lost",
    sentence="Your loss subtracts the negatives' share, where it should be added: telling them apart is punished.",
    advice="Both terms are negative logarithms: -log σ(s) - Σ log σ(-s_k).",
)
def subtracted(positive: Tensor, negative: Tensor) -> Tensor:
    return torch.mean(-logsigmoid(positive) + logsigmoid(-negative).sum(dim=1))


# Caught by: values (the loss of given logits).
@mistake(
    of=negative_sampling_loss,
    name="the log-likelihood for the loss",
    sentence="Your loss is the log-likelihood, without the minus: minimising it makes the data less likely.",
    advice="The optimizer minimises: hand it the negative.",
)
def likelihood(positive: Tensor, negative: Tensor) -> Tensor:
    return -negative_sampling_loss(positive, negative)


# Caught by: values (the loss of given logits); training (the mean gap to PMI - log k grows).
@mistake(
    of=negative_sampling_loss,
    name="a mean over the negatives",
    sentence="Your loss takes the mean over the K negatives, where their sum is due.",
    advice="Sum over the negatives and average over the batch.",
)
def mean_over_negatives(positive: Tensor, negative: Tensor) -> Tensor:
    return torch.mean(-logsigmoid(positive) - logsigmoid(-negative).mean(dim=1))


# Caught by: values (the loss of given logits).
@mistake(
    of=negative_sampling_loss,
    name="a sum over the batch",
    sentence="Your loss is the sum over the batch, where its mean is due.",
    advice="Divide by the number of windows in the batch.",
)
def summed(positive: Tensor, negative: Tensor) -> Tensor:
    return negative_sampling_loss(positive, negative) * len(positive)


# Caught by: values (the loss of given logits); training (0.26 where 0.94 is right).
@mistake(
    of=negative_sampling_loss,
    name="no negatives",
    sentence="Your loss leaves the negatives out: equal vectors for all words would be best.",
    advice="Add -Σ log σ(-s_k) over the K negatives.",
)
def positives_only(positive: Tensor, negative: Tensor) -> Tensor:
    return torch.mean(-logsigmoid(positive))


# Caught by: values (the loss of given logits).
@mistake(
    of=negative_sampling_loss,
    name="the first negative only",
    sentence="Your loss counts one negative of the K.",
    advice="Sum over all K of them.",
)
def one_negative(positive: Tensor, negative: Tensor) -> Tensor:
    return negative_sampling_loss(positive, negative[:, :1])


# Caught by: values (the loss of given logits).
@mistake(
    of=negative_sampling_loss,
    name="the logarithm of a sum",
    sentence="Your loss takes the logarithm of the summed negatives' σ, where the sum of logarithms is due.",
    advice="The likelihood is a product, and its logarithm a sum of logarithms.",
)
def log_of_sum(positive: Tensor, negative: Tensor) -> Tensor:
    return torch.mean(-logsigmoid(positive) - torch.log(torch.sigmoid(-negative).sum(dim=1)))


# Caught by: values (logits of ±200, float32).
@mistake(
    of=negative_sampling_loss,
    name="no overflow guard",
    sentence="Your loss is infinite for logits that are large, where σ rounds to 0 and its logarithm to -inf.",
    advice="Use `functional.logsigmoid`, or `binary_cross_entropy_with_logits`.",
)
def without_guard(positive: Tensor, negative: Tensor) -> Tensor:
    return torch.mean(-torch.log(torch.sigmoid(positive)) - torch.log(torch.sigmoid(-negative)).sum(dim=1))
