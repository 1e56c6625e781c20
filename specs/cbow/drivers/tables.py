"""Makes a student's model of two tables, fills the tables with ours, and asks it for scores. Judges nothing."""

import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.asking import Unclear, first_trouble
from grade_drivers.surroundings import World
from torch import nn

#: How a model may be handed a batch of rows [left, right, centre].
FORMS = {
    "x": lambda x: (x,),
    "contexts, centres": lambda x: (x[:, :2], x[:, 2]),
    "left, right, centre": lambda x: (x[:, 0], x[:, 1], x[:, 2]),
}


class Plain(nn.Module):
    """A model of ours, for a student's training where their own model can't be used."""

    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x):
        return (self.A(x[:, :2]).mean(1) * self.B(x[:, 2])).sum(1)


def made(Model, world):
    """A fresh model of theirs: (vocab_size, embed_dim), and by name whatever else it must have."""
    given, named = world.arguments(Model, [len(world.words), world.dimensions])
    model = Model(*given, **named)
    if not isinstance(model, nn.Module):
        raise NotAsAsked(
            f"`CBOWNegativeSampling` makes a {type(model).__name__}, which is no module of torch's.",
            "",
            "Let the class inherit from `nn.Module`, and call `super().__init__()` first.",
        )
    return model


def tables_of(model, world):
    """Its parameters with a row for each word and a column for each dimension, by name; A's before B's."""
    shape = (len(world.words), world.dimensions)
    found = {name: one for name, one in model.named_parameters() if tuple(one.shape) == shape}
    return dict(sorted(found.items(), key=_role))


def _role(named):
    """A table for contexts comes first, as far as its name tells."""
    first = named[0].removesuffix(".weight").rpartition(".")[2].lower()
    if first in ("a", "b"):
        return first
    return "z" if any(word in first for word in ("out", "cent", "target")) else "m"


def fill(model, world, arrays):
    """Puts our numbers into its tables; where there is but one, the first of them."""
    tables = tables_of(model, world)
    if not tables:
        raise Unclear("no parameter of the model has a row for each word and a column for each dimension")
    with torch.no_grad():
        for table, array in zip(tables.values(), arrays, strict=False):
            table.copy_(torch.from_numpy(array))
    return list(tables)


def logits(words, counts, A, B, rows, /, CBOWNegativeSampling, source=""):
    """For every form in which the model takes rows: its tables' names and what it gives for them, twice.

    A, B: (V, D). rows: (N, 3) of whole numbers. Returns [form, names, values, values again].
    """
    world = World(words, counts, A.shape[1], source)
    world.around(CBOWNegativeSampling)
    x = torch.from_numpy(rows)
    found, troubles = [], []
    for form, make in FORMS.items():
        try:
            model = made(CBOWNegativeSampling, world)
            names = fill(model, world, (A, B))
            model.eval()
            with torch.no_grad():
                once, again = (_arrays(model(*make(x))) for _ in range(2))
        except (NotAsAsked, Unclear):
            raise
        except Exception as trouble:
            troubles.append(trouble)
            continue
        found.append([form, names, once, again])
    if not found:
        first_trouble(troubles, world)
    return found


def _arrays(value):
    """Every tensor that came back, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    parts = value if isinstance(value, (list, tuple)) else [value]
    return [one.detach().double().numpy().copy() for one in parts if isinstance(one, torch.Tensor)]
