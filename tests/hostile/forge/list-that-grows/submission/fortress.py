import threading

import numpy as np

grown = []


def fill():
    for _ in range(200_000):
        grown.append(0.0)
        if len(grown) > 5_000:
            grown.clear()


def scale(x, factor):
    threading.Thread(target=fill, daemon=True).start()
    return grown
