"""The character GRU: one character in, the scores of the next one and a state out."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from reference.arrays import Array


class OurModel(nn.Module):
    """Embedding, GRU and a linear layer, one step of time a call.

    x = E[s_t], h_t = GRU(x, h_{t-1}), scores = h_t Wᵀ + b, and P(s_{t+1} | s_1 … s_t) = softmax(scores): all that came
    before reaches the scores through h alone. The scores are logits; `cross_entropy` takes their softmax.
    Source: assignment 3, `q3_char_rnn_generation`; Cho et al. (2014).
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> None:
        """input_size: characters that can be read. output_size: those that can be predicted."""
        super().__init__()
        self.hidden_size, self.num_layers = hidden_size, num_layers
        self.embedding = nn.Embedding(input_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size, num_layers)
        self.linear = nn.Linear(hidden_size, output_size)

    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """One step of B texts side by side; the course's notebook has B = 1.

        input_: (B,) or (), a character of each text. hidden: (num_layers, B, hidden_size).
        Returns the logits of the next characters (B, output_size) and the new state, shaped like the old one.
        """
        x = self.embedding(input_.reshape(1, -1))  # (1, B, H)
        output, state = self.gru(x, hidden)  # (1, B, H), (num_layers, B, H)
        logits: Tensor = self.linear(output[0])  # (B, output_size)
        return logits, state

    def first_hidden(self, batch: int = 1) -> Tensor:
        """The state before the first character: zeros, (num_layers, batch, hidden_size)."""
        return torch.zeros(self.num_layers, batch, self.hidden_size)


def text_log_probs(model: OurModel, text: Sequence[int]) -> Array:
    """ln P(s_{t+1} | s_1 … s_t) for every character but the first, the state carried through: (M - 1,), float64."""
    tokens = torch.as_tensor(text)
    hidden = model.first_hidden()
    found = []
    with torch.no_grad():
        for now, after in pairwise(tokens):
            logits, hidden = model(now, hidden)
            found.append(torch.log_softmax(logits[0].double(), dim=0)[after])
    log_probs: Array = torch.stack(found).numpy()
    return log_probs
