"""What the course gives for this assignment: a gradient check. The course's own tests are not part of grading."""

import random

import numpy as np


def gradcheck_naive(f, x, gradientText=""):
    """Prints whether the gradient of f agrees with central differences at x; f(x) gives (cost, gradient)."""
    state = random.getstate()
    point = np.array(x, dtype=np.float64)
    gradient = np.reshape(np.asarray(f(point)[1], dtype=np.float64), point.shape)
    h = 1e-4
    for index in np.ndindex(point.shape):
        costs = []
        for place in (point[index] + h, point[index] - h):
            moved = point.copy()
            moved[index] = place
            random.setstate(state)
            costs.append(float(np.squeeze(f(moved)[0])))
        numeric = (costs[0] - costs[1]) / (2 * h)
        if not abs(numeric - gradient[index]) / max(1, abs(numeric), abs(gradient[index])) <= 1e-5:
            print(f"Gradient check failed {gradientText} at {index}: yours {gradient[index]:f}, numeric {numeric:f}")
            return
    print(f"Gradient check passed! {gradientText}")


def grad_tests_softmax(*arguments):
    """Stands in for the course's own tests."""
    print("The course's own tests are not part of grading.")


def grad_tests_negsamp(*arguments):
    """Stands in for the course's own tests."""
    print("The course's own tests are not part of grading.")


def test_word2vec_basic(*arguments):
    """Stands in for the course's own tests."""
    print("The course's own tests are not part of grading.")
