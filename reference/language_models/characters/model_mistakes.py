"""How the character model is misread: each function makes a model that differs from the right one in one step.

Its parameters have the right model's names and shapes, so that both can be given the same ones.
"""

import torch
from torch import Tensor

from reference.language_models.characters.model import OurModel
from reference.mistake import mistake


class _Forgetful(OurModel):
    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        return super().forward(input_, torch.zeros_like(hidden))


class _OldState(OurModel):
    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        logits, _ = super().forward(input_, hidden)
        return logits, hidden


class _Probabilities(OurModel):
    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        logits, state = super().forward(input_, hidden)
        return torch.softmax(logits, dim=-1), state


class _TextsAsTime(OurModel):
    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        x = self.embedding(input_.reshape(-1, 1))  # (B, 1, H): B steps of one text
        output, state = self.gru(x, hidden[:, :1].contiguous())
        logits: Tensor = self.linear(output[:, 0])
        return logits, state.expand(-1, hidden.shape[1], -1).contiguous()


class _Detached(OurModel):
    def forward(self, input_: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        logits, state = super().forward(input_, hidden)
        return logits, state.detach()


# Caught by: module (the state's round trip); training (9.69 on the character chain: "as good as a bigram").
@mistake(
    of=OurModel,
    name="the hidden state not used",
    sentence="Your forward gives the same logits whatever hidden state it is handed: the model starts afresh at every "
    "character.",
    advice="Hand `hidden` to the GRU: `self.gru(x, hidden)`.",
)
def forgetful(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return _Forgetful(input_size, hidden_size, output_size, num_layers)


# Caught by: module (the state's round trip); training ("as good as a bigram").
@mistake(
    of=OurModel,
    name="the old hidden state handed back",
    sentence="Your forward hands back the hidden state that it was given, not the one after this character.",
    advice="Return the second value of `self.gru(x, hidden)`.",
)
def old_state(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return _OldState(input_size, hidden_size, output_size, num_layers)


# Caught by: module (logits, not probabilities).
@mistake(
    of=OurModel,
    name="softmax before the cross entropy",
    sentence="Your forward gives probabilities, where logits are due: the loss takes a softmax of them again.",
    advice="Return the linear layer's output as it is.",
)
def probabilities(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return _Probabilities(input_size, hidden_size, output_size, num_layers)


# Caught by: module (a batch = its texts one by one); no difference where one text is read.
@mistake(
    of=OurModel,
    name="texts taken for time",
    sentence="Your model reads the characters of different texts as successive characters of one text.",
    advice="`nn.GRU` takes (time, batch, features) unless `batch_first=True`: one step of B texts is (1, B, features).",
)
def texts_as_time(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return _TextsAsTime(input_size, hidden_size, output_size, num_layers)


# Caught by: module (the gradient of a later character's loss by an earlier input); training (4.01, right is 3.88).
@mistake(
    of=OurModel,
    name="the state detached at every step",
    sentence="Your forward detaches the hidden state, so that no loss reaches an earlier character's step.",
    advice="Detach between windows if you must, never within one: the state's gradient is what teaches it to remember.",
)
def detached(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return _Detached(input_size, hidden_size, output_size, num_layers)


# Caught by: module (shape of the state with two layers).
@mistake(
    of=OurModel,
    name="one layer whatever is asked",
    sentence="Your model has one GRU layer whatever `num_layers` is.",
    advice="Hand `num_layers` to `nn.GRU`.",
)
def one_layer(input_size: int, hidden_size: int, output_size: int, num_layers: int = 1) -> OurModel:
    return OurModel(input_size, hidden_size, output_size, 1)
