"""What every misreading of negative sampling starts from: one pair, its negatives, their scores."""

from dataclasses import dataclass

import numpy as np

from reference.arrays import Array, Indices, TokenSampler, outer
from reference.foundations.neg_sampling_cost_and_gradient import add_rows, get_negative_samples
from reference.foundations.sigmoid import log_sigmoid, sigmoid


@dataclass(frozen=True)
class Pair:
    """A true pair, the words drawn against it, and the right pieces of loss and gradients."""

    v_c: Array  # (D,)
    o: int
    U: Array  # (V, D)
    w: Indices  # (K,)

    @property
    def s_o(self) -> Array:
        return np.asarray(self.U[self.o] @ self.v_c)  # ()

    @property
    def s_w(self) -> Array:
        return self.U[self.w] @ self.v_c  # (K,)

    @property
    def delta_o(self) -> Array:
        return sigmoid(self.s_o) - 1.0  # ()

    @property
    def delta_w(self) -> Array:
        return sigmoid(self.s_w)  # (K,)

    @property
    def loss(self) -> Array:
        return np.asarray(-log_sigmoid(self.s_o) - np.sum(log_sigmoid(-self.s_w)))  # ()

    def grad_v_c(self, delta_o: Array, delta_w: Array) -> Array:
        """(D,): the gradient of v_c that these derivatives by the scores lead to."""
        return np.asarray(delta_o * self.U[self.o] + delta_w @ self.U[self.w])

    def grad_U(self, delta_o: Array, delta_w: Array) -> Array:
        """(V, D): the gradient of U that these derivatives by the scores lead to."""
        positive = add_rows(self.U, [self.o], outer(delta_o, self.v_c))
        return positive + add_rows(self.U, self.w, outer(delta_w, self.v_c))

    def answer(self, loss: Array, delta_o: Array, delta_w: Array) -> tuple[Array, Array, Array]:
        """The three returned values, from a loss and the derivatives by the scores."""
        return loss, self.grad_v_c(delta_o, delta_w), self.grad_U(delta_o, delta_w)


def draw(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int) -> Pair:
    """The pair with K negatives drawn as they should be."""
    return Pair(v_c, o, U, get_negative_samples(o, dataset, K))
