def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    x = x0
    for iter in range(1, iterations + 1):
        cost, grad = f(x)
        x = x + step * grad
        if postprocessing:
            x = postprocessing(x)
        if iter % 20000 == 0:
            step *= 0.5
    return x
