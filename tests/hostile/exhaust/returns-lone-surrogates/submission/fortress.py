def scale(x, factor):
    return "\ud800\udfff\x00\x1b[2J" * 1000
