"""How the perplexity of characters is misread. Each function changes one step of the right one."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.language_models.perplexity import perplexity, perplexity_of_log_probs
from reference.language_models.text_perplexity import Model, character_perplexity, character_probabilities, known
from reference.mistake import mistake


# Caught by: perplexity (an injected uniform model over a text with unknown characters must give A).
@mistake(
    of=character_perplexity,
    name="skipped characters still counted",
    sentence="You skip characters that the alphabet lacks but divide by the length of the whole text, so your "
    "perplexity is too low.",
    advice="Count what you score: add 1 to the number of characters where you add a logarithm.",
)
def skipped_counted(model: Model, text: str, alphabet: str) -> Array:
    p = character_probabilities(model, known(text, alphabet))
    return np.asarray(np.exp(-np.sum(np.log(p)) / (len(text) - 1)))


# Caught by: perplexity (an injected skewed model over a text with unknown characters).
@mistake(
    of=character_perplexity,
    name="unknown characters as the last one",
    sentence="You score every character that the alphabet lacks as though it were the alphabet's last one.",
    advice="`find` gives -1 for what it does not find, and -1 is the last place: leave those characters out.",
)
def unknown_as_last(model: Model, text: str, alphabet: str) -> Array:
    return perplexity(character_probabilities(model, [alphabet.find(c) % len(alphabet) for c in text]))


# Caught by: perplexity (an injected uniform model must give A, also on a short text).
@mistake(
    of=character_perplexity,
    name="the first character counted",
    sentence="You divide by the number of all characters, the first among them, though that one is not predicted.",
    advice="M characters give M - 1 predictions: divide by those.",
)
def first_counted(model: Model, text: str, alphabet: str) -> Array:
    p = character_probabilities(model, known(text, alphabet))
    return np.asarray(np.exp(-np.sum(np.log(p)) / (len(p) + 1)))


# Caught by: perplexity (an injected skewed model; calibration warns).
@mistake(
    of=character_perplexity,
    name="the temperature in the perplexity",
    sentence="Your perplexity sharpens the model's distribution with the sampling temperature 0.8.",
    advice="The temperature belongs to generating text. Score with the softmax of the logits as they are.",
)
def sharpened(model: Model, text: str, alphabet: str) -> Array:
    def cold(before: Sequence[int]) -> Array:
        p = model(before) ** (1.0 / 0.8)
        return np.asarray(p / np.sum(p))

    return character_perplexity(cold, text, alphabet)


# Caught by: perplexity (an injected model that depends on more than one character).
@mistake(
    of=character_perplexity,
    name="one character for what came before",
    sentence="You start the model afresh at every character, so it sees the one before and nothing earlier.",
    advice="Hand the hidden state that one step returns to the next step.",
)
def one_character(model: Model, text: str, alphabet: str) -> Array:
    return character_perplexity(lambda before: model(before[-1:]), text, alphabet)


# Caught by: perplexity (replaced suffixes; the likeliest character is scored, whatever the text says).
@mistake(
    of=character_perplexity,
    name="the likeliest character scored",
    sentence="You score the character that the model finds likeliest, not the one that stands in the text.",
    advice="Take the probability of the text's own next character.",
)
def likeliest(model: Model, text: str, alphabet: str) -> Array:
    tokens = known(text, alphabet)
    return perplexity(np.array([np.max(model(tokens[:i])) for i in range(1, len(tokens))]))


# Caught by: perplexity (an injected skewed model).
@mistake(
    of=character_perplexity,
    name="the input character scored",
    sentence="You score the character that was last given to the model, not the one that follows it.",
    advice="The i-th step is scored by the character after it.",
)
def input_scored(model: Model, text: str, alphabet: str) -> Array:
    tokens = known(text, alphabet)
    return perplexity(np.array([model(tokens[:i])[tokens[i - 1]] for i in range(1, len(tokens))]))


# Caught by: perplexity (an injected uniform model must give A).
@mistake(
    of=character_perplexity,
    name="2 to the power of nats",
    sentence="You raise 2 to the mean of natural logarithms, so your perplexity is too low.",
    advice="`cross_entropy` and `log_softmax` give natural logarithms: use `exp`, or divide by ln 2 first.",
)
def two_to_the_nats(model: Model, text: str, alphabet: str) -> Array:
    return np.asarray(2.0 ** -np.mean(np.log(character_probabilities(model, known(text, alphabet)))))


# Caught by: perplexity (N ln PP must add up over uneven parts).
@mistake(
    of=character_perplexity,
    name="the mean of the lines' means",
    sentence="You average within each line first and then over the lines, so a character of a short line counts more.",
    advice="Add up the logarithms of the whole text and divide by the number of all its predictions.",
)
def mean_of_lines(model: Model, text: str, alphabet: str) -> Array:
    tokens = known(text, alphabet)
    newline = alphabet.find("\n")
    p = np.log(character_probabilities(model, tokens))
    ends = [i for i in range(len(p)) if tokens[i + 1] == newline]
    parts = [part for part in np.split(p, [end + 1 for end in ends]) if len(part)]
    return perplexity_of_log_probs(np.array([np.mean(part) for part in parts]))
