"""Reads arrays and weights that were saved to a file. No pickle is ever opened, no module of a student's needed."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

#: Arrays of one file that come back.
MOST_ARRAYS = 500
#: What a file of torch begins with that was written in former times.
_FORMER = bytes.fromhex("6cfc9c46f9206aa85019")
_PICKLED = "it holds Python objects and no plain array"


def arrays(data: Any, most: int) -> tuple[dict[str, Any], str]:
    """The arrays of a file by their names, "" for the only one; and why there is none, in words that follow "because".

    data: the file's bytes, an array of uint8. most: numbers that may come back, of all arrays together.
    """
    content = data.tobytes()
    try:
        found = _weights(content) if _is_torch(content) else _numpy(content)
    except MemoryError:
        return {}, "it says that it is larger than fits into memory"
    except Exception as trouble:  # a torn file fails in as many ways as there are bytes
        pickled = "pickle" in str(trouble).lower() or "weights_only" in str(trouble).lower()
        return {}, _PICKLED if pickled else f"reading it failed ({type(trouble).__name__})"
    if not found:
        return {}, "there is no array in it"
    if len(found) > MOST_ARRAYS or sum(array.size for array in found.values()) > most:
        return {}, "it is very large"
    return found, ""


def _is_torch(content: bytes) -> bool:
    if content[:2] != b"PK":
        return _FORMER in content[:64]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(name.rpartition("/")[2] == "data.pkl" for name in archive.namelist())


def _numpy(content: bytes) -> dict[str, Any]:
    loaded = np.load(io.BytesIO(content), allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return {"": _plain(loaded)}
    return {name: _plain(loaded[name]) for name in loaded.files[: MOST_ARRAYS + 1]}


def _weights(content: bytes) -> dict[str, Any]:
    import torch  # only where weights are asked for

    found: dict[str, Any] = {}
    _gather(torch.load(io.BytesIO(content), map_location="cpu", weights_only=True), "", found)
    return found


def _gather(value: Any, name: str, found: dict[str, Any]) -> None:
    """Every tensor of a state dictionary, or of one inside of it, by its dotted name."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _gather(inner, f"{name}.{key}" if name else str(key), found)
    elif hasattr(value, "detach"):
        dense = value.detach().to_dense() if value.is_sparse else value.detach()
        found[name] = _plain(dense.float().numpy() if dense.dtype.is_floating_point else dense.numpy())


def _plain(array: Any) -> Any:
    """In an order and of a kind that crosses."""
    return np.ascontiguousarray(array.astype(array.dtype.newbyteorder("="))).reshape(array.shape)
