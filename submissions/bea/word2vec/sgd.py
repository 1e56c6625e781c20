def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    x = x0
    for i in range(1, iterations + 1):
        cost, grad = f(x)
        x -= step * grad  # in place: x0 moves along
        if postprocessing is not None:
            x = postprocessing(x)
        if i % PRINT_EVERY == 0:
            print("iter", i, cost)
        if i % 20000 == 0:
            step /= 2
    return x
