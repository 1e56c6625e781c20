"""The deep averaging network: the mean of a text's word vectors, then feed-forward layers."""

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


class DAN(nn.Module):
    """Classifies a text by the mean of its words' vectors.

    m = Σ_t a_t E[w_t] / Σ_t a_t with a_t = 1 for a word and 0 for padding; z_0 = m; z_k = f(W_k z_{k-1} + b_k) for each
    hidden layer k = 1 … depth, each with its own W_k; logits = W z + b; J = the mean cross entropy of their softmax.
    A mean over words has three consequences that can be measured: the order of words, doubling the text and padding
    change nothing.
    Source: assignment 3, `q4_DAN`; Iyyer et al. (2015), "Deep unordered composition rivals syntactic methods".
    """

    def __init__(
        self, vectors: Tensor, hidden: int = 50, depth: int = 2, dropout: float = 0.3, classes: int = 2
    ) -> None:
        """vectors: (V, D), the words' first vectors. dropout: the share of entries dropped in training."""
        super().__init__()
        self.embedding = nn.Embedding(vectors.shape[0], vectors.shape[1])
        with torch.no_grad():
            self.embedding.weight.copy_(vectors)
        sizes = [vectors.shape[1], *[hidden] * depth]
        self.layers = nn.ModuleList(nn.Linear(size, hidden) for size in sizes[:-1])
        self.dropout = nn.Dropout(dropout)
        self.activation: nn.Module = nn.ReLU()
        self.output = nn.Linear(sizes[-1], classes)

    def forward(
        self, input_ids: Tensor, attention_masks: Tensor, labels: Tensor | None = None
    ) -> dict[str, Tensor | None]:
        """The logits of N texts, and their mean loss where labels are given.

        input_ids: (N, T), words. attention_masks: (N, T), 1 for a word and 0 for padding. labels: (N,).
        Returns "logits" (N, classes) and "loss" (), or None.
        """
        logits = self.logits(self.pooled(input_ids, attention_masks))  # (N, classes)
        return {"loss": None if labels is None else self.loss(logits, labels), "logits": logits}

    def pooled(self, input_ids: Tensor, attention_masks: Tensor) -> Tensor:
        """The masked mean: (N, D). A text without words has the mean 0."""
        a = attention_masks.unsqueeze(-1).to(self.embedding.weight.dtype)  # (N, T, 1)
        total = (a * self.embedding(input_ids)).sum(dim=1)  # (N, D)
        return torch.div(total, a.sum(dim=1).clamp(min=1.0))  # (N, D)

    def logits(self, z: Tensor) -> Tensor:
        """The feed-forward layers: (N, D) to (N, classes)."""
        for layer in self.layers:
            z = self.dropout(self.activation(layer(z)))  # (N, H)
        scores: Tensor = self.output(z)  # (N, classes)
        return scores

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The mean cross entropy, (). It takes the softmax itself."""
        return cross_entropy(logits, labels)
