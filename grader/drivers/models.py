"""What any torch model is asked, whatever the sheet: scores, slopes, steps, counts. Runs inside, beside the student's.

A spec's own driver knows how a model of its sheet is made and read (`build`, `logits`, …; docs/drivers.md); the
functions here take those and ask. `making` holds the student's parts and the settings, and is handed to each of them.
"""

import contextlib
import random

import numpy as np
import torch
from grade_drivers.asked import NotAsAsked
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

STEP = {True: 1e-6, False: 1e-2}  # along a direction of length 1, in float64 and in float32


def scores(build, logits, batches, seed, /, **making):
    """What a fresh model gives for each batch, in evaluation."""
    return _read(_made(build, seed, making), logits, batches, making)


def scores_of(logits, model, batches, /, **making):
    """What a model that is there gives for each batch, in evaluation."""
    return _read(model, logits, batches, making)


def scores_filled(build, logits, fill, arrays, batches, /, **making):
    """The same of a model whose parameters are given."""
    model = _made(build, 0, making)
    with torch.no_grad():
        fill(model, **{name: torch.from_numpy(array) for name, array in arrays.items()}, **making)
    return _read(model, logits, batches, making)


def scores_mixed(build, logits, batches, mix, seed, /, **making):
    """The same of a model whose words' vectors are mixed: row i becomes Σ_j mix[i, j] row j.

    None where no single parameter has a row for each word.
    """
    model = _made(build, seed, making)
    tables = [one for one in _parameters(model).values() if one.ndim == 2 and len(one) == len(mix)]
    if len(tables) != 1:
        return None
    with torch.no_grad():
        tables[0].copy_(torch.from_numpy(mix).to(tables[0].dtype) @ tables[0])
    return _read(model, logits, batches, making)


def scores_resumed(build, resumed, pieces, seed, /, **making):
    """What a fresh model gives for each second piece, from the state that reading the first one left."""
    model = _made(build, seed, making)
    return _read(model, resumed, pieces, making)


def sizes(build, /, **making):
    """The number of entries of each of a fresh model's parameters, each tensor once."""
    return [parameter.numel() for parameter in _parameters(_made(build, 0, making)).values()]


def losses(build, loss, batches, targets, seed, /, **making):
    """The student's own loss of a fresh model on each batch, in evaluation."""
    model = _made(build, seed, making)
    _evaluating(model)
    found = []
    with torch.no_grad():
        for batch, target in zip(batches, targets, strict=True):
            found.append(_plain(loss(model, *_tensors(batch), torch.from_numpy(target), **making), "loss"))
    return found


def slopes(build, logits, loss, batch, target, seed, exact, /, **making):
    """For each parameter that is learnt: its name, the loss's slope along a direction by autograd (None where no
    gradient arrives), and the loss a little ahead and a little behind on it.

    loss: the student's own, or None for ours of their logits. exact: in float64.
    """
    with _precision(exact):
        model = _made(build, seed, making)
        if exact:
            model.double()
        _evaluating(model)
        model.zero_grad()

        def cost():
            _seed(seed)
            return _cost(model, logits, loss, batch, target, making)

        cost().backward()
        learnt = {name: one for name, one in _parameters(model).items() if one.requires_grad}
        return [[name, *_slope(one, cost, STEP[exact], seed)] for name, one in learnt.items()]


def _slope(parameter, cost, step, seed):
    direction = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    direction = (direction / direction.norm().clamp(min=1e-12)).to(parameter.dtype)
    slope = None if parameter.grad is None else float((parameter.grad * direction).sum())
    before, around = parameter.detach().clone(), []
    with torch.no_grad():
        for sign in (1, -1):
            parameter.copy_(before + sign * step * direction)
            around.append(float(cost()))
        parameter.copy_(before)
    return [slope, *around]


def stepped(build, logits, loss, batch, target, rate, steps, training, seed, /, **making):
    """Scores of a batch by a fresh model, before and after some steps against the gradient on that very batch."""
    model = _made(build, seed, making)
    before = _read(model, logits, [batch], making)[0]
    _seed(seed)
    if training and hasattr(model, "train"):
        model.train()
    learnt = [one for one in _parameters(model).values() if one.requires_grad]
    if not learnt:
        raise NotAsAsked("The model has no parameter that can be learnt.", "", "Register layers as attributes.")
    optimizer = torch.optim.SGD(learnt, lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        _cost(model, logits, loss, batch, target, making).backward()
        optimizer.step()
    return [before, _read(model, logits, [batch], making)[0]]


def first_steps(trained, corpus, most, kept, /, **making):
    """Runs a training and keeps, of its first steps, the gradient that each was taken with and what had arrived since
    the step before; at most `kept` entries of each parameter. Then the number of all steps.

    Nothing is kept of a training that uses no optimizer of torch's.
    """
    watch = _Watch(most, kept)
    hook = torch.optim.optimizer.register_optimizer_step_pre_hook(watch.before_step)
    try:
        trained(corpus, **making)
    finally:
        hook.remove()
    return {"steps": watch.seen, "count": watch.count}


class _Watch:
    """Looks on while a training goes: what arrives at each parameter, and what its steps are taken with."""

    def __init__(self, most, kept):
        self.most, self.kept = most, kept
        self.count, self.seen = 0, []
        self._arrived = {}

    def before_step(self, optimizer, *_):
        self.count += 1
        if len(self.seen) >= self.most:
            return
        learnt = [one for group in optimizer.param_groups for one in group["params"] if one.requires_grad]
        row = []
        for one in learnt:
            if id(one) not in self._arrived:
                self._arrived[id(one)] = None
                one.register_hook(lambda gradient, key=id(one): self._arrive(key, gradient))
                continue
            arrived, used = self._arrived[id(one)], one.grad
            if arrived is not None and used is not None:
                row.append([self._some(arrived), self._some(used)])
            self._arrived[id(one)] = None
        self.seen.append(row)

    def _arrive(self, key, gradient):
        before = self._arrived[key]
        dense = gradient.detach().to_dense() if gradient.is_sparse else gradient.detach()
        self._arrived[key] = dense.clone() if before is None else before + dense

    def _some(self, gradient):
        dense = gradient.to_dense() if gradient.is_sparse else gradient
        return dense.detach().reshape(-1)[: self.kept].double().numpy().copy()


# ---- one model
def _made(build, seed, making):
    _seed(seed)
    return build(**making)


def _read(model, logits, batches, making):
    _evaluating(model)
    with torch.no_grad():
        return [_plain(logits(model, *_tensors(batch), **making), "scores") for batch in batches]


def _cost(model, logits, loss, batch, target, making):
    due = torch.from_numpy(target)
    if loss is not None:
        return loss(model, *_tensors(batch), due, **making)
    found = logits(model, *_tensors(batch), **making)
    if due.is_floating_point():
        return binary_cross_entropy_with_logits(found.reshape(due.shape), due.to(found.dtype))
    return cross_entropy(found.reshape(due.numel(), -1), due.reshape(-1))


def _plain(value, what):
    if not isinstance(value, torch.Tensor):
        raise NotAsAsked(
            f"The model's {what} come as a value of type {type(value).__name__}, where a tensor is due.",
            "",
            "Return the tensor that the last layer gives.",
        )
    return value.detach().cpu().numpy()


def _tensors(batch):
    return [torch.from_numpy(np.ascontiguousarray(array)) for array in batch]


def _parameters(model):
    if not hasattr(model, "named_parameters"):
        raise NotAsAsked(
            f"The model is a {type(model).__name__}, which keeps no parameters as torch's modules do.",
            "",
            "Let the class inherit from `nn.Module`, and call `super().__init__()` first.",
        )
    return dict(model.named_parameters())


def _evaluating(model):
    if hasattr(model, "eval"):
        model.eval()


def _seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


@contextlib.contextmanager
def _precision(exact):
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64 if exact else before)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
