"""From a line of text to a sentence of word indices, and what preprocessing changes; how splitting is misread."""

import re
from collections.abc import Mapping, Sequence

from reference.mistake import mistake

START, END, UNKNOWN = "<s>", "</s>", "UUUNKKK"
#: What stands for each digit of a number.
DIGIT = "DG"


def words(line: str) -> list[str]:
    """The words of a line of a tokenised corpus: whatever stands between spaces or tabs.

    Source: assignment 3, question 1d.
    """
    return line.split()


def canonical(word: str, vocabulary: Mapping[str, int]) -> str:
    """The word as the vocabulary knows it: lower case, digits of a number as DG, else the unknown word.

    A number is a word without letters; its thousands separators go.
    """
    lower = word.lower()
    if lower in vocabulary:
        return lower
    if not any(character.isalpha() for character in lower) and any(character.isdigit() for character in lower):
        lower = re.sub(r"\d", DIGIT, lower.replace(",", ""))
    return lower if lower in vocabulary else UNKNOWN


def sentence_of(line: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The indices of a line's words, between the start and the end symbol.

    vocabulary: word to index, with <s>, </s> and UUUNKKK.
    """
    return [vocabulary[START], *(vocabulary[canonical(word, vocabulary)] for word in words(line)), vocabulary[END]]


def unknown_share(sentences: Sequence[Sequence[int]], unknown: int) -> float:
    """How much of a corpus the model reads as the unknown word, from 0 to 1; each sentence's start is not counted.

    Stands beside every perplexity: predicting the unknown word is easy, so a text that is nearly all unknown has a
    perplexity close to 1 under a model that has learnt nothing.
    """
    tokens = [word for sentence in sentences for word in sentence[1:]]
    return sum(word == unknown for word in tokens) / len(tokens)


def cleaned(text: str) -> str:
    """Lower case, printable characters and line ends only, runs of spaces as one: one way to answer question 3d.

    Perplexities before and after have different tokens; compare `nats_per_character` of the original.
    Source: assignment 3, question 3d.
    """
    printable = "".join(character for character in text.lower() if character.isprintable() or character == "\n")
    return re.sub(r" *\n *", "\n", re.sub(r" +", " ", printable)).strip()


# Caught by: values (words of a line with spaces); claim (a word perplexity near 1 with nearly all words unknown).
@mistake(
    of=words,
    name="a line as one word",
    sentence="You split a line at tabs only, so that a line with spaces is one word, nearly always an unknown one.",
    advice="`line.split()` splits at spaces and tabs alike. A low perplexity over unknown words says nothing.",
)
def split_at_tabs(line: str) -> list[str]:
    return line.strip().split("\t")


# Caught by: values (words of a line with two spaces in a row).
@mistake(
    of=words,
    name="empty words",
    sentence="Your words hold empty ones, wherever two spaces follow one another or a line begins with one.",
    advice="`line.split()` without an argument leaves no empty words; `split(' ')` does.",
)
def split_at_each_space(line: str) -> list[str]:
    return line.split(" ")


# Caught by: values (words); tokens counted.
@mistake(
    of=words,
    name="characters for words",
    sentence="You go through a line character by character, where its words are due.",
    advice="A string is a sequence of characters: split it first.",
)
def characters(line: str) -> list[str]:
    return list(line)
