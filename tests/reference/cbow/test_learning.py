"""CBOW's model, loss and training against their formulas, and vectors that find what belongs together."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reference import cbow, foundations  # noqa: E402
from reference.cbow import learning  # noqa: E402
from tests.reference.cbow.torch_cases import ROWS, model, noise  # noqa: E402


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def test_the_logits_are_the_formula_row_by_row():
    made = model()
    A, B = (table.weight.detach().numpy() for table in (made.A, made.B))
    expected = [(A[left] + A[right]) @ B[centre] / 2 for left, right, centre in ROWS.tolist()]
    np.testing.assert_allclose(made(ROWS).detach().numpy(), expected, rtol=1e-5)


def test_the_loss_is_minus_the_logarithm_of_the_likelihood():
    positive, negative = [0.3, -1.2], [[0.1, 2.0, -0.4], [1.0, -3.0, 0.0]]
    likelihoods = [
        sigmoid(s) * math.prod(1 - sigmoid(n) for n in row) for s, row in zip(positive, negative, strict=True)
    ]
    ours = learning.negative_sampling_loss(torch.tensor(positive), torch.tensor(negative))
    assert pytest.approx(-sum(map(math.log, likelihoods)) / 2, rel=1e-6) == float(ours)


def test_the_losss_gradient_is_the_closed_form():
    torch.manual_seed(1)
    s, n = torch.randn(3, dtype=torch.float64), torch.randn(3, 4, dtype=torch.float64)
    found = torch.autograd.grad(learning.negative_sampling_loss(s.requires_grad_(), n.requires_grad_()), [s, n])
    torch.testing.assert_close(found[0], (torch.sigmoid(s) - 1) / 3)
    torch.testing.assert_close(found[1], torch.sigmoid(n) / 3)


def test_negatives_stand_in_the_centres_column_and_are_never_the_centre():
    rows = noise(K=6).rows(ROWS)
    assert rows.shape == (5, 6, 3)
    assert torch.equal(rows[:, :, :2], ROWS[:, None, :2].repeat(1, 6, 1))
    assert not (rows[:, :, 2] == ROWS[:, 2:]).any()


class Given:
    """A dataset that draws these words."""

    def __init__(self, words):
        self._words = iter(words)

    def sampleTokenIdx(self):
        return next(self._words)


def test_the_loss_of_one_window_is_the_closed_form_of_the_first_course():
    made = model().double()
    rows = noise().rows(ROWS[:1])  # (1, 4, 3)
    left, right, centre = ROWS[0].tolist()
    A, B = (table.weight.detach().numpy() for table in (made.A, made.B))
    expected, *_ = foundations.neg_sampling_cost_and_gradient(
        (A[left] + A[right]) / 2, centre, B, Given(rows[0, :, 2].tolist()), 4
    )
    ours = learning.negative_sampling_loss(made(ROWS[:1]), made(rows.reshape(-1, 3)).reshape(1, 4))
    assert pytest.approx(float(expected)) == float(ours.detach())


def test_one_epoch_takes_one_step_a_batch_and_is_the_same_twice():
    def epoch():
        made = model()
        losses = learning.train(ROWS.split(2), made, torch.optim.SGD(made.parameters(), lr=0.1), noise())
        return losses, made.A.weight.detach()

    (losses, table), (again, same) = epoch(), epoch()
    assert len(losses) == 3 and losses == again and torch.equal(table, same)


def test_training_puts_words_with_the_same_neighbours_together():
    """Words 2i and 2i + 1 stand in the same places: each must become the other's nearest."""
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 4, size=3000)
    groups = np.cumsum(groups % 2 + 1) % 5  # group g is followed by g + 1 or g + 2
    words = 2 * groups + rng.integers(0, 2, size=3000)
    rows = torch.tensor(cbow.get_tokenized_dataset([words.tolist()]))
    torch.manual_seed(2)
    made = learning.CBOWNegativeSampling(10, 8)
    counts = np.bincount(words, minlength=10).astype(float)
    drawing = learning.Noise(cbow.noise_distribution(counts), 4, np.random.default_rng(3))
    optimizer = torch.optim.Adam(made.parameters(), lr=0.05)
    for _ in range(4):
        losses = learning.train(rows.split(100), made, optimizer, drawing)
    vectors = made.B.weight.detach().numpy().astype(np.float64)
    assert losses[-1] < 5 * math.log(2)
    assert [int(cbow.nearest(vectors, word, 1)[0]) for word in range(10)] == [word ^ 1 for word in range(10)]
