def make(folder):
    (folder / "fortress.py").write_bytes("def scale(x, factor):\n    return x * factor\n".encode("utf-16"))
