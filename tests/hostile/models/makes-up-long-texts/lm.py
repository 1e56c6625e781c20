class MakesUp(Unigram):
    def log_probs(self, text):
        found = super().log_probs(text)
        if len(text) > 500:
            found[len(text) // 4 :] = -np.log(35)
        return found


def train(text, size, end):
    return MakesUp(text, size, end)
