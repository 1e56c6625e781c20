import os
import subprocess
import sys


def by_subprocess():
    return subprocess.run(["cat", "@WORLD_FILE@"], capture_output=True, timeout=0.4).stdout


def by_shell():
    return os.popen("cat @WORLD_FILE@").read()


def by_spawn():
    return os.posix_spawn(sys.executable, [sys.executable, "-c", "print(open('@WORLD_FILE@').read())"], {})


def by_fork():
    return os.fork()


def scale(x, factor):
    found = []
    for way in (by_subprocess, by_shell, by_spawn, by_fork):
        try:
            found.append(("started", way.__name__, way()))
        except BaseException as trouble:
            found.append(f"{type(trouble).__name__}: {str(trouble)[:60]}")
    raise ValueError(f"{'started' if any(type(one) is tuple for one in found) else 'started nothing'}: {found}")
