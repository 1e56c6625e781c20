"""Assignment 4's model, loss and training, in torch. Imports torch, and files their mistakes as well."""

from reference.cbow.learning.asked import train_epoch, validate_embeddings
from reference.cbow.learning.loss import negative_sampling_loss
from reference.cbow.learning.model import CBOWNegativeSampling
from reference.cbow.learning.train import Noise, train

__all__ = ["CBOWNegativeSampling", "Noise", "negative_sampling_loss", "train", "train_epoch", "validate_embeddings"]
