def make(folder):
    (folder / "fortress.py").write_text("def scale(x, factor): return x * factor\n#" + "x" * 6_000_000, "utf-8")
