"""What the character model learns from: the mean surprise of windows of text."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from reference.language_models.characters.model import OurModel


def window_loss(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    """The mean of -ln P(next character) over B windows of T characters, with a gradient through all T steps.

    J = -(1/BT) Σ_b Σ_t ln softmax(scores_t)_{target_t}, h_0 = 0 and h_t = GRU(E[input_t], h_{t-1}). h_t depends on all
    inputs up to t, so ∂J/∂θ takes every path back through the states: cut it, and nothing learns to remember.

    inputs, targets: (B, T), characters, and the ones that follow them. Returns ().
    Source: assignment 3, `q3_char_rnn_generation`; Werbos (1990), "Backpropagation through time".
    """
    hidden = model.first_hidden(len(inputs))
    losses = []
    for t in range(inputs.shape[1]):
        logits, hidden = model(inputs[:, t], hidden)  # (B, output_size)
        losses.append(cross_entropy(logits, targets[:, t]))  # ()
    return torch.stack(losses).mean()
