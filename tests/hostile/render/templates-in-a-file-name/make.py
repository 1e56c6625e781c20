def make(folder):
    (folder / "{{7*7}}{% raw %}.py").write_text("def scale(x, factor):\n    raise ValueError(factor.missing)\n", "utf-8")
