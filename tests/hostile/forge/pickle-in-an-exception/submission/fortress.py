import os


class Bomb(Exception):
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@",)

    def __str__(self):
        raise Bomb

    __repr__ = __format__ = __str__
    args = property(lambda self: self)


def scale(x, factor):
    raise Bomb(Bomb()) from Bomb()
