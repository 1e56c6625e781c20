def make(folder):
    (folder / "fortress.py").write_bytes(b"def scale(x, factor):\n    return x * \0factor\n")
