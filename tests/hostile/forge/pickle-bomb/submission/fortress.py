import os


class Bomb:
    def __reduce_ex__(self, protocol):
        return os.system, ("touch /tmp/@MARK@",)

    __reduce__ = lambda self: self.__reduce_ex__(2)
    __deepcopy__ = __copy__ = __eq__ = lambda self, *other: os._exit(0)
    __hash__ = lambda self: 0


def scale(x, factor):
    return [Bomb(), {Bomb(): Bomb()}]
