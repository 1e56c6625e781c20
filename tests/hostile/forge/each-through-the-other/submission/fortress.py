import numpy as np


def square_loss(w, x, y):
    residual = np.array([float(np.sum(scale(row[None], w))) for row in x]) - y
    loss = float(np.sum(scale(residual[None], residual)))
    return loss, 2 * np.sum(scale(x.T, residual), axis=1)


def scale(x, factor):
    rows = []
    for row in x:
        root = np.diag(np.sqrt(np.abs(row)))
        _, gradient = square_loss(factor, root, np.zeros(len(factor)))
        rows.append(np.sign(row) * gradient / 2)
    return np.array(rows)
