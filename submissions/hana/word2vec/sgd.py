def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10)
    x = x0
    for iter in range(1, iterations + 1):
        loss, grad = f(x)
        x = x - step * grad
    return x
