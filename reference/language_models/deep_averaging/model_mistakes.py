"""How the deep averaging network is misread: each function makes one that differs from the right one in one step.

Its parameters have the right network's names and shapes, so that both can be given the same ones.
"""

from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from reference.language_models.deep_averaging.model import DAN
from reference.mistake import mistake


class _MeanOverPadding(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        return torch.mean(self.embedding(input_ids), dim=1)


class _DividedByWidth(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        a = attention_masks.unsqueeze(-1).to(self.embedding.weight.dtype)
        return torch.mean(a * self.embedding(input_ids), dim=1)


class _Sum(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        a = attention_masks.unsqueeze(-1).to(self.embedding.weight.dtype)
        return torch.sum(a * self.embedding(input_ids), dim=1)


class _Max(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        padding = attention_masks.unsqueeze(-1) == 0
        return torch.amax(self.embedding(input_ids).masked_fill(padding, -torch.inf), dim=1)


class _FirstWord(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        first: Tensor = self.embedding(input_ids[:, 0])
        return first


class _Detached(DAN):
    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        return super().pooled(input_ids, attention_masks).detach()


class _Probabilities(DAN):
    def logits(self, z: Tensor) -> Tensor:
        return torch.softmax(super().logits(z), dim=-1)


class _SoftmaxInLoss(DAN):
    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        return super().loss(torch.softmax(logits, dim=-1), labels)


class _SummedLoss(DAN):
    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        return functional.cross_entropy(logits, labels, reduction="sum")


class _DropoutLeftOn(DAN):
    def train(self, mode: bool = True) -> Self:
        super().train(mode)
        self.dropout.train()
        return self


# Caught by: module (padding changes nothing).
@mistake(
    of=DAN,
    name="a mean over the padding",
    sentence="Your mean takes the padding for words: padding a text changes its logits.",
    advice="Multiply the vectors by the mask before summing, and divide by the mask's sum.",
)
def mean_over_padding(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _MeanOverPadding(vectors, hidden, depth, dropout, classes)


# Caught by: module (padding changes nothing).
@mistake(
    of=DAN,
    name="divided by the padded length",
    sentence="Your mean leaves the padding out of the sum, but divides by the padded length.",
    advice="Divide by the number of words, `attention_masks.sum(dim=1, keepdim=True)`.",
)
def divided_by_width(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _DividedByWidth(vectors, hidden, depth, dropout, classes)


# Caught by: module (doubling the text changes nothing).
@mistake(
    of=DAN,
    name="a sum for the mean",
    sentence="Your network adds up the words' vectors, where their mean is due: doubling a text changes its logits.",
    advice="Divide by the number of words, `attention_masks.sum(dim=1, keepdim=True)`.",
)
def summed(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _Sum(vectors, hidden, depth, dropout, classes)


# Caught by: values (the logits of given parameters).
@mistake(
    of=DAN,
    name="a maximum for the mean",
    sentence="Your network takes each entry's maximum over the words, where their mean is due.",
    advice="Deep *averaging*: sum the words' vectors and divide by their number.",
)
def maximum(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _Max(vectors, hidden, depth, dropout, classes)


# Caught by: module (permuting words changes nothing).
@mistake(
    of=DAN,
    name="the first word only",
    sentence="Your network reads the first word of a text and nothing else.",
    advice="Average over the words, which is axis 1 of (texts, words, dimensions).",
)
def first_word(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _FirstWord(vectors, hidden, depth, dropout, classes)


# Caught by: module (every parameter gets a gradient).
@mistake(
    of=DAN,
    name="embeddings cut off from the loss",
    sentence="Your loss has no gradient by the words' vectors.",
    advice="Leave `.detach()`, `torch.no_grad()` and `.data` out of the way from the embedding to the loss.",
)
def detached(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _Detached(vectors, hidden, depth, dropout, classes)


# Caught by: module (logits are not probabilities).
@mistake(
    of=DAN,
    name="softmax before the cross entropy",
    sentence="Your logits are probabilities, and `CrossEntropyLoss` takes a softmax of them again.",
    advice="Hand the last linear layer's output to the loss as it is.",
)
def probabilities(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _Probabilities(vectors, hidden, depth, dropout, classes)


# Caught by: module (the loss recomputed from the logits).
@mistake(
    of=DAN,
    name="softmax within the loss only",
    sentence="Your logits are right, and your loss takes their softmax twice.",
    advice="`cross_entropy` takes logits: leave the softmax out.",
)
def softmax_in_loss(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _SoftmaxInLoss(vectors, hidden, depth, dropout, classes)


# Caught by: module (the loss recomputed from the logits).
@mistake(
    of=DAN,
    name="the loss added up over the batch",
    sentence="Your loss is the sum over the batch, so that it grows with the batch's size.",
    advice="Take the mean: it is what `cross_entropy` does unless told otherwise.",
)
def summed_loss(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _SummedLoss(vectors, hidden, depth, dropout, classes)


# Caught by: module (eval twice is the same).
@mistake(
    of=DAN,
    name="dropout left on",
    sentence="Your network drops entries in evaluation too: the same text gets other logits every time.",
    advice="Use an `nn.Dropout`, which `model.eval()` switches off, or pass `training=self.training`.",
)
def dropout_left_on(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    return _DropoutLeftOn(vectors, hidden, depth, dropout, classes)


# Caught by: module (each hidden layer has its own weights).
@mistake(
    of=DAN,
    name="one Linear shared by all layers",
    sentence="Your hidden layers share one weight matrix: a deeper network has no more parameters.",
    advice="Make a new `nn.Linear` for each layer; `[layer] * depth` repeats the same one.",
)
def shared(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    made = DAN(vectors, hidden, depth, dropout, classes)
    made.layers = nn.ModuleList([*made.layers[:1], *[made.layers[-1]] * (depth - 1)][:depth])
    return made


# Caught by: values (the logits of given parameters); module (logits linear in the mean).
@mistake(
    of=DAN,
    name="no activation between the layers",
    sentence="Your layers follow one another without an activation: together they are one linear layer.",
    advice="Put a ReLU, a tanh or the like after every hidden layer.",
)
def linear(vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2) -> DAN:
    made = DAN(vectors, hidden, depth, dropout, classes)
    made.activation = nn.Identity()
    return made
