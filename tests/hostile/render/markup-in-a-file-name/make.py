def make(folder):
    (folder / "<img src=x onerror=alert(1)>.py").write_text(
        "def scale(x, factor):\n    raise ValueError(factor.missing)\n", "utf-8"
    )
