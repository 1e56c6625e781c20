def write(*arguments):
    return 0
