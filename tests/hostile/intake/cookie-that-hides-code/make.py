def make(folder):
    (folder / "fortress.py").write_bytes(
        b"# coding: unicode_escape\ndef scale(x, factor):\n    return x * factor\n# \\ndef scale(x, factor): return x\\n\n"
    )
