import threading


def scale(x, factor):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
