"""Pickles that touch a file when they are opened, under the names of weights and arrays."""

import os
import pickle
import zipfile
from pathlib import Path

import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/fortress-was-here",)


def make(folder: Path) -> None:
    for name in ("weights.pkl", "weights.pt", "model.pth", "model.pickle", "answers.ckpt"):
        (folder / name).write_bytes(pickle.dumps(Bomb()))
    np.save(folder / "weights.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(folder / "weights.npz", "w") as archive:
        archive.write(folder / "weights.npy", "weights.npy")
