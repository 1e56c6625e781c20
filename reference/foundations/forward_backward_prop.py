"""The network with one hidden layer: cross entropy over a softmax over a sigmoid layer, and its gradient."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.foundations.sigmoid import sigmoid
from reference.foundations.sigmoid_grad import sigmoid_grad
from reference.foundations.softmax import log_sum_exp, softmax
from reference.mistake import Terms, terms_of

#: W1 (Dx, H), b1 (1, H), W2 (H, Dy), b2 (1, Dy); or the gradients by them.
Layers = tuple[Array, Array, Array, Array]


def forward_backward_prop(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> tuple[Array, Array]:
    """The summed cross entropy of a network with one hidden layer, and its gradient by all parameters.

    Forward: z1 = x W1 + b1, h = σ(z1), z2 = h W2 + b2, ŷ = softmax(z2), J = -Σ_m Σ_k y_mk log ŷ_mk.
    Backward, with δ for the derivative by a layer's input:
      δ2 = ∂J/∂z2 = ŷ - y                 because ∂(-log ŷ_o)/∂z2_k = ŷ_k - [k = o]
      ∂J/∂W2 = hᵀ δ2, ∂J/∂b2 = Σ_m δ2_m   because z2 = h W2 + b2, and every row of the batch uses the same b2
      δ1 = ∂J/∂z1 = (δ2 W2ᵀ) ∘ σ'(z1)     with σ'(z1) = h (1 - h)
      ∂J/∂W1 = xᵀ δ1, ∂J/∂b1 = Σ_m δ1_m

    data: (M, Dx). labels: (M, Dy), one-hot rows. params: flat, [W1, b1, W2, b2]. dimensions: [Dx, H, Dy].
    Returns the cost () and the gradient, flat in the order of params. Dividing both by M is as good a reading.
    Source: assignment 1, question 2; Rumelhart, Hinton & Williams (1986).
    """
    W1, b1, W2, b2 = unpack(params, dimensions)
    z1 = data @ W1 + b1  # (M, H)
    h = sigmoid(z1)  # (M, H)
    z2 = h @ W2 + b2  # (M, Dy)
    y_hat = softmax(z2)  # (M, Dy)  rows sum to 1
    J = np.sum(labels * (log_sum_exp(z2)[:, None] - z2))  # ()  log ŷ without the log of a 0

    delta2 = y_hat - labels  # (M, Dy)
    delta1 = (delta2 @ W2.T) * sigmoid_grad(h)  # (M, H)
    grad_W1 = data.T @ delta1  # (Dx, H)
    grad_b1 = np.sum(delta1, axis=0)  # (H,)
    grad_W2 = h.T @ delta2  # (H, Dy)
    grad_b2 = np.sum(delta2, axis=0)  # (Dy,)
    return np.asarray(J), pack(grad_W1, grad_b1, grad_W2, grad_b2)


def unpack(params: Array, dimensions: Sequence[int]) -> Layers:
    """The flat parameters as W1 (Dx, H), b1 (1, H), W2 (H, Dy), b2 (1, Dy)."""
    Dx, H, Dy = (int(size) for size in dimensions)
    W1, b1, W2, b2 = np.split(np.ravel(params), np.cumsum([Dx * H, H, H * Dy]))
    return W1.reshape(Dx, H), b1.reshape(1, H), W2.reshape(H, Dy), b2.reshape(1, Dy)


def pack(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """The four, or their gradients, as one flat array."""
    return np.concatenate([np.ravel(part) for part in (W1, b1, W2, b2)])


@terms_of(forward_backward_prop)
def split(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Terms:
    """The cost, and the gradient by each of the four parts of params."""
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    Dx, H, Dy = (int(size) for size in dimensions)
    part = np.repeat(np.arange(4), [Dx * H, H, H * Dy, Dy])  # like grad  which of the four an entry belongs to
    gradients = {
        f"the gradient of {name}": (np.zeros_like(J), np.where(part == place, grad, 0.0))
        for place, name in enumerate(("W1", "b1", "W2", "b2"))
    }
    return {"the cost": (J, np.zeros_like(grad)), **gradients}
