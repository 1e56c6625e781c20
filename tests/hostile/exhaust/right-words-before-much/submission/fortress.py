def describe(x):
    print("rising" if x[-1] > x[0] else "falling")
    for number in range(10_000):
        print("step", number, "of the loop, still here")
