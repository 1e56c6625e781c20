def make(folder):
    (folder / "fortress.ipynb").write_text(
        '{"nbformat": 1e999, "nbformat_minor": ' + "9" * 10_000 + ', "cells": [{"cell_type": "code", "source": '
        '"def scale(x, factor): return x * factor"}]}', "utf-8"
    )
