"""The character model: made, read and trained here as the sheet's notebook does, one step of time a call.

Models differ in what a step takes: a number alone, a row of one, a whole batch side by side. What a model takes is
found by trying; what fits in no way is left to a person.
"""

import contextlib
import inspect
import itertools

import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.making import made

#: The shapes of one character, as students hand it over.
_ALONE = ((), (1,), (1, 1))
#: And of B of them.
_TOGETHER = ((-1,), (1, -1), (-1, 1))
_STARTS = ("init_hidden", "initHidden", "init_state", "first_hidden", "init_hidden_state", "initialize_hidden")
_SPELLED = {
    "vocabulary": ("input_size", "vocab_size", "vocabulary_size", "num_chars", "n_chars", "n_characters", "input_dim"),
    "hidden": ("hidden_size", "hidden_dim", "hidden", "hidden_units", "embedding_dim", "embed_size", "embedding_size"),
    "classes": ("output_size", "output_dim", "num_classes", "n_outputs"),
    "layers": ("num_layers", "n_layers", "layers"),
}
_BATCH, _WINDOW, _RATE = 64, 32, 1e-2
_ONE_WINDOW = 200  # characters, of a model that reads one text at a time


class _SideBySide(torch.overrides.TorchFunctionMode):
    """Lets `view(1, 1, -1)`, `view(1, -1)` and `view(1, 1)`, which are for one text, stand for B texts side by side.

    Whether a model then reads B texts as one by one is found by comparing, and not taken for granted.
    """

    def __init__(self, texts, axis):
        super().__init__()
        # By the axis of the texts: characters that are alone, vectors, scores.
        self._characters = {(1, 1): (texts, 1) if axis == 0 else (1, texts)}
        self._vectors = {(1, 1, -1): (texts, 1, -1) if axis == 0 else (1, texts, -1), (1, -1): (texts, -1)}

    def __torch_function__(self, function, types, arguments=(), named=None):
        if function in (torch.Tensor.view, torch.Tensor.reshape):
            tensor, *shape = arguments
            shape = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else tuple(shape)
            wider = self._vectors if tensor.is_floating_point() else self._characters
            arguments = (tensor, wider.get(shape, shape))
        return function(*arguments, **(named or {}))


class Reader(torch.nn.Module):
    """A student's model, and how it is read."""

    def __init__(self, model, characters, hidden, layers):
        super().__init__()
        self.model, self.characters, self.sizes = model, characters, (layers, hidden)
        self._alone = self._together = None
        self._axis = None  # of the texts, where what is meant for one is widened

    def step(self, character, state):
        """The logits (V,) of the next character, and the new state."""
        if self._alone is None:
            self._alone = self._form_alone(character, state)
        logits, state = self._called(character.reshape(self._alone), state)
        return logits.reshape(-1), state

    def steps(self, characters, state):
        """The same of B texts side by side, (B, V); only where `reads_together`."""
        given = characters.reshape(self._together)
        with contextlib.nullcontext() if self._axis is None else _SideBySide(len(characters), self._axis):
            logits, state = self._called(given, state)
        return logits.reshape(len(characters), -1), state

    def start(self, texts=1):
        """The state before the first character."""
        kind = next((one for one in self.model.modules() if isinstance(one, torch.nn.RNNBase)), None)
        like = next((one for one in self.model.parameters() if one.is_floating_point()), torch.zeros(()))
        if kind is not None:
            size = kind.num_layers * (2 if kind.bidirectional else 1), texts, kind.hidden_size
            zeros = torch.zeros(size, dtype=like.dtype)
            return (zeros, zeros.clone()) if isinstance(kind, torch.nn.LSTM) else zeros
        own = next((one for name in _STARTS if (one := getattr(self.model, name, None))), None)
        if own is None or texts > 1:
            return torch.zeros((self.sizes[0], texts, self.sizes[1]), dtype=like.dtype)
        return own(*[1 for one in inspect.signature(own).parameters.values() if one.default is one.empty])

    def reads_together(self):
        """Whether a batch is read as its texts one by one are."""
        mode = self.model.training
        self.model.eval()
        try:
            with torch.no_grad():
                return self._form_together()
        finally:
            self.model.train(mode)

    def takes_together(self):
        """Whether it takes a batch as it is, rightly read or not."""
        self._axis, self._together = None, _TOGETHER[0]
        try:
            with torch.no_grad():
                return self.steps(torch.arange(3), self.start(3))[0].shape == (3, self.characters)
        except Exception:  # it reads one text at a time
            return False

    def _called(self, character, state):
        found = self.model(character, state)
        if not isinstance(found, (tuple, list)) or len(found) != 2 or not isinstance(found[0], torch.Tensor):
            raise NotAsAsked(
                "The model's `forward` does not return two values, logits and the new hidden state.",
                "",
                "End it with `return output, hidden`.",
            )
        return found

    def _form_alone(self, character, state):
        for form in _ALONE[:-1]:
            try:
                with torch.no_grad():
                    if self._called(character.reshape(form), state)[0].numel() == self.characters:
                        return form
            except NotAsAsked:
                raise
            except Exception:  # it takes another shape
                continue
        return _ALONE[-1]

    def _form_together(self):
        texts = torch.arange(3) % self.characters
        alone = torch.stack([self.step(one, self.start())[0] for one in texts])
        for self._axis, self._together in itertools.product((None, 1, 0), _TOGETHER):
            try:
                logits, state = self.steps(texts, self.start(3))
                again, _ = self.steps(texts, state)
            except Exception:  # it reads one text at a time
                continue
            if logits.shape == again.shape == alone.shape and torch.allclose(logits, alone, rtol=1e-3, atol=1e-4):
                return True
        return False


# ---- made and read
def build(Model, vocabulary, classes, hidden=10, layers=1, chosen=False, **others):
    """The student's `OurModel` with these sizes. chosen: one whose number of layers can be chosen."""
    values = {"vocabulary": vocabulary, "hidden": hidden, "classes": classes, "layers": layers}
    return Reader(made(Model, values, _SPELLED, ("layers",) if chosen else ()), classes, hidden, layers)


def logits(model, ids, together=False, **others):
    """The logits after every character of some texts, each from a fresh state.

    together: side by side, in a model that takes several texts at all.
    """
    if together and len(ids) > 1 and model.takes_together():
        state, found = model.start(len(ids)), []
        for t in range(ids.shape[1]):
            scores, state = model.steps(ids[:, t], state)
            found.append(scores)
        return torch.stack(found, dim=1)
    return torch.stack([_read(model, text, model.start())[0] for text in ids])


def resumed(model, first, rest, **others):
    """The logits of `rest` from the state that reading `first` has left."""
    return torch.stack([_read(model, after, _read(model, text, model.start())[1])[0]
                        for text, after in zip(first, rest, strict=True)])  # fmt: skip


def _read(model, text, state):
    found = []
    for character in text:
        scores, state = model.step(character, state)
        found.append(scores)
    return torch.stack(found), state


# ---- trained and scored
def trained(corpus, Model, iterations=300, alone=400, width=48, **others):
    """The student's model after a training of ours: windows of the text from random places, Adam, a falling rate.

    iterations: steps with batches of windows; alone: steps with one longer window each, of a model that reads one text
    at a time.
    """
    characters = len(corpus["spelled"])
    model = build(Model, characters, characters, hidden=width)
    text = torch.from_numpy(corpus["text"])
    together = model.reads_together()
    size = (_BATCH, _WINDOW) if together else (1, _ONE_WINDOW)
    model.train()
    return {"model": model, "losses": _walk(model, text, iterations if together else alone, size, together)}


def _walk(model, text, iterations, size, together):
    learnt = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.Adam(learnt, lr=_RATE)
    source, losses = torch.Generator().manual_seed(0), []
    for iteration in range(iterations):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1.0 - iteration / iterations) + 0.01 * _RATE
        starts = torch.randint(0, len(text) - size[1] - 1, (size[0], 1), generator=source)
        windows = text[starts + torch.arange(size[1] + 1)]
        loss = _loss(model, windows, together)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
    return losses


def _loss(model, windows, together):
    if not together:
        scores, _ = _read(model, windows[0, :-1], model.start())
        return torch.nn.functional.cross_entropy(scores, windows[0, 1:])
    state, found = model.start(len(windows)), []
    for t in range(windows.shape[1] - 1):
        scores, state = model.steps(windows[:, t], state)
        found.append(torch.nn.functional.cross_entropy(scores, windows[:, t + 1]))
    return torch.stack(found).mean()


def log_probs(model, text, **others):
    """ln p of every character but the first, the state carried through the text."""
    ids = torch.as_tensor(text)
    scores, _ = _read(model, ids[:-1], model.start())
    return torch.log_softmax(scores.double(), dim=-1)[torch.arange(len(ids) - 1), ids[1:]]


def distribution(model, context, **others):
    """The probability of each character after a context."""
    scores, _ = _read(model, torch.as_tensor(context), model.start())
    return torch.softmax(scores[-1].double(), dim=-1)
