"""The bigram network: against torch, against brute force, and trained to where it belongs."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest

import reference.language_models as lm
from tests.reference.language_models.cases import CASES, DX, H, V, corpus, params

torch = pytest.importorskip("torch")

from reference.oracles import losses  # noqa: E402


def layers(flat, Dx, hidden, Dy):
    """The four parts by hand, as tensors."""
    cuts = np.cumsum([Dx * hidden, hidden, hidden * Dy])
    W1, b1, W2, b2 = (torch.tensor(part) for part in np.split(flat, cuts))
    return W1.reshape(Dx, hidden), b1, W2.reshape(hidden, Dy), b2


def test_forward_is_torchs_softmax_at_the_label():
    for make in CASES[lm.forward]:
        row, label, flat, sizes = make()
        W1, b1, W2, b2 = layers(flat, *sizes)
        scores = torch.sigmoid(torch.tensor(row.ravel()) @ W1 + b1) @ W2 + b2
        assert lm.forward(row, label, flat, sizes).shape == ()
        assert pytest.approx(float(torch.softmax(scores, 0)[label]), rel=1e-12) == lm.forward(row, label, flat, sizes)


def test_forward_sums_to_1_over_the_labels():
    row, _, flat, sizes = CASES[lm.forward][0]()
    assert pytest.approx(1.0) == sum(lm.forward(row, label, flat, sizes) for label in range(sizes[2]))


def test_the_batch_is_the_mean_of_autograds_gradient_over_the_drawn_pairs():
    inputs, outputs, vectors, sizes, flat = CASES[lm.lm_wrapper][2]()
    random.seed(8)
    places = random.choices(range(len(inputs)), k=50)
    random.seed(8)
    cost, grad = lm.lm_wrapper(inputs, outputs, vectors, sizes, flat)
    flat_tensor = torch.tensor(flat, requires_grad=True)
    parts = torch.split(flat_tensor, [DX * H, H, H * V, V])
    data = torch.tensor(np.array([vectors[inputs[place]] for place in places]))
    labels = torch.eye(V, dtype=torch.float64)[[outputs[place] for place in places]]
    J = losses.net(data, labels, parts[0].reshape(DX, H), parts[1], parts[2].reshape(H, V), parts[3]) / 50
    J.backward()
    assert pytest.approx(float(J.detach())) == cost
    np.testing.assert_allclose(grad, flat_tensor.grad.numpy(), atol=1e-13)


def test_the_batchs_gradient_passes_the_courses_own_check_where_random_is_reset(capsys):
    inputs, outputs, vectors, sizes, flat = CASES[lm.lm_wrapper][1]()
    lm.gradcheck_naive(lambda x: lm.lm_wrapper(inputs, outputs, vectors, sizes, x), flat)
    assert "passed" in capsys.readouterr().out


def test_the_embeddings_may_be_a_list():
    inputs, outputs, vectors, sizes, flat = CASES[lm.lm_wrapper][0]()
    ours, theirs = (lm.lm_wrapper(inputs, outputs, table, sizes, flat)[0] for table in (vectors, vectors.tolist()))
    assert ours == theirs


def test_the_evaluation_is_brute_force_over_all_pairs_beyond_one_block_of_rows():
    for make in (corpus(1, [12, 40, 3]), corpus(2, [1800, 700])):
        S, vectors, sizes, flat = make()
        total, count = 0.0, 0
        for sentence in S:
            for before, after in pairwise(sentence):
                total -= math.log(float(lm.forward(vectors[before], after, flat, sizes)))
                count += 1
        assert pytest.approx(math.exp(total / count), rel=1e-10) == lm.eval_neural_lm(S, vectors, sizes, flat)


def test_a_model_that_knows_nothing_has_the_perplexity_v():
    S, vectors, sizes, flat = corpus(4, [20, 9])()
    assert pytest.approx(V) == lm.eval_neural_lm(S, vectors, sizes, np.zeros_like(flat))


def test_shuffling_keeps_every_pair():
    inputs, outputs = lm.shuffle_training_data([1, 2, 3, 4], [5, 6, 7, 8])
    assert sorted(zip(inputs, outputs, strict=True)) == [(1, 5), (2, 6), (3, 7), (4, 8)]


def test_the_saved_parameters_of_the_course_have_104550_numbers():
    assert len(lm.first_params([50, 50, 2000], lm.Recipe())) == 104_550


def cycle(n):
    """Word i is followed by i + 1, wherever it stands, and 8 by 0."""
    return [i % V for i in range(n)], [(i + 1) % V for i in range(n)]


def test_the_recipe_learns_a_cycle_and_leaves_the_random_states_alone():
    inputs, outputs = cycle(300)
    vectors = np.eye(V)
    before = random.getstate()
    recipe = lm.Recipe(step=3.0, iterations=400, scale=0.3)
    learnt = lm.train_bigram(inputs, outputs, vectors, [V, 8, V], recipe)
    assert random.getstate() == before
    assert lm.eval_neural_lm([[*inputs, outputs[-1]]], vectors, [V, 8, V], learnt) < 1.1
    np.testing.assert_array_equal(learnt, lm.train_bigram(inputs, outputs, vectors, [V, 8, V], recipe))


def test_a_cost_averaged_twice_stays_near_where_it_began():
    inputs, outputs = cycle(300)
    vectors = np.eye(V)
    recipe = lm.Recipe(step=3.0 / 50, iterations=400, scale=0.3)  # steps 50 times too small
    learnt = lm.train_bigram(inputs, outputs, vectors, [V, 8, V], recipe)
    assert lm.eval_neural_lm([[*inputs, outputs[-1]]], vectors, [V, 8, V], learnt) > 5


def test_params_of_other_sizes_are_not_taken():
    with pytest.raises(ValueError):
        lm.forward(np.zeros(DX), 0, params(1, (DX, H, V))[:-2], [DX, H, V])
