def make(folder):
    (folder / "fortress.ipynb").write_text(
        '{"cells": ' + "[" * 10_000 + '"def scale(x, factor): return x * factor"' + "]" * 10_000 + "}", "utf-8"
    )
