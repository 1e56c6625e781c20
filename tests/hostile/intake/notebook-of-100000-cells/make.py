import json


def make(folder):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "x = 1"}
    first = {**cell, "source": "def scale(x, factor): return x * factor"}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [first, *[cell] * 100_000]}
    (folder / "fortress.ipynb").write_text(json.dumps(notebook), "utf-8")
