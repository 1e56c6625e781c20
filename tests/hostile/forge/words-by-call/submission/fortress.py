words = iter(["rising", "falling"])


def describe(x):
    print(next(words))
