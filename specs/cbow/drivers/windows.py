"""Asks a student's `get_tokenized_dataset` for the windows of sentences. Reads rows of any make; judges nothing."""

import numpy as np
from grade_drivers.asking import first_trouble
from grade_drivers.surroundings import World

#: What an item of a data set may look like: its name, and how it is made of a sentence.
FORMS = {
    "a list of words": lambda words, rows: words,
    "a text": lambda words, rows: " ".join(words),
    "a dictionary with a text": lambda words, rows: {"text": " ".join(words), "tokens": words, "label": 0},
    "a label and a text": lambda words, rows: (1, " ".join(words)),
    "a list of rows": lambda words, rows: rows,
}


class Table(list):
    """A data set that can also be asked for its columns and its parts, as those of `datasets` can."""

    @property
    def num_rows(self):
        return len(self)

    def __getitem__(self, key):
        if not isinstance(key, str):
            return list.__getitem__(self, key)
        if self and isinstance(self[0], dict) and key in self[0]:
            return [item[key] for item in self]
        return self  # dataset["train"]


def rows(words, counts, sentences, /, get_tokenized_dataset, source=""):
    """For every form in which the function takes sentences: its name, and the rows that come back, twice.

    words: (V,) the vocabulary. sentences: lists of rows. Returns [form, rows, rows again], of rows of whole numbers.
    """
    spoken = [[words[row] for row in sentence] for sentence in sentences]
    world = World(words, counts, 8, source, [" ".join(one) for one in spoken])
    world.around(get_tokenized_dataset)
    found, troubles = [], []
    for form, make in FORMS.items():
        data = [make(list(said), list(rows)) for said, rows in zip(spoken, sentences, strict=True)]
        try:
            once, again = (_asked(get_tokenized_dataset, Table(data), world) for _ in range(2))
        except Exception as trouble:
            troubles.append(trouble)
            continue
        if once is not None and again is not None:
            found.append([form, once, again])
    if not found and troubles:
        first_trouble(troubles, world)
    return found


# Called by position: (dataset, verbose) and whatever else it must have.
def _asked(function, data, world):
    arguments, named = world.arguments(function, [data, False])
    return _numbers(function(*arguments, **named), world.words)


def _numbers(value, words):
    """Rows of whole numbers, whatever holds them; None for what is none."""
    if hasattr(value, "tensors"):  # a TensorDataset
        value = value.tensors if len(value.tensors) > 1 else value.tensors[0]
    if isinstance(value, tuple) and len(value) == 2 and all(hasattr(one, "__len__") for one in value):
        contexts, centres = value
        if len(contexts) == len(centres) and len(value[0]) and len(contexts) > 2:
            value = list(zip(contexts, centres, strict=True))  # two columns
    if value is None or not hasattr(value, "__iter__"):
        return []  # no rows at all
    places = {word: row for row, word in enumerate(words)}
    table = []
    for row in value:
        flat = list(_flat(row, places))
        if not flat or any(one is None for one in flat):
            return None
        table.append(flat)
    return table


def _flat(row, places):
    if isinstance(row, dict):
        row = list(row.values())
    if isinstance(row, str):
        yield places.get(row)
    elif isinstance(row, (int, np.integer)) and not isinstance(row, bool):
        yield int(row)
    elif isinstance(row, (float, np.floating)):
        yield int(row) if float(row).is_integer() else None
    elif getattr(row, "ndim", None) == 0:
        yield from _flat(row.item(), places)
    elif hasattr(row, "tolist"):
        yield from _flat(row.tolist(), places)
    elif isinstance(row, (list, tuple)):
        for one in row:
            yield from _flat(one, places)
    else:
        yield None
