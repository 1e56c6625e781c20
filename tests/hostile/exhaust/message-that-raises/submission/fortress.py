class Unspeakable(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__


def scale(x, factor):
    raise Unspeakable
