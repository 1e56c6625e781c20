def make(folder):
    (folder / "fortress.py").write_text(
        "def scale(x, factor):\n    return x * factor\ny = 0" + "+1" * 250_000 + "\nz = y" + ".a" * 100_000 + "\n", "utf-8"
    )
