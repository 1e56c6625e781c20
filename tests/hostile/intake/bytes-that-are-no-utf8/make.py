def make(folder):
    (folder / "fortress.py").write_bytes(b"# caf\xe9\ndef scale(x, factor):\n    return x * factor\n")
