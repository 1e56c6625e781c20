"""Looks on while a training of torch's goes, whatever the function looks like. Runs inside, beside the student's."""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

Array = Any  # of numpy's: what crosses
Entry = list[Any]  # a parameter's place, what had arrived at it or None, what the step was taken with


def first_steps(
    trained: Callable[..., Any], corpus: dict[str, Any], most: int, kept: int, /, **making: Any
) -> list[list[Entry]]:
    """Runs a training and keeps, of its first steps, the gradient that each was taken with and what had arrived since
    the step before; at most `kept` entries of each parameter.

    Nothing is kept of a training that uses no optimizer of torch's.
    """
    watch = _Watch(most, kept)
    hook = register_optimizer_step_pre_hook(watch.before_step)
    try:
        trained(corpus, **making)
    finally:
        hook.remove()
    return watch.seen


class _Watch:
    """What arrives at each parameter, and what its steps are taken with."""

    def __init__(self, most: int, kept: int) -> None:
        self._most, self._kept = most, kept
        self.seen: list[list[Entry]] = []
        self._places: dict[int, int] = {}
        self._arrived: dict[int, torch.Tensor] = {}

    def before_step(self, optimizer: torch.optim.Optimizer, *_: object) -> None:
        if len(self.seen) < self._most:
            learnt = [one for group in optimizer.param_groups for one in group["params"] if one.requires_grad]
            self.seen.append([self._entry(one) for one in learnt if one.grad is not None])

    def _entry(self, parameter: torch.Tensor) -> Entry:
        """Of a parameter that is met for the first time nobody knows what has arrived."""
        place = self._places.get(id(parameter))
        if place is None:
            place = self._places[id(parameter)] = len(self._places)
            parameter.register_hook(partial(self._arrive, place))  # type: ignore[no-untyped-call]
        arrived = self._arrived.pop(place, None)
        assert parameter.grad is not None, "entries are made of parameters that have a gradient"
        return [place, None if arrived is None else self._some(arrived), self._some(parameter.grad)]

    def _arrive(self, place: int, gradient: torch.Tensor) -> None:
        before = self._arrived.get(place)
        self._arrived[place] = gradient.detach().clone() if before is None else before + gradient.detach()

    def _some(self, gradient: torch.Tensor) -> Array:
        dense = gradient.to_dense() if gradient.is_sparse else gradient
        return dense.detach().reshape(-1)[: self._kept].double().numpy().copy()
