"""What any torch model is asked, whatever the sheet: scores, slopes, steps, counts. Runs inside, beside the student's.

A spec's own driver knows how a model of its sheet is made and read (`build`, `logits`, …; docs/drivers.md); the
functions here take those and ask. `making` holds the student's parts and the settings, and is handed to each of them.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from grade_drivers.asked import NotAsAsked  # type: ignore[import-not-found]  # its package's name inside the wall
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

Array = Any  # of numpy's: what crosses
Batch = list[Any]  # the arrays that `logits` takes
Example = list[Any]  # a batch, and what is due for it
Function = Callable[..., Any]
Own = Function | None  # the student's own loss, or None for ours of their logits
Parts = dict[str, Any]
Row = list[Any]  # name, slope, the loss ahead, the loss behind

STEP = {True: 1e-6, False: 1e-2}  # along a direction of length 1, in float64 and in float32


def scores(build: Function, logits: Function, batches: list[Batch], seed: int, /, **making: Any) -> list[Array]:
    """What a fresh model gives for each batch, in evaluation."""
    return _read(_made(build, seed, making), logits, batches, making)


def scores_twice(build: Function, logits: Function, batch: Batch, seed: int, /, **making: Any) -> list[Array]:
    """What a fresh model gives when it reads the same twice, in evaluation. Here alone dropout may still be at work."""
    model = _made(build, seed, making)
    _evaluating(model)
    with torch.no_grad():
        return [_plain(logits(model, *_tensors(batch), **making), "scores") for _ in range(2)]


def scores_of(logits: Function, model: Any, batches: list[Batch], /, **making: Any) -> list[Array]:
    """What a model that is there gives for each batch, in evaluation."""
    return _read(model, logits, batches, making)


def scores_filled(
    build: Function, logits: Function, fill: Function, arrays: dict[str, Array], batches: list[Batch], /, **making: Any
) -> list[Array]:
    """The same of a model whose parameters are given."""
    model = _made(build, 0, making)
    with torch.no_grad():
        fill(model, **{name: torch.from_numpy(array) for name, array in arrays.items()}, **making)
    return _read(model, logits, batches, making)


def scores_mixed(
    build: Function, logits: Function, batches: list[Batch], mix: Array, seed: int, /, **making: Any
) -> list[Array] | None:
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


def scores_resumed(build: Function, resumed: Function, pieces: list[Batch], seed: int, /, **making: Any) -> list[Array]:
    """What a fresh model gives for each second piece, from the state that reading the first one left."""
    model = _made(build, seed, making)
    return _read(model, resumed, pieces, making)


def sizes(build: Function, /, **making: Any) -> list[int]:
    """The number of entries of each of a fresh model's parameters, each tensor once."""
    return [parameter.numel() for parameter in _parameters(_made(build, 0, making)).values()]


def losses(
    build: Function, logits: Function, loss: Function, examples: list[Example], seed: int, /, **making: Any
) -> list[Array]:
    """The student's own loss of a fresh model on each batch, in evaluation."""
    model = _made(build, seed, making)
    _evaluating(model)
    with torch.no_grad(), _without_dropout():
        return [_plain(_cost(model, logits, loss, example, making), "loss") for example in examples]


def slopes(
    build: Function, logits: Function, loss: Own, example: Example, seed: int, exact: bool, /, **making: Any
) -> list[Row]:
    """For each parameter that is learnt: its name, the loss's slope along a direction by autograd (None where no
    gradient arrives), and the loss a little ahead and a little behind on it.

    exact: in float64.
    """
    with _precision(exact):
        model = _made(build, seed, making)
        if exact:
            model.double()
        _evaluating(model)

        def cost() -> torch.Tensor:
            _seed(seed)
            return _cost(model, logits, loss, example, making)

        cost().backward()  # type: ignore[no-untyped-call]
        learnt = {name: one for name, one in _parameters(model).items() if one.requires_grad}
        still = _paddings(model)
        return [[name, *_slope(one, cost, STEP[exact], seed, still.get(id(one)))] for name, one in learnt.items()]


def _paddings(model: Any) -> dict[int, int]:
    """The tables of vectors that keep a row for padding as it is, by their identity: that row."""
    tables = (torch.nn.Embedding, torch.nn.EmbeddingBag)
    return {
        id(one.weight): one.padding_idx
        for one in model.modules()
        if isinstance(one, tables) and one.padding_idx is not None
    }


def _slope(parameter: torch.Tensor, cost: Function, step: float, seed: int, still: int | None) -> Row:
    """still: a row that is not learnt, whatever the loss."""
    direction = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    if still is not None:
        direction[still] = 0.0
    direction = (direction / direction.norm().clamp(min=1e-12)).to(parameter.dtype)
    slope = None if parameter.grad is None else float((parameter.grad * direction).sum())
    before, around = parameter.detach().clone(), []
    with torch.no_grad():
        for sign in (1, -1):
            parameter.copy_(before + sign * step * direction)
            around.append(float(cost()))
        parameter.copy_(before)
    return [slope, *around]


def stepped(
    build: Function, logits: Function, loss: Own, example: Example, rates: list[float], seed: int, /, **making: Any
) -> list[list[Array]]:
    """For each rate the scores of a batch by a fresh model, before and after one step against its gradient there."""
    found = []
    for rate in rates:
        model = _made(build, seed, making)
        before = _read(model, logits, [example[0]], making)[0]
        _walk(model, logits, loss, example, rate, 1, making)
        found.append([before, _read(model, logits, [example[0]], making)[0]])
    return found


def walked(
    build: Function, logits: Function, loss: Own, example: Example, steps: int, seed: int, /, **making: Any
) -> Array:
    """The scores of a batch by a fresh model after some steps on it, in training mode from one seed."""
    model = _made(build, seed, making)
    if hasattr(model, "train"):
        model.train()
    _seed(seed)
    _walk(model, logits, loss, example, 0.1, steps, making)
    return _read(model, logits, [example[0]], making)[0]


def _walk(model: Any, logits: Function, loss: Own, example: Example, rate: float, steps: int, making: Parts) -> None:
    learnt = [one for one in _parameters(model).values() if one.requires_grad]
    if not learnt:
        raise NotAsAsked("The model has no parameter that can be learnt.", "", "Register layers as attributes.")
    optimizer = torch.optim.SGD(learnt, lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        _cost(model, logits, loss, example, making).backward()  # type: ignore[no-untyped-call]
        optimizer.step()


# ---- one model
def _made(build: Function, seed: int, making: Parts) -> Any:
    _seed(seed)
    return build(**making)


def _read(model: Any, logits: Function, batches: list[Batch], making: Parts) -> list[Array]:
    """Dropout that was left on in evaluation is one mistake, and must not be found in everything else as well."""
    _evaluating(model)
    with torch.no_grad(), _without_dropout():
        return [_plain(logits(model, *_tensors(batch), **making), "scores") for batch in batches]


def _cost(model: Any, logits: Function, loss: Own, example: Example, making: Parts) -> torch.Tensor:
    batch, target = example
    due = torch.from_numpy(target)
    if loss is not None:
        own: torch.Tensor = loss(model, *_tensors(batch), due, **making)
        return own
    found = logits(model, *_tensors(batch), **making)
    if due.is_floating_point():
        return binary_cross_entropy_with_logits(found.reshape(due.shape), due.to(found.dtype))
    return cross_entropy(found.reshape(due.numel(), -1), due.reshape(-1))


def _plain(value: Any, what: str) -> Array:
    if not isinstance(value, torch.Tensor):
        raise NotAsAsked(
            f"The model's {what} come as a value of type {type(value).__name__}, where a tensor is due.",
            "",
            "Return the tensor that the last layer gives.",
        )
    return value.detach().cpu().numpy()


def _tensors(batch: Batch) -> list[torch.Tensor]:
    return [torch.from_numpy(np.ascontiguousarray(array)) for array in batch]


def _parameters(model: Any) -> dict[str, torch.nn.Parameter]:
    if not hasattr(model, "named_parameters"):
        raise NotAsAsked(
            f"The model is a {type(model).__name__}, which keeps no parameters as torch's modules do.",
            "",
            "Let the class inherit from `nn.Module`, and call `super().__init__()` first.",
        )
    return dict(model.named_parameters())


def _evaluating(model: Any) -> None:
    if hasattr(model, "eval"):
        model.eval()


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.default_generator.manual_seed(seed)  # `manual_seed` writes down a stack for each device that is not there


@contextlib.contextmanager
def _without_dropout() -> Iterator[None]:
    before = torch.nn.functional.dropout
    torch.nn.functional.dropout = lambda input, *_, **__: input
    try:
        yield
    finally:
        torch.nn.functional.dropout = before


@contextlib.contextmanager
def _precision(exact: bool) -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64 if exact else before)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
