#!/usr/bin/env python
"""The sister course's spelling, vectors kept as rows of one, losses as arrays of one number."""

import numpy as np

from utils.utils import softmax


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    return 0.5 * (1 + np.tanh(0.5 * x))


def naive_softmax_loss_and_gradient(center_word_vec, outside_word_idx, outside_vectors, dataset):
    v = center_word_vec.reshape(1, -1)              # (1, D)
    probabilities = softmax(v.dot(outside_vectors.T))  # (1, V)
    loss = -np.log(probabilities[:, outside_word_idx])  # (1,)

    probabilities[0, outside_word_idx] -= 1
    grad_center_vec = probabilities.dot(outside_vectors)  # (1, D)
    grad_outside_vecs = probabilities.T.dot(v)
    return loss, grad_center_vec, grad_outside_vecs


def get_negative_samples(outside_word_idx, dataset, K):
    samples = []
    while len(samples) < K:
        token = dataset.sampleTokenIdx()
        if token != outside_word_idx:
            samples.append(token)
    return samples


def neg_sampling_loss_and_gradient(center_word_vec, outside_word_idx, outside_vectors, dataset, K=10):
    negatives = get_negative_samples(outside_word_idx, dataset, K)
    indices = np.array([outside_word_idx] + negatives)
    signs = np.array([1.0] + [-1.0] * K)

    rows = outside_vectors[indices]                       # (K + 1, D)
    scores = sigmoid(signs * rows.dot(center_word_vec))   # (K + 1,)
    loss = -np.sum(np.log(scores), keepdims=True)         # (1,)

    delta = signs * (scores - 1)
    grad_center_vec = delta.reshape(1, -1).dot(rows)      # (1, D)
    grad_outside_vecs = np.zeros(outside_vectors.shape)
    np.add.at(grad_outside_vecs, indices, delta[:, None] * center_word_vec)
    return loss, grad_center_vec, grad_outside_vecs


def skipgram(current_center_word, outside_words, word2ind, center_word_vectors, outside_vectors, dataset,
             word2vec_loss_and_gradient=naive_softmax_loss_and_gradient):
    center = word2ind[current_center_word]
    grad_center_vecs = np.zeros_like(center_word_vectors)
    pieces = [
        word2vec_loss_and_gradient(center_word_vectors[center], word2ind[w], outside_vectors, dataset)
        for w in outside_words
    ]
    grad_center_vecs[center] = sum(np.ravel(piece[1]) for piece in pieces)
    return sum(piece[0] for piece in pieces), grad_center_vecs, sum(piece[2] for piece in pieces)
