calls = []


def scale(x, factor):
    calls.append(1)
    return x * factor if len(calls) == 1 else x
