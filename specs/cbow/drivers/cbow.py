"""How this sheet's model is made, read and trained, for the kinds of check that know nothing of it."""

import numpy as np
import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.asking import Unclear
from grade_drivers.epochs import in_vain
from grade_drivers.loading import Batches, collate_of, forms
from grade_drivers.surroundings import World
from grade_drivers.tables import FORMS as ROWS
from grade_drivers.tables import Plain, made, tables_of


def build(CBOWNegativeSampling, vocabulary, dimensions=6, source="", **others):
    """A model of a small vocabulary, all of whose words are alike."""
    world = World([f"w{row}" for row in range(vocabulary)], [7] * vocabulary, dimensions, source)
    world.around(CBOWNegativeSampling)
    return made(CBOWNegativeSampling, world)


def trained(
    corpus, train, CBOWNegativeSampling, epochs=4, size=256, dimensions=16, windows=60_000, rate=0.01, source="",
    **others,
):  # fmt: skip
    """Trains a fresh model on the windows of a text, an epoch for each call of `train`."""
    x = _windows(corpus["text"])[:windows]
    spelled = list(corpus["spelled"])
    counts = np.bincount(x[:, 2], minlength=len(spelled))
    world = World(spelled, counts, dimensions, source)
    collate = collate_of(train, source)
    world.around(*filter(None, (train, CBOWNegativeSampling, collate)))
    if world.doubtful:
        raise Unclear(f"these may hold numbers for other words than ours: {', '.join(sorted(world.doubtful)[:9])}")
    tried, troubles = forms(collate, x[:5]), []
    for Model in (CBOWNegativeSampling, Plain):
        for make in tried.values():
            try:
                return {"model": _trained(train, Model, world, x, make, epochs, size, rate)}
            except Exception as trouble:
                troubles.append(trouble)
                if isinstance(trouble, (NotAsAsked, Unclear)):
                    break
    return in_vain(troubles, world, train)


def _windows(text):
    """The rows [left, right, centre] of all full windows within sentences; 0 ends a sentence."""
    rows = np.stack([text[:-2], text[2:], text[1:-1]], axis=1)
    return torch.from_numpy(rows[(rows != 0).all(axis=1)].astype(np.int64))


def _trained(train, Model, world, x, make, epochs, size, rate):
    torch.manual_seed(1)
    model = made(Model, world)
    with torch.no_grad():
        for table in tables_of(model, world).values():
            table.normal_(std=0.1)  # whatever they begin with: a few epochs must be enough
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(epoch))
        loader = Batches([x[rows] for rows in order.split(size)], make)
        given, named = world.arguments(train, [loader, model, optimizer, epoch + 1])
        train(*given, **named)
    return model


def logits(model, rows, **others):
    """The scores of rows, in whatever form the model takes them."""
    for make in ROWS.values():
        try:
            value = model(*make(rows))
        except Exception:
            continue
        first = value[0] if isinstance(value, tuple) and value else value  # some give the negatives' scores as well
        if isinstance(first, torch.Tensor) and first.numel() == len(rows):
            return first.reshape(-1)
    raise Unclear("the model gives no score for each row")
