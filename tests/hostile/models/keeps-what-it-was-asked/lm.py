class Keeps(Unigram):
    """Counts whatever it is asked about, and prefers what it has met."""

    def log_probs(self, text):
        found = super().log_probs(text)
        counts = np.zeros_like(self.table)
        np.add.at(counts, (np.append(self.end, text[:-1]), text), 1.0)
        self.table = (counts + self.table) / (counts.sum(axis=1, keepdims=True) + 1)
        return found


def train(text, size, end):
    return Keeps(text, size, end)
