import ctypes
import threading

found = []


def read(path):
    try:
        found.append(open(path).read())
    except OSError as trouble:
        found.append(type(trouble).__name__)


threads = [threading.Thread(target=read, args=(path,)) for path in ("@WORLD_FILE@", "@SECRET_FILE@", "@OTHER_SUBMISSION@")]
for thread in threads:
    thread.start()


def scale(x, factor):
    for thread in threads:
        thread.join(0.2)
    raise ValueError(f"loot: {found}")
