"""Asks a student's `validate_embeddings` for the words next to some words. Judges nothing."""

import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.asking import Unclear, first_trouble
from grade_drivers.surroundings import World
from grade_drivers.tables import Plain, fill, made
from grade_drivers.vocabulary import Words

#: What the rows to be validated may come in.
FORMS = {"a list": list, "a tensor": torch.tensor}


def nearest(words, counts, A, B, rows, /, validate_embeddings, CBOWNegativeSampling, source=""):
    """What the function returns for a model with these tables, as lists of words or rows; what it prints is seen from
    outside. Returns the names of the tables and the lists.

    A, B: (V, D). rows: the words to be validated.
    """
    world = World(words, counts, A.shape[1], source, rows=rows)
    world.around(validate_embeddings, CBOWNegativeSampling)
    troubles = []
    for Model in (CBOWNegativeSampling, Plain):
        try:
            model = made(Model, world)
            names = fill(model, world, (A, B))
        except Exception as trouble:
            troubles.append(trouble)
            continue
        model.eval()
        for make in FORMS.values():
            print("\f", end="")  # what an attempt before has printed is not this one's
            try:
                with torch.no_grad():
                    given, named = world.arguments(validate_embeddings, [model, make(rows), Words(words)])
                    value = validate_embeddings(*given, **named)
            except (NotAsAsked, Unclear):
                raise
            except Exception as trouble:
                troubles.append(trouble)
                continue
            return [names, _plain(value)]
    return first_trouble(troubles, world)


def _plain(value):
    """Lists of words and numbers, whatever holds them; numbers within words' pairs stay."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, dict):
        return [[_plain(key), _plain(one)] for key, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float)) else None
