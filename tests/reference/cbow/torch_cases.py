"""CBOW's model, loss and training, right and wrong, as lists of arrays."""

import numpy as np
import torch

from reference.cbow import learning, noise_distribution
from tests.reference.language_models.torch_cases import gradients, numbers

V, D = 8, 5
ROWS = torch.tensor([[1, 2, 3], [4, 4, 5], [6, 0, 7], [2, 1, 6], [5, 3, 0]])
COUNTS = np.arange(1.0, V + 1)


def model(make=learning.CBOWNegativeSampling):
    torch.manual_seed(3)
    right = learning.CBOWNegativeSampling(V, D)
    made = make(V, D)
    made.load_state_dict(right.state_dict())
    return made


def noise(K=4):
    return learning.Noise(noise_distribution(COUNTS), K, np.random.default_rng(1))


def observe_model(make):
    made = model(make)
    logits = made(ROWS)
    return [numbers(logits), gradients(made, logits.sum())]


def observe_loss(loss):
    found = []
    for scale in (1.0, 2000.0):
        torch.manual_seed(2)
        positive = (scale * torch.randn(4, dtype=torch.float64)).requires_grad_()
        negative = (scale * torch.randn(4, 3, dtype=torch.float64)).requires_grad_()
        value = loss(positive, negative)
        found += [numbers(value), *map(numbers, torch.autograd.grad(value, [positive, negative], allow_unused=True))]
    return [np.zeros(12) if array.size == 0 else array for array in found]


def observe_training(train):
    made = model()
    losses = train([ROWS[:2], ROWS[2:4], ROWS[4:]], made, torch.optim.SGD(made.parameters(), lr=0.5), noise())
    return [np.array(losses), numbers(made.A.weight), numbers(made.B.weight)]


OBSERVED = {
    learning.CBOWNegativeSampling: observe_model,
    learning.negative_sampling_loss: observe_loss,
    learning.train: observe_training,
}
