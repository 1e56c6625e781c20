import os


def make(folder):
    os.mkfifo(folder / "fortress.py")
    os.mkfifo(folder / "answers.md")
    os.mkfifo(folder / "data.txt")
