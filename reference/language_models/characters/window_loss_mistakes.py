"""How the loss of a window of text is misread. Each function changes one step of the right one."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from reference.language_models.characters.model import OurModel
from reference.language_models.characters.window_loss import window_loss
from reference.mistake import mistake


# Caught by: training (11.1 on the character chain; 9.7, "as good as a bigram", where scoring resets it too).
@mistake(
    of=window_loss,
    name="the hidden state reset at every character",
    sentence="Your training starts every character from an empty hidden state, so the model learns from one character "
    "of context.",
    advice="Make the first state before the loop, and hand each step the state that the last one returned.",
)
def reset(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    return window_loss(model, inputs.reshape(-1, 1), targets.reshape(-1, 1))


# Caught by: training (4.01 on the character chain, where 3.88 is right); module (gradient through the state).
@mistake(
    of=window_loss,
    name="the hidden state detached at every character",
    sentence="Your training cuts the gradient at every character: no loss reaches the steps before it.",
    advice="Detach the state between windows, not within one.",
)
def detached(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    hidden = model.first_hidden(len(inputs))
    losses = []
    for t in range(inputs.shape[1]):
        logits, hidden = model(inputs[:, t], hidden.detach())
        losses.append(cross_entropy(logits, targets[:, t]))
    return torch.stack(losses).mean()


# Caught by: training (9.68 on the character chain: "as good as a bigram"); the loss of a fixed window.
@mistake(
    of=window_loss,
    name="batch and time exchanged",
    sentence="Your training walks along the batch, from text to text, where it should walk along each text.",
    advice="Step t takes column t of a (batch, time) window: `inputs[:, t]`.",
)
def exchanged(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    return window_loss(model, inputs.T, targets.T)


# Caught by: training (the perplexity exceeds a uniform guess); causality.
@mistake(
    of=window_loss,
    name="the input as the target",
    sentence="Your training asks the model for the character that it was given, not for the next one.",
    advice="Targets are the window moved on by one: `text[1:]` for `text[:-1]`.",
)
def input_as_target(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    return window_loss(model, inputs, inputs)


# Caught by: training (4.72 on the character chain, where 3.88 is right); the loss of a fixed window.
@mistake(
    of=window_loss,
    name="the last character's loss only",
    sentence="Your loss is that of the window's last character; those before it are overwritten.",
    advice="Add up the losses of all steps, and divide by their number.",
)
def last_step(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    hidden = model.first_hidden(len(inputs))
    logits = hidden
    for t in range(inputs.shape[1]):
        logits, hidden = model(inputs[:, t], hidden)
    return cross_entropy(logits, targets[:, -1])


# Caught by: training (11.62 on the character chain: "as good as a unigram").
@mistake(
    of=window_loss,
    name="targets in another order than the logits",
    sentence="Your loss compares the logits of one text with the targets of another: one of the two is flattened "
    "(time, batch) and the other (batch, time).",
    advice="Transpose one of them before flattening; `reshape` alone moves numbers to other texts.",
)
def scrambled(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    return window_loss(model, inputs, targets.T.reshape(targets.shape))


# Caught by: values (the loss of a fixed window). Under Adam the model learns as well (3.88): the plot's scale is all.
@mistake(
    of=window_loss,
    name="the loss added up over the window",
    sentence="Your loss is the sum over the window's characters, so it grows with the window's length.",
    advice="Divide by the number of characters, as the plot of the mean loss asks.",
)
def summed(model: OurModel, inputs: Tensor, targets: Tensor) -> Tensor:
    return window_loss(model, inputs, targets) * inputs.shape[1]
