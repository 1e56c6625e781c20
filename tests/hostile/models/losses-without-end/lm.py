class Reports(Bigram):
    losses = np.full(20_000_000, 6e4, np.float16)


def train(text, size, end):
    return Reports(text, size, end)
