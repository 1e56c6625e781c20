"""The character model: its interface, its gradient, and what training it on a text of known order reaches."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import reference.language_models as lm  # noqa: E402
from reference.language_models import characters  # noqa: E402
from reference.mistake import mistakes_of  # noqa: E402
from tests.reference.language_models.torch_cases import ALPHABET, HIDDEN, character_model, window  # noqa: E402


@pytest.mark.parametrize("shape", [(), (1,)])
def test_one_character_gives_one_row_of_logits_and_a_state(shape):
    model = characters.OurModel(7, 5, 9, 2)
    logits, hidden = model(torch.zeros(shape, dtype=torch.long), model.first_hidden())
    assert logits.shape == (1, 9) and hidden.shape == (2, 1, 5)


def gru_by_hand(model, character, h):
    """One layer from the formulas, with torch's own order of the three gates: reset, update, new."""
    W, U = model.gru.weight_ih_l0, model.gru.weight_hh_l0
    b, c = model.gru.bias_ih_l0, model.gru.bias_hh_l0
    x = model.embedding.weight[character]
    of_x, of_h = (W @ x + b).chunk(3), (U @ h + c).chunk(3)
    r, z = torch.sigmoid(of_x[0] + of_h[0]), torch.sigmoid(of_x[1] + of_h[1])
    return (1 - z) * torch.tanh(of_x[2] + r * of_h[2]) + z * h


def test_a_step_is_the_formula():
    model = character_model(layers=1)
    h = torch.linspace(-1, 1, HIDDEN)
    logits, state = model(torch.tensor([3]), h.reshape(1, 1, -1))
    expected = gru_by_hand(model, 3, h)
    torch.testing.assert_close(state.ravel(), expected)
    torch.testing.assert_close(logits[0], model.linear.weight @ expected + model.linear.bias)


def test_texts_side_by_side_are_texts_one_by_one():
    model = character_model()
    inputs, targets = window(batch=3)
    alone = [characters.window_loss(model, inputs[i : i + 1], targets[i : i + 1]) for i in range(3)]
    torch.testing.assert_close(characters.window_loss(model, inputs, targets), torch.stack(alone).mean())


def test_the_windows_gradient_agrees_with_central_differences():
    model = character_model(layers=1).double()
    inputs, targets = window()
    model.first_hidden = lambda batch: torch.zeros(1, batch, HIDDEN, dtype=torch.float64)
    characters.window_loss(model, inputs, targets).backward()
    for parameter in model.parameters():
        place, h = np.unravel_index(parameter.numel() // 2, parameter.shape), 1e-5
        sides = []
        for shift in (h, -2 * h):
            with torch.no_grad():
                parameter[place] += shift
                sides.append(float(characters.window_loss(model, inputs, targets)))
        with torch.no_grad():
            parameter[place] += h
        assert pytest.approx((sides[0] - sides[1]) / (2 * h), abs=1e-8) == float(parameter.grad[place])


def test_a_windows_loss_is_the_mean_surprise_of_its_text():
    model = character_model()
    inputs, targets = window(batch=1, steps=6)
    log_probs = characters.text_log_probs(model, [*inputs[0].tolist(), int(targets[0, -1])])
    assert pytest.approx(float(characters.window_loss(model, inputs, targets).detach()), rel=1e-6) == -log_probs.mean()


def second_order(n, seed):
    """The next of 4 characters is the sum of the two before, with one in ten drawn at random."""
    rng = np.random.default_rng(seed)
    text = [0, 1]
    for _ in range(n - 2):
        text.append(int(rng.integers(4)) if rng.random() < 0.1 else (text[-1] + text[-2]) % 4)
    return text


def reached(train, loss=characters.window_loss):
    torch.manual_seed(0)
    model = characters.OurModel(4, 16, 4)
    recipe = characters.Recipe(iterations=60, batch=32, window=12, rate=0.03)
    train(model, second_order(4000, 1), recipe, loss)
    return float(lm.perplexity(np.exp(characters.text_log_probs(model, second_order(600, 2)))))


def test_training_reaches_the_order_of_the_text_and_a_reset_state_does_not():
    plateaus = lm.plateaus(second_order(4000, 1), second_order(600, 2), 4, 2)
    assert reached(characters.train) < 1.15 * plateaus["a trigram"]
    (reset,) = [m for m in mistakes_of(characters.window_loss) if m.name.startswith("the hidden state reset")]
    assert reached(characters.train, reset.wrong) > 0.9 * plateaus["a bigram"]


def test_a_model_that_may_read_more_characters_than_it_predicts():
    assert characters.OurModel(ALPHABET, 3, 2)(torch.tensor([6]), torch.zeros(1, 1, 3))[0].shape == (1, 2)
