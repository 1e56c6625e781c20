"""Models of torch, right and wrong, as lists of arrays: one small case each, with the right one's parameters."""

import copy

import numpy as np
import torch

from reference.language_models import characters, deep_averaging

HIDDEN, ALPHABET = 5, 7


def numbers(tensor):
    return np.zeros(0) if tensor is None else tensor.detach().double().numpy().copy()


def gradients(model, loss):
    """The gradient by every parameter, as one array; 0 where there is none."""
    model.zero_grad()
    loss.backward()
    found = [torch.zeros_like(p) if p.grad is None else p.grad for p in model.parameters()]
    return np.concatenate([numbers(gradient).ravel() for gradient in found])


def character_model(make=characters.OurModel, layers=2):
    """A model with the right one's parameters; loading them leaves alone what a wrong one lacks."""
    torch.manual_seed(4)
    right = characters.OurModel(ALPHABET, HIDDEN, ALPHABET, layers)
    made = make(ALPHABET, HIDDEN, ALPHABET, layers)
    made.load_state_dict(right.state_dict(), strict=False)
    return made


def window(seed=1, batch=3, steps=4):
    source = torch.Generator().manual_seed(seed)
    text = torch.randint(0, ALPHABET, (batch, steps + 1), generator=source)
    return text[:, :-1], text[:, 1:]


def observe_character_model(make):
    """Logits, states and gradients of two steps, of three texts and of one."""
    found = []
    for batch in (3, 1):
        model = character_model(make)
        inputs, targets = window(batch=batch)
        torch.manual_seed(2)
        hidden = torch.randn(2, batch, HIDDEN)
        try:
            first, state = model(inputs[:, 0], hidden)
            second, state = model(inputs[:, 1], state)
        except RuntimeError as error:
            return type(error).__name__
        loss = torch.nn.functional.cross_entropy(second, targets[:, 1])
        found += [numbers(first), numbers(second), numbers(state), gradients(model, loss)]
    return found


def observe_window_loss(loss):
    model = character_model()
    value = loss(model, *window(batch=4, steps=4))
    return [numbers(value), gradients(model, value)]


TEXT = torch.randint(0, ALPHABET, (120,), generator=torch.Generator().manual_seed(3)).tolist()
SHORT = characters.Recipe(iterations=4, batch=3, window=6, rate=0.05)


def observe_training(train):
    model = character_model(layers=1)
    losses = train(model, TEXT, SHORT)
    return [np.array(losses), np.concatenate([numbers(p).ravel() for p in model.parameters()])]


def texts():
    """Three texts of uneven lengths, padded with word 0, which has a vector of its own."""
    ids = torch.tensor([[3, 1, 4, 1], [5, 2, 0, 0], [6, 6, 3, 0]])
    masks = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0]])
    return ids, masks, torch.tensor([1, 0, 1])


def network(make=deep_averaging.DAN, depth=2, dropout=0.5):
    source = torch.Generator().manual_seed(6)
    vectors = torch.randn(8, 4, generator=source)
    torch.manual_seed(5)
    right = deep_averaging.DAN(vectors, 6, depth, dropout)
    made = make(vectors, 6, depth, dropout)
    made.load_state_dict(copy.deepcopy(right.state_dict()))
    return made


def observe_network(make):
    """Logits, loss and gradients in evaluation; the draw of a dropout that is left on is fixed."""
    model = network(make, depth=3).eval()
    torch.manual_seed(8)
    out = model(*texts())
    return [numbers(out["logits"]), numbers(out["loss"]), gradients(model, out["loss"])]


def reviews(seed, n=60, width=14):
    """Texts of three to 14 words; the class is whether words 1 to 3 outnumber words 4 to 6. Word 0 pads."""
    rng = np.random.default_rng(seed)
    ids, masks, labels = np.zeros((n, width), dtype=int), np.zeros((n, width), dtype=int), np.zeros(n, dtype=int)
    for row in range(n):
        length = int(rng.integers(3, width + 1))
        ids[row, :length], masks[row, :length] = rng.integers(1, 8, size=length), 1
        words = ids[row, :length]
        labels[row] = np.sum(words < 4) > np.sum((words > 3) & (words < 7))
    return deep_averaging.Texts(*map(torch.tensor, (ids, masks, labels)))


def observe_network_training(train):
    model = network()
    torch.manual_seed(9)
    losses = train(model, reviews(1), deep_averaging.Recipe(epochs=1, batch=20, rate=0.02))
    return [np.array(losses), *(numbers(parameter) for parameter in model.parameters())]


def observe_predictions(predictions):
    torch.manual_seed(9)
    return [predictions(network(dropout=0.8), reviews(2, n=200)).astype(float)]


OBSERVED = {
    characters.OurModel: observe_character_model,
    characters.window_loss: observe_window_loss,
    characters.train: observe_training,
    deep_averaging.DAN: observe_network,
    deep_averaging.train: observe_network_training,
    deep_averaging.predictions: observe_predictions,
}
