"""CBOW's two tables, and the score of a centre between two words; how it is misread."""

import torch
from torch import Tensor, nn

from reference.mistake import mistake


class CBOWNegativeSampling(nn.Module):
    """Scores windows of three words by two tables.

    score = a_avgᵀ b_c with a_avg = ½ (a_{c-1} + a_{c+1}): A holds the vectors of words as context, B as centres. The
    score is a logit: σ(score) is the probability that the centre was seen there and not drawn from the noise.
    Source: assignment 4, question 1; Mikolov et al. (2013), "Distributed representations of words and phrases".
    """

    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x: Tensor) -> Tensor:
        """x: (N, 3), rows [left, right, centre]. Returns the logits (N,)."""
        a = self.A(x[:, :2]).mean(dim=1)  # (N, D)
        b = self.B(x[:, 2])  # (N, D)
        return torch.sum(a * b, dim=1)  # (N,)


class _Sum(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return 2.0 * super().forward(x)


class _OneTable(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sum(self.A(x[:, :2]).mean(dim=1) * self.A(x[:, 2]), dim=1)


class _Exchanged(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sum(self.B(x[:, :2]).mean(dim=1) * self.A(x[:, 2]), dim=1)


class _CentreInTheMiddle(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x[:, [0, 2, 1]])


class _CentreFirst(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x[:, [1, 2, 0]])


class _MeanOfAll(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sum(self.A(x).mean(dim=1) * self.B(x[:, 2]), dim=1)


class _Probability(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(super().forward(x))


class _OverDimensions(CBOWNegativeSampling):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) / self.A.embedding_dim


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="a sum for the mean",
    sentence="Your logits are twice as large: the context's vectors are added, where their mean is due.",
    advice="Take the mean of the two rows of A.",
)
def summed(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _Sum(vocab_size, embed_dim)


# Caught by: values (the logits of given tables); module (every parameter gets a gradient).
@mistake(
    of=CBOWNegativeSampling,
    name="the centre from the context's table",
    sentence="Your model reads the centre's vector from A too, and never uses B.",
    advice="A is for the context and B for the centre: a word has two vectors.",
)
def one_table(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _OneTable(vocab_size, embed_dim)


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="the tables exchanged",
    sentence="Your model reads the context from B and the centre from A.",
    advice="A is for the context and B for the centre.",
)
def exchanged(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _Exchanged(vocab_size, embed_dim)


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="the middle column as the centre",
    sentence="Your model takes the middle column for the centre, though the rows are [left, right, centre].",
    advice="The context is `x[:, :2]` and the centre `x[:, 2]`.",
)
def centre_in_the_middle(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _CentreInTheMiddle(vocab_size, embed_dim)


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="the first column as the centre",
    sentence="Your model takes the first column for the centre, though the rows are [left, right, centre].",
    advice="The context is `x[:, :2]` and the centre `x[:, 2]`.",
)
def centre_first(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _CentreFirst(vocab_size, embed_dim)


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="the centre within its own context",
    sentence="Your context is the mean over all three words, the centre among them.",
    advice="Average the first two columns only: the centre is what is to be predicted.",
)
def mean_of_all(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _MeanOfAll(vocab_size, embed_dim)


# Caught by: module (logits, not probabilities).
@mistake(
    of=CBOWNegativeSampling,
    name="a sigmoid before the loss",
    sentence="Your forward gives probabilities, where logits are due: the loss takes their sigmoid again.",
    advice="Return the dot products as they are.",
)
def probability(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _Probability(vocab_size, embed_dim)


# Caught by: values (the logits of given tables).
@mistake(
    of=CBOWNegativeSampling,
    name="a mean over the dimensions",
    sentence="Your logits are the mean over the dimensions, where the dot product's sum is due.",
    advice="A dot product adds up: `(a * b).sum(dim=1)`.",
)
def over_dimensions(vocab_size: int, embed_dim: int) -> CBOWNegativeSampling:
    return _OverDimensions(vocab_size, embed_dim)
