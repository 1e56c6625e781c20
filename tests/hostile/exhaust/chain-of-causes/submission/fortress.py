def scale(x, factor):
    trouble = ValueError("round and round")
    trouble.__context__ = other = KeyError("round")
    trouble.__cause__, other.__cause__, other.__context__ = other, trouble, trouble
    for _ in range(100_000):
        try:
            raise trouble
        except ValueError:
            pass
    raise trouble
