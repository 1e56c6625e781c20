"""The closed forms agree with automatic differentiation and with central differences."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reference import foundations, word2vec  # noqa: E402
from reference.foundations.forward_backward_prop import unpack  # noqa: E402
from reference.oracles import losses  # noqa: E402


def tensor(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def differentiate(loss, *parameters):
    """The loss and its gradients by autograd, as numpy arrays."""
    gradients = torch.autograd.grad(loss, parameters, allow_unused=True)
    zeros = [torch.zeros_like(parameter) for parameter in parameters]
    return float(loss.detach()), [
        (zero if gradient is None else gradient).numpy() for gradient, zero in zip(gradients, zeros, strict=True)
    ]


def central_difference(cost, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        shift = np.zeros_like(x)
        shift[i] = h
        gradient[i] = (cost(x + shift) - cost(x - shift)) / (2 * h)
    return gradient


def assert_all_agree(function, arguments, places, oracle):
    """arguments() -> fresh ones; places: which of them the returned gradients belong to; oracle: (loss, gradients)."""
    J, *closed = function(*arguments())
    loss, automatic = oracle
    assert pytest.approx(loss, rel=1e-12) == J
    for place, gradient, by_autograd in zip(places, closed, automatic, strict=False):

        def cost(x, place=place):
            changed = list(arguments())
            changed[place] = x
            return float(function(*changed)[0])

        assert gradient.shape == by_autograd.shape
        np.testing.assert_allclose(gradient, by_autograd, rtol=1e-10, atol=1e-12)
        numeric = central_difference(cost, np.asarray(arguments()[place]))
        np.testing.assert_allclose(gradient, numeric, rtol=1e-6, atol=1e-7)


def test_naive_softmax_agrees_with_both_judges(cases):
    for make in cases[foundations.softmax_cost_and_gradient]:
        v_c, o, U, _ = make()
        v, u = tensor(v_c), tensor(U)
        assert_all_agree(word2vec.naive_softmax, make, (0, 2), differentiate(losses.naive_softmax(v, o, u), v, u))


def test_negative_sampling_agrees_with_both_judges_with_repeats_and_k_from_1_to_12(cases):
    seen = set()
    for make in cases[foundations.neg_sampling_cost_and_gradient]:
        v_c, o, U, dataset, K = make()
        negatives = word2vec.get_negative_samples(o, dataset, K).tolist()
        seen.add((K, len(set(negatives)) < K))
        v, u = tensor(v_c), tensor(U)
        oracle = differentiate(losses.neg_sampling(negatives)(v, o, u), v, u)
        assert_all_agree(word2vec.neg_sampling, make, (0, 2), oracle)
    assert (1, False) in seen and (12, True) in seen and (10, True) in seen


def pair_oracles(arguments, n):
    """One oracle a pair; the negatives are drawn in the order of the pairs."""
    center, _, words, rows, _, _, dataset, *loss = arguments
    if not loss or loss[0] is foundations.softmax_cost_and_gradient:
        return [losses.naive_softmax] * n
    targets = [rows[word] for word in words] if n > 1 else [rows[center]]
    return [losses.neg_sampling(word2vec.get_negative_samples(o, dataset, 3).tolist()) for o in targets]


def test_skipgram_agrees_with_both_judges_for_either_loss(cases):
    for make in cases[foundations.skipgram]:
        arguments = make()
        center, _, words, rows, V, U, *_ = arguments
        v, u = tensor(V), tensor(U)
        outside = [rows[word] for word in words]
        J = losses.skipgram(rows[center], outside, v, u, pair_oracles(arguments, len(words)))
        assert_all_agree(word2vec.skipgram, make, (4, 5), differentiate(J, v, u))


def test_cbow_agrees_with_both_judges_for_either_loss(cases):
    for make in cases[foundations.cbow]:
        arguments = make()
        center, _, words, rows, V, U, *_ = arguments
        v, u = tensor(V), tensor(U)
        J = losses.cbow(rows[center], [rows[word] for word in words], v, u, pair_oracles(arguments, 1)[0])
        assert_all_agree(foundations.cbow, make, (4, 5), differentiate(J, v, u))


def test_the_net_agrees_with_both_judges(cases):
    for make in cases[foundations.forward_backward_prop]:
        data, labels, params, dimensions = make()
        layers = [tensor(part) for part in unpack(params, dimensions)]
        loss, gradients = differentiate(losses.net(torch.tensor(data), torch.tensor(labels), *layers), *layers)
        flat = np.concatenate([gradient.ravel() for gradient in gradients])
        assert_all_agree(foundations.forward_backward_prop, make, (2,), (loss, [flat]))


def test_softmax_regression_agrees_with_both_judges(cases):
    for make in cases[foundations.softmax_regression]:
        features, labels, weights, *rest = make()
        w = tensor(weights)
        J = losses.softmax_regression(torch.tensor(features), torch.tensor(labels), w, rest[0] if rest else 0.0)
        assert_all_agree(foundations.softmax_regression, make, (2,), differentiate(J, w))


def test_the_sigmoid_and_its_derivative_agree_with_torch():
    x = tensor(np.linspace(-40, 40, 81))
    s = torch.sigmoid(x)
    (slope,) = torch.autograd.grad(s.sum(), x)
    ours = foundations.sigmoid(x.detach().numpy())
    np.testing.assert_allclose(ours, s.detach().numpy(), rtol=1e-13)
    np.testing.assert_allclose(foundations.sigmoid_grad(ours), slope.numpy(), rtol=1e-12)


def test_the_softmax_agrees_with_torch():
    x = np.random.default_rng(1).normal(size=(4, 6)) * 30
    np.testing.assert_allclose(foundations.softmax(x), torch.softmax(torch.tensor(x), dim=1).numpy(), rtol=1e-12)
