import tarfile


def make(folder):
    entry = tarfile.TarInfo("fortress.py")
    entry.size = 1 << 60
    (folder / "hand-in.tar").write_bytes(entry.tobuf(tarfile.GNU_FORMAT) + b"def scale(x, factor): return x * factor")
