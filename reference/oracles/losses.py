"""Each loss as a torch scalar of its parameters; no gradient is written out here."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

#: The loss of one pair: (v_c, o, U) -> ().
PairOracle = Callable[[Tensor, int, Tensor], Tensor]


def naive_softmax(v_c: Tensor, o: int, U: Tensor) -> Tensor:
    """Cross entropy of softmax(U v_c) against the word o."""
    return functional.cross_entropy((U @ v_c)[None, :], torch.tensor([o]))


def neg_sampling(negatives: Sequence[int]) -> PairOracle:
    """Binary cross entropy of the scores of o, labelled 1, and of the given negatives, labelled 0, summed."""

    def loss(v_c: Tensor, o: int, U: Tensor) -> Tensor:
        scores = U[[o, *negatives]] @ v_c  # (K + 1,)
        labels = torch.zeros_like(scores)  # (K + 1,)
        labels[0] = 1.0
        return functional.binary_cross_entropy_with_logits(scores, labels, reduction="sum")

    return loss


def skipgram(c: int, outside: Sequence[int], V: Tensor, U: Tensor, pair_losses: Sequence[PairOracle]) -> Tensor:
    """The sum over the outside words, each with a pair loss of its own (its own negatives)."""
    return torch.stack([loss(V[c], o, U) for o, loss in zip(outside, pair_losses, strict=True)]).sum()


def cbow(c: int, context: Sequence[int], V: Tensor, U: Tensor, pair_loss: PairOracle) -> Tensor:
    """The loss of the center word given the sum of its context words' rows."""
    return pair_loss(V[list(context)].sum(dim=0), c, U)


def net(data: Tensor, labels: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> Tensor:
    """Summed cross entropy of one sigmoid layer and a softmax; labels are one-hot rows."""
    scores = torch.sigmoid(data @ W1 + b1) @ W2 + b2  # (M, Dy)
    return functional.cross_entropy(scores, labels, reduction="sum")


def softmax_regression(features: Tensor, labels: Tensor, weights: Tensor, regularization: float) -> Tensor:
    """Mean cross entropy plus half the regularisation times the squared weights."""
    return functional.cross_entropy(features @ weights, labels) + 0.5 * regularization * (weights**2).sum()
