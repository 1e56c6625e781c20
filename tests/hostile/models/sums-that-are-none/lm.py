class Vast(Bigram):
    def log_probs(self, text):
        return np.full(len(text), -1e308)


def train(text, size, end):
    return Vast(text, size, end)
