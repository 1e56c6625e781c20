# -*- coding: zlib_codec -*-
def scale(x, factor):
    return x * factor
