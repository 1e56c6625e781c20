"""How the training of the character model is misread. Each function changes one step of the right one."""

import copy
from collections.abc import Sequence

from torch.optim import Adam

from reference.language_models.characters.model import OurModel
from reference.language_models.characters.train import Recipe, WindowLoss, train, walk
from reference.language_models.characters.window_loss import window_loss
from reference.mistake import mistake


class _Accumulating(Adam):
    def zero_grad(self, set_to_none: bool = True) -> None:
        """Leaves all gradients where they are."""


# Caught by: training (two steps from the same seed agree with ours; 4.21 on the character chain, right is 3.88).
@mistake(
    of=train,
    name="gradients not reset",
    sentence="Your steps follow the sum of all gradients since the beginning: nothing sets them back to zero.",
    advice="Call `optimizer.zero_grad()` once for every `backward()`.",
)
def accumulated(model: OurModel, text: Sequence[int], recipe: Recipe, loss: WindowLoss = window_loss) -> list[float]:
    return walk(model, _Accumulating(model.parameters(), lr=recipe.rate), text, recipe, loss)


# Caught by: module (every parameter changes in one step); training (7.41 on the character chain).
@mistake(
    of=train,
    name="the GRU not trained",
    sentence="Your optimizer moves the embedding and the linear layer; the GRU's parameters stay as they were made.",
    advice="Hand the optimizer all parameters: `model.parameters()`.",
)
def frozen(model: OurModel, text: Sequence[int], recipe: Recipe, loss: WindowLoss = window_loss) -> list[float]:
    learnt = [*model.embedding.parameters(), *model.linear.parameters()]
    return walk(model, Adam(learnt, lr=recipe.rate), text, recipe, loss)


# Caught by: training (852 on held-out text of the character chain: above a uniform guess).
@mistake(
    of=train,
    name="the same window at every iteration",
    sentence="Your training sees the first window of the text at every iteration, and nothing else.",
    advice="Draw a new place in the text for every window.",
)
def one_window(model: OurModel, text: Sequence[int], recipe: Recipe, loss: WindowLoss = window_loss) -> list[float]:
    return train(model, text[: recipe.window + 1], recipe, loss)


# Caught by: training (one step lowers the loss; 11.97 on the character chain: "as good as a uniform guess").
@mistake(
    of=train,
    name="no step",
    sentence="Your training leaves all parameters as they were made: the loss stays where it was.",
    advice="Call `optimizer.step()` after every `backward()`.",
)
def without_step(model: OurModel, text: Sequence[int], recipe: Recipe, loss: WindowLoss = window_loss) -> list[float]:
    elsewhere = copy.deepcopy(model)
    return walk(model, Adam(elsewhere.parameters(), lr=recipe.rate), text, recipe, loss)
