"""How the training and the evaluation of the deep averaging network are misread. Each changes one step."""

from dataclasses import replace

import torch
from torch.optim import Adam

from reference.arrays import Indices
from reference.language_models.deep_averaging.model import DAN
from reference.language_models.deep_averaging.train import Recipe, Texts, predictions, train, walk
from reference.mistake import mistake


class _Accumulating(Adam):
    def zero_grad(self, set_to_none: bool = True) -> None:
        """Leaves all gradients where they are."""


# Caught by: accuracy (0.47 on IMDB: as good as a coin).
@mistake(
    of=train,
    name="labels in another order than the texts",
    sentence="Your training sorts the labels and leaves the texts as they are, so that they no longer belong together.",
    advice="Shuffle or sort both with the same order, or keep each text and its label in one row.",
)
def labels_sorted(model: DAN, texts: Texts, recipe: Recipe) -> list[float]:
    return train(model, replace(texts, labels=texts.labels.sort().values), recipe)


# Caught by: accuracy (0.80 on IMDB, where 0.85 is right; 0.64 where predictions read ten words too).
@mistake(
    of=train,
    name="ten words a text",
    sentence="Your training reads the first ten words of every text and no more.",
    advice="Pad to the longest text of the batch, or cut off far later: the mean needs all of a text's words.",
)
def ten_words(model: DAN, texts: Texts, recipe: Recipe) -> list[float]:
    cut = replace(texts, input_ids=texts.input_ids[:, :10], attention_masks=texts.attention_masks[:, :10])
    return train(model, cut, recipe)


# Caught by: training (two steps from the same seed agree with ours); accuracy (0.75 on IMDB, where 0.85 is right).
@mistake(
    of=train,
    name="gradients not reset",
    sentence="Your steps follow the sum of all gradients since the beginning: nothing sets them back to zero.",
    advice="Call `optimizer.zero_grad()` once for every `backward()`.",
)
def accumulated(model: DAN, texts: Texts, recipe: Recipe) -> list[float]:
    return walk(model, _Accumulating(model.parameters(), lr=recipe.rate), texts, recipe)


# Caught by: accuracy (predictions twice are the same); module (eval twice is the same).
@mistake(
    of=predictions,
    name="predictions in training mode",
    sentence="Your predictions are made in training mode: dropout changes them from one time to the next.",
    advice="Call `model.eval()` before you predict, and `model.train()` before you go on training.",
)
def in_training(model: DAN, texts: Texts) -> Indices:
    model.train()
    with torch.no_grad():
        logits = model(texts.input_ids, texts.attention_masks)["logits"]
    found: Indices = logits.argmax(dim=1).numpy()
    return found


# Caught by: accuracy (recomputed from the logits; two classes: 1 - accuracy).
@mistake(
    of=predictions,
    name="the least logit",
    sentence="Your predictions take the class with the least logit.",
    advice="The most probable class has the greatest logit: `argmax`.",
)
def least(model: DAN, texts: Texts) -> Indices:
    mode = model.training
    model.eval()
    with torch.no_grad():
        logits = model(texts.input_ids, texts.attention_masks)["logits"]
    model.train(mode)
    found: Indices = logits.argmin(dim=1).numpy()
    return found
