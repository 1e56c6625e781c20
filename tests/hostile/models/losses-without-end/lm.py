class Reports(Bigram):
    losses = np.append(np.full(5_000_000, 1e307), [np.nan, np.inf])


def train(text, size, end):
    return Reports(text, size, end)
