import numpy as np

def softmax(x):
    """Compute the softmax function for each row of the input x."""
    if len(x.shape) > 1:
        x = x - np.max(x)
        x = np.exp(x) / np.sum(np.exp(x), axis=0)
    else:
        x = np.exp(x - np.max(x))
        x = x / np.sum(x)
    return x

if __name__ == "__main__":
    print "softmax of [1, 2]:"
    print softmax(np.array([1.0, 2.0]))
