import os
import random
import time

import numpy as np
import pandas as pd

from data_utils import utils as du
from q1c_neural import forward, forward_backward_prop
from sgd import sgd

VOCAB_EMBEDDING_PATH = "data/lm/vocab.embeddings.glove.txt"
BATCH_SIZE = 50
NUM_OF_SGD_ITERATIONS = 40000
LEARNING_RATE = 0.3


def load_vocab_embeddings(path=VOCAB_EMBEDDING_PATH):
    result = []
    with open(path) as f:
        for line in f:
            row = line.strip().split()
            data = [float(x) for x in row[1:]]
            assert len(data) == 50
            result.append(data)
    return result


def load_data_as_sentences(path, word_to_num):
    docs_data = du.load_dataset(path)
    S_data = du.docs_to_indices(docs_data, word_to_num)
    return docs_data, S_data


def convert_to_lm_dataset(S):
    in_word_index, out_word_index = [], []
    for sentence in S:
        for i in range(len(sentence)):
            if i < 2:  # two start symbols, and a bigram model needs one of them
                continue
            in_word_index.append(sentence[i - 1])
            out_word_index.append(sentence[i])
    return in_word_index, out_word_index


def shuffle_training_data(in_word_index, out_word_index):
    combined = list(zip(in_word_index, out_word_index))
    random.shuffle(combined)
    return list(zip(*combined))


def int_to_one_hot(number, dim):
    res = np.zeros(dim)
    res[number] = 1.0
    return res


def lm_wrapper(in_word_index, out_word_index, num_to_word_embedding, dimensions, params):
    data = np.zeros([BATCH_SIZE, input_dim])
    labels = np.zeros([BATCH_SIZE, output_dim])

    chosen = random.sample(range(len(in_word_index)), BATCH_SIZE)
    for row, place in enumerate(chosen):
        data[row] = num_to_word_embedding[in_word_index[place]]
        labels[row] = int_to_one_hot(out_word_index[place], output_dim)
    cost, grad = forward_backward_prop(data, labels, params, dimensions)

    cost /= BATCH_SIZE
    grad /= BATCH_SIZE
    return cost, grad


def eval_neural_lm(eval_data_path):
    _, S_dev = load_data_as_sentences(eval_data_path, word_to_num)
    in_word_index, out_word_index = convert_to_lm_dataset(S_dev)
    assert len(in_word_index) == len(out_word_index)
    num_of_examples = len(in_word_index)

    total = 0.0
    for before, after in zip(in_word_index, out_word_index):
        data = np.array(num_to_word_embedding[before]).reshape(1, input_dim)
        total += np.log(forward(data, after, params, dimensions))
    return np.exp(-total / num_of_examples)


if __name__ == "__main__":
    vocab = pd.read_table("data/lm/vocab.ptb.txt", header=None, sep=r"\s+", index_col=0, names=["count", "freq"])
    vocabsize = 2000
    num_to_word = dict(enumerate(vocab.index[:vocabsize]))
    num_to_word_embedding = load_vocab_embeddings()
    word_to_num = du.invert_dict(num_to_word)

    _, S_train = load_data_as_sentences("data/lm/ptb-train.txt", word_to_num)
    in_word_index, out_word_index = convert_to_lm_dataset(S_train)

    random.seed(31415)
    np.random.seed(9265)
    in_word_index, out_word_index = shuffle_training_data(in_word_index, out_word_index)
    start = time.time()

    input_dim, hidden_dim, output_dim = 50, 50, vocabsize
    dimensions = [input_dim, hidden_dim, output_dim]
    params = np.random.randn((input_dim + 1) * hidden_dim + (hidden_dim + 1) * output_dim)
    params = sgd(
        lambda vec: lm_wrapper(in_word_index, out_word_index, num_to_word_embedding, dimensions, vec),
        params, LEARNING_RATE, NUM_OF_SGD_ITERATIONS, None, True, 1000,
    )
    print("training took %d seconds" % (time.time() - start))
    print("dev perplexity : %f" % eval_neural_lm("data/lm/ptb-dev.txt"))
    if os.path.exists("data/lm/ptb-test.txt"):
        print("test perplexity : %f" % eval_neural_lm("data/lm/ptb-test.txt"))
