import zipfile


def make(folder):
    with zipfile.ZipFile(folder / "hand-in.zip", "w") as archive:
        archive.writestr("deeper/" * 2000 + "fortress.py", "def scale(x, factor): return x")
        archive.writestr("x" * 60_000 + "/fortress.py", "def scale(x, factor): return x")
