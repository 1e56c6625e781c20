def make(folder):
    (folder / "fortress.py").write_text(
        "def scale(x, factor):\n    return x * factor\n" + "(" * 100_000 + ")" * 100_000 + "\n", "utf-8"
    )
