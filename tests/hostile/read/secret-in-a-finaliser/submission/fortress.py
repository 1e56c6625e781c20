class Late:
    def __del__(self):
        try:
            print(open("@WORLD_FILE@").read())
        except OSError as trouble:
            print(type(trouble).__name__)


def scale(x, factor):
    kept.append(Late())
    return Late()


kept = []


def describe(x):
    kept.clear()
