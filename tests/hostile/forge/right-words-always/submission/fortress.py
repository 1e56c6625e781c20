def describe(x):
    print("rising falling")
    print("not rising, not falling")
    print("falling rising")
