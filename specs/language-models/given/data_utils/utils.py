"""Reads tagged text and numbers its words, as the sheet's starter does with `from data_utils import utils as du`.

A file has a word a line, with its tag behind a TAB, and a blank line after each sentence. What stands on one line is
one word: a line of running text is read as a single, unknown one.
"""

import re

import numpy as np

BEGINNING = "-DOCSTART-"
START, END, UNKNOWN = "<s>", "</s>", "UUUNKKK"
#: How many start symbols stand before a sentence: two, as in the course, of which a model of pairs skips the first.
STARTS = 2


def invert_dict(mapping):
    """The same pairs the other way round."""
    return {value: key for key, value in mapping.items()}


def flatten1(nested):
    """The elements of the lists in a list, as one list."""
    return [element for inner in nested for element in inner]


def load_dataset(fname):
    """The sentences of a file: each a list of [word, tag]."""
    sentences, words = [], []
    with open(fname, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(BEGINNING) or not line.strip():
                if words:
                    sentences.append(words)
                words = []
            else:
                words.append(line.strip().split("\t", 1))
    if words:
        sentences.append(words)
    return sentences


def extract_tag_set(docs):
    """All tags of a dataset."""
    return {tag for sentence in docs for _, tag in sentence}


def extract_word_set(docs):
    """All words of a dataset."""
    return {token[0] for sentence in docs for token in sentence}


def pad_sequence(seq, left=1, right=1):
    """A sentence with start symbols before it and end symbols behind it."""
    return left * [(START, "")] + list(seq) + right * [(END, "")]


def canonicalize_digits(word):
    """A number with DG for every digit, without its thousands separators; any other word as it is."""
    if any(character.isalpha() for character in word):
        return word
    word = re.sub(r"\d", "DG", word)
    return word.replace(",", "") if word.startswith("DG") else word


def canonicalize_word(word, wordset=None, digits=True):
    """The word as a vocabulary has it: lower case, digits as DG, else the unknown word."""
    word = word.lower()
    if digits:
        if wordset is not None and word in wordset:
            return word
        word = canonicalize_digits(word)
    return word if wordset is None or word in wordset else UNKNOWN


def canonicalize_words(words, **more):
    """Each of several words."""
    return [canonicalize_word(word, **more) for word in words]


def seq_to_indices(words, word_to_num):
    """The numbers of words of the vocabulary."""
    return np.array([word_to_num[word] for word in words])


def docs_to_indices(docs, word_to_num):
    """Every sentence as the numbers of its words, starts and end among them: an array of arrays."""
    sentences = np.empty(len(docs), dtype=object)
    for place, sentence in enumerate(docs):
        words = [canonicalize_word(token[0], word_to_num) for token in pad_sequence(sentence, left=STARTS)]
        sentences[place] = seq_to_indices(words, word_to_num)
    return sentences


def load_wv(vocabfile, wvfile):
    """Word vectors with their words: (array, number to word, word to number)."""
    vectors = np.loadtxt(wvfile, dtype=float)
    with open(vocabfile, encoding="utf-8") as lines:
        words = [line.strip() for line in lines]
    num_to_word = dict(enumerate(words))
    return vectors, num_to_word, invert_dict(num_to_word)
