seen = []


def square_loss(w, x, y):
    seen.append((w.tolist(), x.tolist(), y.tolist()))
    residual = x @ w - y
    return float(residual @ residual), 2 * x.T @ residual
