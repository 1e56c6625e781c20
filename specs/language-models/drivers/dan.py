"""The deep averaging network: made by its constructor's names, read and trained here as the sheet's notebook does."""

import inspect
from collections.abc import Mapping

import numpy as np
import torch
from grade_drivers.asked import NotAsAsked
from grade_drivers.making import made

_SPELLED = {
    "vocabulary": ("vocab_size", "vocabulary_size", "num_embeddings", "n_words", "num_words", "n_vocab"),
    "vectors": (
        "embeddings", "embedding_matrix", "embeddings_matrix", "pretrained_embeddings", "pretrained_embedding",
        "embedding_weights", "embeddings_tensor", "embedding_tensor", "glove_embeddings", "emb_matrix", "weights",
        "pretrained_vectors", "word_vectors", "pretrained_weights", "glove", "embedding_weight", "emb_weights",
        "weights_matrix",
    ),
    "dimension": (
        "embedding_dim", "embed_dim", "emb_dim", "embedding_size", "embed_size", "emb_size", "embeddings_dim",
        "embedding_dimension", "d_embed", "input_size", "input_dim",
    ),
    "hidden": (
        "hidden_size", "hidden_dim", "hidden_units", "n_hidden", "n_hidden_units", "hidden_dimension", "hid_dim",
    ),
    "widths": ("hidden_sizes", "hidden_dims", "hidden_layers_sizes", "layer_sizes", "layers_sizes", "layer_dims"),
    "depth": (
        "num_layers", "n_layers", "num_hidden_layers", "n_hidden_layers", "layers", "hidden_layers", "num_hidden",
        "number_of_layers", "layers_num",
    ),
    "dropout": ("dropout_rate", "dropout_prob", "dropout_p", "p", "p_dropout", "drop_rate", "drop_prob", "drop"),
    "classes": (
        "num_classes", "n_classes", "num_labels", "n_labels", "output_dim", "output_size", "out_dim", "num_outputs",
        "classes_num", "class_num",
    ),
    "activation": ("activation_function", "activation_fn", "act", "act_fn", "activation_func", "non_linearity"),
    "padding": ("padding_idx", "pad_idx", "pad_token_id", "pad_id"),
    "config": ("cfg", "args", "params", "hparams"),
}  # fmt: skip
#: Where a constructor has a list under one of these names, it lists the widths of the layers.
_LISTED = {"hidden": "widths", "depth": "widths"}
_ACTIVATIONS = (torch.nn.ReLU(), torch.nn.ReLU, torch.relu, "relu")
#: The rate falls to next to nothing: a network of frozen vectors, or of sigmoids, needs a large one to begin with.
_HIDDEN, _RATE = 50, 1e-2


class _Config(dict):
    """Every value under every name that students know it by, as an attribute or as a key."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


# ---- made and read
def build(Model, vocabulary, classes, dimension=8, hidden=12, depth=2, chosen=False, **others):
    """The student's `DAN` with these sizes and drawn word vectors. chosen: one whose depth can be chosen."""
    needs = ("depth", "widths", "config") if chosen else ()
    return _built(Model, torch.randn(vocabulary, dimension), classes, hidden, depth, needs)


def _built(Model, vectors, classes, hidden, depth, needs=()):
    """Constructors take vectors as a tensor or as an array, and an activation in one of four ways: all are tried."""
    troubles = []
    for table in (vectors.float(), vectors.float().numpy()):
        for activation in _ACTIVATIONS:
            values = {
                "vectors": table, "hidden": hidden, "depth": depth, "dropout": 0.3, "classes": classes,
                "vocabulary": len(vectors), "dimension": vectors.shape[1], "widths": [hidden] * depth,
                "activation": activation, "padding": 0,
            }  # fmt: skip
            values["config"] = _Config({name: values[one] for one in values for name in (one, *_SPELLED[one])})
            try:
                model = made(Model, values, _SPELLED, needs, _LISTED)
                _take(model, vectors)
                return model
            except Exception as trouble:  # another form may fit
                troubles.append(trouble)
    raise troubles[0]


def _take(model, vectors):
    """Puts the vectors into a table of that size that was made without them."""
    for one in model.modules():
        if isinstance(one, torch.nn.Embedding) and one.weight.shape == vectors.shape:
            with torch.no_grad():
                one.weight.copy_(vectors)


def logits(model, ids, masks, classes=2, **others):
    """The scores of some texts, (N, classes)."""
    return _scores(_called(model, ids, masks), len(ids), classes)


def loss(model, ids, masks, labels, classes=2, **others):
    """The student's own loss of a batch; of a model that gives none, the cross entropy of its logits."""
    found = _called(model, ids, masks, labels)
    own = _loss(found)
    if own is not None:
        return own
    return torch.nn.functional.cross_entropy(_scores(found, len(ids), classes), labels)


def _called(model, ids, masks, labels=None):
    """One forward pass; the arguments are told by their names, and come in the sheet's order under any others."""
    given = {"ids": ids, "mask": masks, "label": labels}
    parameters = [one for one in inspect.signature(model.forward).parameters.values()
                  if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]  # fmt: skip
    named = {}
    for one in parameters:
        plain = one.name.lower()
        kind = "mask" if "mask" in plain else "label" if "label" in plain or "target" in plain else "ids"
        if given.get(kind) is not None:
            named[one.name] = given.pop(kind)
    return model(**named) if "ids" not in given else model(ids, masks)


def _scores(found, count, classes):
    """The logits among what came back. One score a text is that of the second of two classes."""
    for one in _values(found, "logits"):
        if isinstance(one, torch.Tensor):
            if one.numel() == count * classes:
                return one.reshape(count, classes)
            if one.numel() == count and one.ndim and classes == 2:
                return torch.stack([torch.zeros_like(one.reshape(-1)), one.reshape(-1)], dim=1)
    if found is not None and not isinstance(found, (torch.Tensor, Mapping, tuple, list)):
        raise TypeError(f"`forward` returned a value of type {type(found).__name__}, whose logits were not found")
    raise NotAsAsked(
        "The model's `forward` returns nothing that could be its logits, one for each text and class.",
        f"for {count} texts and {classes} classes",
        'End it with `return {"loss": loss, "logits": logits}`.',
    )


def _loss(found):
    """The loss among what came back: a tensor of one number; None where there is none."""
    if isinstance(found, torch.Tensor):
        return None
    return next((one for one in _values(found, "loss") if isinstance(one, torch.Tensor) and one.numel() == 1), None)


def _values(found, name):
    """What `forward` returned under a name: in a dictionary, as an attribute, or in a tuple."""
    if isinstance(found, Mapping):
        return [found.get(name)]
    if isinstance(found, torch.Tensor):
        return [found]
    if isinstance(found, (tuple, list)) and not hasattr(found, name):
        return found
    return [getattr(found, name, None)]


# ---- trained
def trained(corpus, Model, epochs=5, batch=32, hidden=_HIDDEN, depth=2, **others):
    """The student's network after a training of ours: Adam, a falling rate, every text once an epoch in a new order."""
    vectors = torch.tensor(np.asarray(corpus["vectors"]), dtype=torch.float32)
    classes = corpus["classes"]
    model = _built(Model, vectors, classes, hidden, depth)
    ids, masks, labels = (torch.from_numpy(corpus[name]) for name in ("ids", "masks", "labels"))
    optimizer = torch.optim.Adam([one for one in model.parameters() if one.requires_grad], lr=_RATE)
    source, losses = torch.Generator().manual_seed(0), []
    steps = epochs * -(-len(labels) // batch)
    model.train()
    for _ in range(epochs):
        for chosen in torch.randperm(len(labels), generator=source).split(batch):
            for group in optimizer.param_groups:
                group["lr"] = _RATE * (1.0 - len(losses) / steps)
            width = int(masks[chosen].sum(dim=1).max())
            cost = loss(model, ids[chosen, :width], masks[chosen, :width], labels[chosen], classes)
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            losses.append(float(cost.detach()))
    model.eval()
    return {"model": model, "losses": losses}
