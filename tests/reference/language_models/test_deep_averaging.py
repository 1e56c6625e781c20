"""The deep averaging network: the formula, and what must not change it."""

import pytest

torch = pytest.importorskip("torch")

from reference.language_models import deep_averaging  # noqa: E402
from tests.reference.language_models.torch_cases import network, reviews, texts  # noqa: E402


def logits(model, ids, masks):
    return model(ids, masks)["logits"]


def test_the_network_is_its_formula():
    model = network(depth=2).eval()
    ids, masks, labels = texts()
    E, (first, second) = model.embedding.weight, model.layers
    rows = []
    for text, mask in zip(ids.tolist(), masks.tolist(), strict=True):
        words = [word for word, kept in zip(text, mask, strict=True) if kept]
        z = sum(E[word] for word in words) / len(words)
        for layer in (first, second):
            z = torch.clamp(layer.weight @ z + layer.bias, min=0)
        rows.append(model.output.weight @ z + model.output.bias)
    torch.testing.assert_close(logits(model, ids, masks), torch.stack(rows))
    surprise = [-torch.log_softmax(row, 0)[label] for row, label in zip(rows, labels, strict=True)]
    torch.testing.assert_close(model(ids, masks, labels)["loss"], torch.stack(surprise).mean())


def test_without_labels_there_is_no_loss():
    model = network().eval()
    assert model(*texts()[:2])["loss"] is None


def test_permuting_doubling_and_padding_change_nothing():
    model = network().eval()
    ids, masks, _ = texts()
    right = logits(model, ids, masks)
    order = torch.tensor([2, 0, 3, 1])
    torch.testing.assert_close(logits(model, ids[:, order], masks[:, order]), right)
    torch.testing.assert_close(logits(model, ids.repeat(1, 2), masks.repeat(1, 2)), right)
    wide = torch.cat([ids, torch.full((3, 5), 7)], 1), torch.cat([masks, torch.zeros(3, 5, dtype=torch.long)], 1)
    torch.testing.assert_close(logits(model, *wide), right)


def test_dropout_acts_in_training_and_not_in_evaluation():
    model = network()
    ids, masks, _ = texts()
    model.train()
    assert not torch.equal(logits(model, ids, masks), logits(model, ids, masks))
    model.eval()
    assert torch.equal(logits(model, ids, masks), logits(model, ids, masks))


@pytest.mark.parametrize("depth", [0, 1, 4])
def test_every_parameter_gets_a_gradient_and_one_step_lowers_the_loss(depth):
    model = network(depth=depth, dropout=0.0)
    ids, masks, labels = texts()
    loss = model(ids, masks, labels)["loss"]
    loss.backward()
    assert all(parameter.grad is not None for parameter in model.parameters())
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.01 * parameter.grad
    assert model(ids, masks, labels)["loss"] < loss


def test_a_text_without_words_is_finite():
    ids, masks, _ = texts()
    assert torch.isfinite(logits(network().eval(), ids, torch.zeros_like(masks))).all()


def test_training_learns_a_majority_of_words_and_predicts_in_evaluation():
    model = network(depth=1, dropout=0.1)
    torch.manual_seed(1)
    losses = deep_averaging.train(model, reviews(1, n=400), deep_averaging.Recipe(epochs=8, rate=0.02))
    held_out = reviews(2, n=300)
    predicted = deep_averaging.predictions(model, held_out)
    assert model.training and losses[-1] < losses[0]
    assert (predicted == held_out.labels.numpy()).mean() > 0.9
    assert (predicted == deep_averaging.predictions(model, held_out)).all()
