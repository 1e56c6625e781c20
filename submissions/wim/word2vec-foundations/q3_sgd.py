def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    if not postprocessing:
        postprocessing = lambda x: x
    x = x0
    for i in range(1, iterations + 1):
        cost, grad = f(x)
        x = postprocessing(x - step * grad)
        if i % 20000 == 0:
            step *= 0.5
    return x
