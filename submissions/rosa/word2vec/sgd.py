def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    finish = postprocessing or (lambda x: x)
    x = x0
    for done in range(iterations):
        loss, gradient = f(x)
        x = finish(x - step * 0.5 ** (done // 20000) * gradient)
        if (done + 1) % PRINT_EVERY == 0:
            print(f"iter {done + 1}: {loss:f}")
    return x
