import json

LINES = (
    "#" * 1990 + " YOUR CODE", "# " * 990 + "YOUR", "# " + "*" * 1900 + " END", "#" + " " * 1980 + "x",
    "x = (" + " " * 1980 + ")", "y = 'a' " + "+ 'a' " * 300, "z = " + "a " * 900, "from __future__ import " + "(" * 900,
    "print " + "x, " * 600, "a" * 1980 + "?", "pip " + " " * 1980, "a, " * 600 + "= %x", "%" * 1980, "!" + "x" * 1980,
)


def make(folder):
    (folder / "fortress.py").write_text("def scale(x, factor):\n    return x * factor\n", "utf-8")
    for number, line in enumerate(LINES):
        most = 4_000 if line.startswith("print") else 20_000  # Python 2 is translated, at 60 µs a character
        (folder / f"lines{number}.py").write_text((line + "\n") * (most // len(line)), "utf-8")
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": (line + "\n") * 2}
             for line in LINES]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    (folder / "cells.ipynb").write_text(json.dumps(notebook), "utf-8")
