"""How the network with one hidden layer is misread. Each function changes one step of the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reference.arrays import Array
from reference.foundations.forward_backward_prop import forward_backward_prop, pack, unpack
from reference.foundations.sigmoid import sigmoid
from reference.foundations.sigmoid_grad import sigmoid_grad
from reference.foundations.softmax import softmax
from reference.mistake import mistake

Answer = tuple[Array, Array]


@dataclass(frozen=True)
class Pass:
    """What a forward pass leaves behind, and the right δ2."""

    x: Array  # (M, Dx)
    y: Array  # (M, Dy)
    W2: Array  # (H, Dy)
    z1: Array  # (M, H)
    h: Array  # (M, H)
    z2: Array  # (M, Dy)
    y_hat: Array  # (M, Dy)

    @property
    def cost(self) -> Array:
        return np.asarray(-np.sum(self.y * np.log(self.y_hat)))

    @property
    def delta2(self) -> Array:
        return self.y_hat - self.y

    @property
    def delta1(self) -> Array:
        return self.delta2 @ self.W2.T * sigmoid_grad(self.h)

    def gradient(self, delta2: Array, delta1: Array) -> Array:
        """The flat gradient that these two deltas lead to."""
        return pack(self.x.T @ delta1, delta1.sum(axis=0), self.h.T @ delta2, delta2.sum(axis=0))


def forward(x: Array, y: Array, params: Array, dimensions: Sequence[int], biases: float = 1.0) -> Pass:
    """The right forward pass; with biases = 0, the one that leaves them out."""
    W1, b1, W2, b2 = unpack(params, dimensions)
    z1 = x @ W1 + biases * b1
    h = sigmoid(z1)
    z2 = h @ W2 + biases * b2
    return Pass(x, y, W2, z1, h, z2, softmax(z2))


@mistake(
    of=forward_backward_prop,
    name="a second sigmoid before softmax",
    sentence="Your output layer applies a sigmoid before the softmax, in the cost and in the gradient.",
    advice="The softmax takes h W2 + b2 as it is; only the hidden layer has a sigmoid. Your gradient fits your cost, "
    "so a gradient check can't show this.",
)
def second_sigmoid(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    s = sigmoid(p.z2)
    y_hat = softmax(s)
    delta2 = (y_hat - labels) * sigmoid_grad(s)
    delta1 = delta2 @ p.W2.T * sigmoid_grad(p.h)
    return np.asarray(-np.sum(labels * np.log(y_hat))), p.gradient(delta2, delta1)


@mistake(
    of=forward_backward_prop,
    name="a second sigmoid that the gradient leaves out",
    sentence="Your output layer applies a sigmoid before the softmax, and your gradient is taken as though it did not.",
    advice="The softmax takes h W2 + b2 as it is; only the hidden layer has a sigmoid.",
)
def second_sigmoid_forward(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    y_hat = softmax(sigmoid(p.z2))
    delta2 = y_hat - labels
    return np.asarray(-np.sum(labels * np.log(y_hat))), p.gradient(delta2, delta2 @ p.W2.T * sigmoid_grad(p.h))


@mistake(
    of=forward_backward_prop,
    name="the sigmoid's derivative taken from z1",
    sentence="Your gradient of W1 and b1 uses z1(1 - z1) where h(1 - h) is due.",
    advice="`sigmoid_grad` takes the sigmoid's value: hand it h, not z1.",
)
def derivative_of_z1(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    return p.cost, p.gradient(p.delta2, p.delta2 @ p.W2.T * sigmoid_grad(p.z1))


@mistake(
    of=forward_backward_prop,
    name="the sigmoid's derivative taken from sigmoid(h)",
    sentence="Your gradient of W1 and b1 uses σ(h)(1 - σ(h)) where h(1 - h) is due: the sigmoid is applied twice.",
    advice="h = σ(z1) is the sigmoid's value already, and σ'(z1) = h(1 - h).",
)
def derivative_of_h(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    return p.cost, p.gradient(p.delta2, p.delta2 @ p.W2.T * sigmoid_grad(sigmoid(p.h)))


@mistake(
    of=forward_backward_prop,
    name="no derivative of the sigmoid",
    sentence="Your gradient of W1 and b1 lacks the sigmoid's derivative: it uses δ2 W2ᵀ as it is.",
    advice="Going back through h = σ(z1) multiplies by h(1 - h), entry by entry.",
)
def no_derivative(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    return p.cost, p.gradient(p.delta2, p.delta2 @ p.W2.T)


@mistake(
    of=forward_backward_prop,
    name="the derivative of tanh",
    sentence="Your gradient of W1 and b1 uses 1 - h², the derivative of tanh.",
    advice="The hidden layer is a sigmoid, and its derivative is h(1 - h).",
)
def derivative_of_tanh(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    return p.cost, p.gradient(p.delta2, p.delta2 @ p.W2.T * (1.0 - p.h**2))


@mistake(
    of=forward_backward_prop,
    name="the gradient of W2 from the data",
    sentence="Your gradient of W2 is dataᵀ δ2, where hᵀ δ2 is due.",
    advice="W2 multiplies the hidden layer, so its gradient is built from h, not from the data.",
)
def data_for_hidden(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    parts = p.x.T @ p.delta1, p.delta1.sum(axis=0), p.x.T @ p.delta2, p.delta2.sum(axis=0)
    return p.cost, pack(*parts)


@mistake(
    of=forward_backward_prop,
    name="the biases' gradient as a mean",
    sentence="Your gradients of b1 and b2 are means over the batch, while your cost is a sum over it.",
    advice="Every row uses the same biases, so their gradients are sums: `np.sum(delta, axis=0)`.",
)
def mean_for_biases(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    parts = p.x.T @ p.delta1, p.delta1.mean(axis=0), p.h.T @ p.delta2, p.delta2.mean(axis=0)
    return p.cost, pack(*parts)


@mistake(
    of=forward_backward_prop,
    name="no gradient of the biases",
    sentence="Your gradients of b1 and b2 are zero.",
    advice="b1 and b2 are learnt too: their gradients are the sums of δ1 and of δ2 over the batch.",
)
def zero_for_biases(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    parts = p.x.T @ p.delta1, 0 * p.delta1[0], p.h.T @ p.delta2, 0 * p.delta2[0]
    return p.cost, pack(*parts)


@mistake(
    of=forward_backward_prop,
    name="biases left out of the forward pass",
    sentence="Your forward pass leaves out b1 and b2.",
    advice="z1 = x W1 + b1 and z2 = h W2 + b2: add a bias in both layers.",
)
def no_biases(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions, biases=0.0)
    return p.cost, p.gradient(p.delta2, p.delta1)


@mistake(
    of=forward_backward_prop,
    name="labels averaged without the output",
    sentence="Your cost is a mean over the batch, and in ŷ - y your gradient divides only the labels by its size.",
    advice="Divide the whole difference: (ŷ - y) / M.",
)
def labels_averaged(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    delta2 = p.y_hat - labels / len(data)
    return p.cost / len(data), p.gradient(delta2, delta2 @ p.W2.T * sigmoid_grad(p.h))


@mistake(
    of=forward_backward_prop,
    name="a summed cost with an averaged gradient",
    sentence="Your cost is a sum over the batch and your gradient a mean over it: they differ by the factor M.",
    advice="Sum both or average both, so that one is the derivative of the other.",
)
def averaged_gradient(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    return J, grad / len(data)


@mistake(
    of=forward_backward_prop,
    name="an averaged cost with a summed gradient",
    sentence="Your cost is a mean over the batch and your gradient a sum over it: they differ by the factor M.",
    advice="Sum both or average both, so that one is the derivative of the other.",
)
def averaged_cost(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    return np.asarray(J / len(data)), grad


@mistake(
    of=forward_backward_prop,
    name="labels minus output",
    sentence="Your gradient points the other way: it starts from y - ŷ.",
    advice="∂J/∂z2 = ŷ - y for J = -Σ y log ŷ.",
)
def reversed_difference(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    return J, -grad


@mistake(
    of=forward_backward_prop,
    name="the cost over all classes",
    sentence="Your cost sums -log ŷ over all classes instead of the true one's alone; your gradient is right.",
    advice="Multiply log ŷ by the one-hot labels before summing.",
)
def all_classes(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    p = forward(data, labels, params, dimensions)
    return np.asarray(-np.sum(np.log(p.y_hat))), p.gradient(p.delta2, p.delta1)


@mistake(
    of=forward_backward_prop,
    name="the gradient in another order",
    sentence="Your flat gradient holds its parts in the order W1, W2, b1, b2.",
    advice="Concatenate them in the order of params: W1, b1, W2, b2.",
)
def another_order(data: Array, labels: Array, params: Array, dimensions: Sequence[int]) -> Answer:
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    W1, b1, W2, b2 = unpack(grad, dimensions)
    return J, pack(W1, W2, b1, b2)
