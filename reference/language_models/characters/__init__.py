"""Assignment 3's character model, in torch: the GRU, the loss of a window of text, its training. Imports torch.

Importing this room files its mistakes as well.
"""

from reference.language_models.characters import (
    model_mistakes,  # noqa: F401
    train_mistakes,  # noqa: F401
    window_loss_mistakes,  # noqa: F401
)
from reference.language_models.characters.model import OurModel, text_log_probs
from reference.language_models.characters.train import Recipe, train
from reference.language_models.characters.window_loss import window_loss

__all__ = ["OurModel", "Recipe", "text_log_probs", "train", "window_loss"]
