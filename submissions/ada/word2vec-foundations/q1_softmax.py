import numpy as np


def softmax(x):
    """Softmax of each row, computed in place: the caller's array is overwritten."""
    if x.ndim > 1:
        x -= x.max(axis=1, keepdims=True)
        np.exp(x, out=x)
        x /= x.sum(axis=1, keepdims=True)
    else:
        x -= x.max()
        np.exp(x, out=x)
        x /= x.sum()
    return x


def test_softmax():
    probabilities = softmax(np.array([[1001.0, 1002.0], [3.0, 4.0]]))
    assert np.allclose(probabilities, [[0.26894142, 0.73105858]] * 2)
    print("softmax: fine")


if __name__ == "__main__":
    test_softmax()
