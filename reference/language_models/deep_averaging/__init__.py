"""Assignment 3's deep averaging network, in torch. Imports torch, and files its mistakes as well."""

from reference.language_models.deep_averaging import (
    model_mistakes,  # noqa: F401
    train_mistakes,  # noqa: F401
)
from reference.language_models.deep_averaging.model import DAN
from reference.language_models.deep_averaging.train import Recipe, Texts, predictions, train

__all__ = ["DAN", "Recipe", "Texts", "predictions", "train"]
