def scale(x, factor):
    with open("data.txt") as file:
        raise RuntimeError(file.read())
