"""A vocabulary as students know it: a dictionary, torchtext's object, a list of words, a counter, all at once.

A notebook's functions read theirs from names that a cell has set. What they do with it tells which of these it was.
"""

import collections

import numpy as np


class Vocabulary(dict):
    """Word: its row; and all that torchtext's vocabularies can be asked. An unknown word has row 0."""

    def __init__(self, words):
        super().__init__({word: row for row, word in enumerate(words)})
        self.itos = Words(words)

    def __missing__(self, word):
        return self.itos[word] if isinstance(word, (int, np.integer)) else 0

    def get(self, word, default=None):
        return dict.get(self, word, default)

    def __call__(self, words):
        return [self[word] for word in words] if isinstance(words, (list, tuple)) else self[words]

    @property
    def stoi(self):
        return self

    word2idx = token_to_idx = word2id = stoi

    @property
    def idx2word(self):
        return self.itos

    id2word = idx_to_token = idx2word

    def get_stoi(self):
        return dict(self)

    def get_itos(self):
        return list(self.itos)

    def lookup_token(self, row):
        return self.itos[int(row)]

    def lookup_tokens(self, rows):
        return [self.itos[int(row)] for row in rows]

    def lookup_indices(self, words):
        return [self[word] for word in words]

    def encode(self, text):
        return self.lookup_indices(text.split() if isinstance(text, str) else text)

    def decode(self, rows):
        return self.lookup_tokens(rows)

    def set_default_index(self, row):
        pass


class Words(list):
    """Row: its word, as a list or as a dictionary."""

    def __getitem__(self, row):
        return list.__getitem__(self, row if isinstance(row, slice) else int(row))

    def get(self, row, default=None):
        return self[row] if 0 <= int(row) < len(self) else default

    def keys(self):
        return range(len(self))

    def values(self):
        return list(self)

    def items(self):
        return list(enumerate(self))


class Counts(collections.Counter):
    """How often each word occurs, by word and by row, in the rows' order."""

    def __init__(self, words=(), counts=()):
        super().__init__()
        self.update(dict(zip(words, [int(count) for count in counts], strict=True)))

    def __missing__(self, word):
        if isinstance(word, (int, np.integer)) and 0 <= word < len(self):
            return list(self.values())[word]
        return 0

    def __array__(self, dtype=None, copy=None):
        return np.array(list(self.values()), dtype=dtype or np.float64)

    def __pow__(self, power):
        return np.asarray(self) ** power

    def __truediv__(self, total):
        return np.asarray(self) / total

    def sum(self):
        return sum(self.values())
