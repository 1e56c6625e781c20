"""What any language model is asked, whatever the sheet: many texts in one crossing. Runs inside, beside the student's.

A spec's own driver answers for one text (`log_probs`, `distribution`, `perplexity`, `injected`; docs/honesty.md); the
functions here take one of those and ask it again and again. Nothing here needs torch.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np


def arrays(one: Callable[..., Any], model: Any, texts: Sequence[Any], /, **making: Any) -> list[Any]:
    """An array of numbers for each text: its log-probabilities, or the distribution after it."""
    with _evaluating(model):
        return [_plain(one(model, text, **making)) for text in texts]


def stacked(one: Callable[..., Any], model: Any, texts: Sequence[Any], /, **making: Any) -> Any:
    """The same as one array, a row for each text."""
    return np.stack(arrays(one, model, texts, **making))


def numbers(one: Callable[..., Any], model: Any, texts: Sequence[Any], /, **making: Any) -> list[float | None]:
    """What the student's own function gives for each text, as it is; an array of one number counts as a number."""
    with _evaluating(model):
        return [_number(one(model, text, **making)) for text in texts]


def _plain(value: Any) -> Any:
    return np.asarray(value.detach().cpu() if hasattr(value, "detach") else value, dtype=np.float64)


def _number(value: Any) -> float | None:
    if hasattr(value, "detach") or isinstance(value, np.ndarray):
        value = _plain(value)
        return float(value.reshape(())) if value.size == 1 else None
    return float(value) if isinstance(value, (int, float, np.number)) else None


@contextlib.contextmanager
def _evaluating(model: Any) -> Iterator[None]:
    """In evaluation, without gradients, where the model is one of torch's."""
    torch = sys.modules.get("torch")
    if not torch:
        yield
        return
    if hasattr(model, "eval"):
        model.eval()
    with torch.no_grad():
        yield
