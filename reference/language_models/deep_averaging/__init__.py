"""Assignment 3's deep averaging network, in torch. Imports torch, and files its mistakes as well."""

from reference.language_models.deep_averaging import model_mistakes  # noqa: F401
from reference.language_models.deep_averaging.model import DAN

__all__ = ["DAN"]
