import os


def make(folder):
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("deeper", dir_fd=here)
        below = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("fortress.py", os.O_CREAT | os.O_WRONLY, 0o644, dir_fd=here))
    os.close(here)
