"""Models as students spell them: right ones that differ from the reference, and must lose nothing. Imports torch."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class PaddedTable(nn.Module):
    """A DAN that finds the words by the padding row and not by the mask; tanh, no bias, layers in a Sequential."""

    def __init__(self, vectors: Tensor, hidden: int, depth: int, dropout: float, classes: int) -> None:
        super().__init__()
        self.words = nn.Embedding(len(vectors), vectors.shape[1], padding_idx=0)
        layers: list[nn.Module] = []
        for width in [vectors.shape[1], *[hidden] * (depth - 1)][:depth]:
            layers += [nn.Linear(width, hidden, bias=False), nn.Tanh(), nn.Dropout(dropout)]
        self.net = nn.Sequential(*layers, nn.Linear(hidden if depth else vectors.shape[1], classes))

    def forward(self, input_ids: Tensor, attention_masks: Tensor, labels: Tensor | None = None) -> dict[str, Any]:
        count = (input_ids != 0).sum(dim=1, keepdim=True)
        logits = self.net(self.words(input_ids).sum(dim=1) / count)
        return {"loss": functional.cross_entropy(logits, labels) if labels is not None else None, "logits": logits}


class BagOfVectors(nn.Module):
    """A DAN with an `EmbeddingBag` weighted by the mask, ELU, layer norm, and a log-softmax with `NLLLoss`."""

    def __init__(self, vectors: Tensor, hidden: int, depth: int, dropout: float, classes: int) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(len(vectors), vectors.shape[1], mode="sum")
        self.layers = nn.ModuleList(
            nn.Linear(vectors.shape[1] if number == 0 else hidden, hidden) for number in range(depth)
        )
        self.norm = nn.LayerNorm(hidden)
        self.last = nn.Linear(hidden, classes)
        self.share = dropout

    def forward(self, input_ids: Tensor, attention_masks: Tensor, labels: Tensor | None = None) -> dict[str, Any]:
        mask = attention_masks.to(self.bag.weight.dtype)
        z = self.bag(input_ids, per_sample_weights=mask) / mask.sum(1, keepdim=True)
        for layer in self.layers:
            z = functional.dropout(functional.elu(layer(z)), self.share, training=self.training)
        logits = torch.log_softmax(self.last(self.norm(z)), dim=-1)
        return {"loss": nn.NLLLoss()(logits, labels) if labels is not None else None, "logits": logits}


class FrozenVectors(nn.Module):
    """A DAN whose vectors are not learnt, and that computes in float32 whatever it is given."""

    def __init__(self, vectors: Tensor, hidden: int, depth: int, dropout: float, classes: int) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(vectors.float(), freeze=True)
        self.hidden = nn.ModuleList([nn.Linear(vectors.shape[1], hidden)])
        self.hidden.extend(nn.Linear(hidden, hidden) for _ in range(depth - 1))
        self.out = nn.Linear(hidden, classes)
        self.drop = nn.Dropout(dropout)

    def forward(self, input_ids: Tensor, attention_masks: Tensor, labels: Tensor | None = None) -> dict[str, Any]:
        vectors = self.table(input_ids).float() * attention_masks[..., None].float()
        z = vectors.sum(1) / attention_masks.sum(1)[:, None].float()
        for layer in self.hidden:
            z = self.drop(torch.relu(layer(z)))
        logits = self.out(z)
        return {"loss": None if labels is None else nn.CrossEntropyLoss()(logits, labels), "logits": logits}


class BatchFirst(nn.Module):
    """A character GRU with `batch_first`, one table smaller than its state, and dropout before the last layer."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> None:
        super().__init__()
        self.emb = nn.Embedding(input_size, 6)
        self.rnn = nn.GRU(6, hidden_size, num_layers, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        output, hidden = self.rnn(self.emb(input_).unsqueeze(1), hidden)
        return self.fc(self.drop(output)).squeeze(1), hidden


class OneHot(nn.Module):
    """A character GRU without a table: one-hot vectors, a linear layer without bias."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> None:
        super().__init__()
        self.input_size = input_size
        self.gru = nn.GRU(input_size, hidden_size, num_layers)
        self.decoder = nn.Linear(hidden_size, output_size, bias=False)

    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        one_hot = functional.one_hot(input_, self.input_size).to(hidden.dtype)
        output, hidden = self.gru(one_hot[None], hidden)
        return self.decoder(output[0]), hidden


class Cells(nn.Module):
    """A character GRU of cells, layer by layer, that gives log-probabilities."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> None:
        super().__init__()
        self.encoder = nn.Embedding(input_size, hidden_size)
        self.cells = nn.ModuleList(nn.GRUCell(hidden_size, hidden_size) for _ in range(num_layers))
        self.decoder = nn.Linear(hidden_size, output_size)

    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        x, states = self.encoder(input_), []
        for cell, state in zip(self.cells, hidden, strict=True):
            x = cell(x, state)
            states.append(x)
        return torch.log_softmax(self.decoder(x), dim=1), torch.stack(states)


class TwoTables(nn.Module):
    """A scorer that multiplies by `einsum` and keeps a singleton axis."""

    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x: Tensor) -> Tensor:
        context = (self.A(x[:, 0]) + self.A(x[:, 1])) / 2
        return torch.einsum("nd,nd->n", context, self.B(x[:, 2]))[:, None]


class Batched(nn.Module):
    """A scorer by a batched product, with small first vectors."""

    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        super().__init__()
        self.A, self.B = nn.Embedding(vocab_size, embed_dim), nn.Embedding(vocab_size, embed_dim)
        nn.init.uniform_(self.A.weight, -0.5 / embed_dim, 0.5 / embed_dim)
        nn.init.uniform_(self.B.weight, -0.5 / embed_dim, 0.5 / embed_dim)

    def forward(self, x: Tensor) -> Tensor:
        return torch.bmm(self.A(x[:, :2]).mean(1, keepdim=True), self.B(x[:, 2:]).transpose(1, 2)).flatten()


RIGHT = {
    "dan": (PaddedTable, BagOfVectors, FrozenVectors),
    "gru": (BatchFirst, OneHot, Cells),
    "cbow": (TwoTables, Batched),
}
