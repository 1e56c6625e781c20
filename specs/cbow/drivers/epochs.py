"""Runs a student's `train` on batches of ours with an optimizer of ours that keeps what each step sees.

Kept are the two tables before a step and the gradients that have arrived: what the losses were, which words were drawn
and how often is worked out from those on the other side. Judges nothing, and believes nothing that `train` returns.
"""

import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.asking import Unclear, first_trouble
from grade_drivers.loading import Batches, collate_of, forms, meets_the_loader
from grade_drivers.meanings import meaning
from grade_drivers.surroundings import World
from grade_drivers.tables import Plain, fill, made, tables_of


class Watching(torch.optim.SGD):
    """Plain descent that keeps the tables and the gradients of every step. At rate 0 nothing moves, and the tables
    are those that we gave."""

    def __init__(self, model, tables, rate):
        super().__init__(model.parameters(), lr=rate)
        self._tables, self._moves, self.seen = tables, rate > 0, []

    def step(self, closure=None):
        before = [_copy(one) for one in self._tables] if self._moves else []
        self.seen.append([before, [_gradient(one) for one in self._tables]])
        return super().step(closure)


def _copy(table):
    return table.detach().float().numpy().copy()


def _gradient(table):
    if table.grad is None:
        return torch.zeros_like(table).numpy()
    return table.grad.to_dense().float().numpy().copy() if table.grad.is_sparse else table.grad.float().numpy().copy()


def watched(words, counts, few, many, /, train, CBOWNegativeSampling, source=""):
    """For every way in which an epoch could be run, what its steps saw: of a few batches, and of many.

    few, many: {"tables": two arrays (V, D), "batches": arrays (N, 3)}; nothing moves in the second.
    Returns {"runs": [{whose, form, names, steps, many, moved}], "doubtful": names that may hold a noise which is not
    the student's for these data, "ours": names that hold a noise of ours, where the student's own is not run}.
    """
    world = World(words, counts, few["tables"][0].shape[1], source)
    collate = collate_of(train, source)
    world.around(*filter(None, (train, CBOWNegativeSampling, collate)))
    tried = forms(collate, torch.from_numpy(few["batches"][0]))
    runs, troubles = [], []
    for whose, Model in (("theirs", CBOWNegativeSampling), ("ours", Plain)):
        for form, make in tried.items():
            try:
                world.dimensions = few["tables"][0].shape[1]
                run = {"whose": whose, "form": form, **_epoch(train, Model, world, few, make, 0.5)}
                world.dimensions = many["tables"][0].shape[1]
                run["many"] = _epoch(train, Model, world, many, make, 0.0)["steps"]
            except Exception as trouble:
                troubles.append(trouble)
                if isinstance(trouble, (NotAsAsked, Unclear)):
                    break  # the model: another form of the batches changes nothing
                continue
            runs.append(run)
            break
    if not runs:
        in_vain(troubles, world, train)
    ours = sorted(name for name in world.guessed if meaning(name) in ("noise", "table"))
    return {"runs": runs, "doubtful": sorted(world.doubtful), "ours": ours}


def in_vain(troubles, world, train):
    """Raises what became of a training that no form of our batches fits."""
    if meets_the_loader(troubles[0], train):
        raise Unclear(f"it reads batches of a make that we do not know: {type(troubles[0]).__name__}: {troubles[0]}")
    first_trouble(troubles, world)


def _epoch(train, Model, world, asked, make, rate):
    loader = Batches([torch.from_numpy(batch) for batch in asked["batches"]], make)
    model = made(Model, world)
    names = fill(model, world, asked["tables"])
    own = list(tables_of(model, world).values())
    optimizer = Watching(model, own, rate)
    before = [_copy(one) for one in own]
    given, named = world.arguments(train, [loader, model, optimizer, 1])
    train(*given, **named)
    moved = any((a != _copy(b)).any() for a, b in zip(before, own, strict=True))
    return {"names": names, "steps": optimizer.seen, "moved": bool(moved)}
