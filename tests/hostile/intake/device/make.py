import os
import stat


def make(folder):
    try:
        os.mknod(folder / "fortress.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / "fortress.py")
