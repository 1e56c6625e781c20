"""Sentences as windows of three words, the number of positive samples they give, and how both are misread."""

from collections.abc import Sequence

from reference.mistake import mistake

#: The words left and right of a word, and the word: indices.
Row = list[int]
Sentences = Sequence[Sequence[int]]


def get_tokenized_dataset(dataset: Sentences, verbose: bool = False) -> list[Row]:
    """Every full window of one word on either side, as [left, right, centre], in order.

    A sentence of n words has n - 2 words with a neighbour on both sides, and so n - 2 rows; none if n < 3.

    dataset: sentences of word indices. verbose: ignored; a submission may print.
    Source: assignment 4, question 1.
    """
    return [
        [sentence[i - 1], sentence[i + 1], sentence[i]] for sentence in dataset for i in range(1, len(sentence) - 1)
    ]


def skipgram_samples(n: int, truncated: bool = True) -> int:
    """Positive pairs (centre, neighbour) of a sentence of n > 2 words, one word on either side.

    Every one of the n - 1 borders between neighbours gives a pair each way: 2 (n - 1). Where only words with two
    neighbours may be centres (truncated = False), n - 2 centres give 2 (n - 2).
    Source: assignment 4, question 2.2.
    """
    return 2 * (n - 1) if truncated else 2 * (n - 2)


def cbow_samples(n: int, truncated: bool = False) -> int:
    """Positive samples (context, centre) of a sentence of n > 2 words: one a centre, n - 2 full windows.

    With windows cut off at the ends (truncated = True), every word is a centre: n.
    """
    return n if truncated else n - 2


# Caught by: values (get_tokenized_dataset, the columns).
@mistake(
    of=get_tokenized_dataset,
    name="the centre in the middle",
    sentence="Your rows read [left, centre, right], where [left, right, centre] is due.",
    advice="The model takes the last column for the centre: put it there.",
)
def centre_in_the_middle(dataset: Sentences, verbose: bool = False) -> list[Row]:
    return [[left, centre, right] for left, right, centre in get_tokenized_dataset(dataset)]


# Caught by: values (get_tokenized_dataset, the columns).
@mistake(
    of=get_tokenized_dataset,
    name="the centre first",
    sentence="Your rows read [centre, left, right], where [left, right, centre] is due.",
    advice="The model takes the last column for the centre: put it there.",
)
def centre_first(dataset: Sentences, verbose: bool = False) -> list[Row]:
    return [[centre, left, right] for left, right, centre in get_tokenized_dataset(dataset)]


# Caught by: values (get_tokenized_dataset, two sentences).
@mistake(
    of=get_tokenized_dataset,
    name="windows across sentences",
    sentence="Your windows run over the borders of sentences.",
    advice="Go through the sentences one by one.",
)
def across_sentences(dataset: Sentences, verbose: bool = False) -> list[Row]:
    return get_tokenized_dataset([[word for sentence in dataset for word in sentence]])


# Caught by: values (get_tokenized_dataset, the number of rows).
@mistake(
    of=get_tokenized_dataset,
    name="the last window left out",
    sentence="Your rows leave out the last full window of each sentence.",
    advice="The centre goes from place 1 to place n - 2, that one included: `range(1, n - 1)`.",
)
def last_left_out(dataset: Sentences, verbose: bool = False) -> list[Row]:
    return get_tokenized_dataset([sentence[:-1] for sentence in dataset])


# Caught by: values (get_tokenized_dataset, the first row of each sentence).
@mistake(
    of=get_tokenized_dataset,
    name="windows around the end",
    sentence="Your rows begin with one around each sentence's first word, whose left neighbour is the sentence's last.",
    advice="`sentence[-1]` is the last word: let the centre start at place 1.",
)
def around_the_end(dataset: Sentences, verbose: bool = False) -> list[Row]:
    return [[sentence[i - 1], sentence[i + 1], sentence[i]] for sentence in dataset for i in range(len(sentence) - 1)]


# Caught by: derivation / number (question 2.2 (b)).
@mistake(
    of=cbow_samples,
    name="as many as skip-gram",
    sentence="You count one sample for each neighbour: that is skip-gram's number.",
    advice="CBOW takes all neighbours of a centre together: one sample a centre.",
)
def like_skipgram(n: int, truncated: bool = False) -> int:
    return skipgram_samples(n, truncated)


# Caught by: derivation / number (question 2.2 (a)).
@mistake(
    of=skipgram_samples,
    name="both neighbours for every word",
    sentence="You count two pairs for every word: the first and the last have one neighbour each.",
    advice="n words have n - 1 borders between them, and each gives a pair both ways.",
)
def both_neighbours(n: int, truncated: bool = True) -> int:
    return 2 * n


# Caught by: derivation / number (question 2.2 (a)).
@mistake(
    of=skipgram_samples,
    name="each pair once",
    sentence="You count each pair of neighbours once, though either can be the centre.",
    advice="Every border between two words gives a pair both ways.",
)
def once(n: int, truncated: bool = True) -> int:
    return skipgram_samples(n, truncated) // 2
