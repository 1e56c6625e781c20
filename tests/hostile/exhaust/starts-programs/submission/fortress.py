import multiprocessing
import os
import pty
import subprocess


def scale(x, factor):
    done = []
    for attempt in (
        lambda: subprocess.run(["/bin/sleep", "1000"]),
        lambda: os.posix_spawn("/bin/sleep", ["sleep", "1000"], {}),
        lambda: os.execv("/bin/sleep", ["sleep", "1000"]),
        lambda: pty.fork(),
        lambda: multiprocessing.get_context("fork").Process(target=print).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
        lambda: os.forkpty(),
    ):
        try:
            attempt()
            done.append(attempt)
        except OSError:
            pass
    done += [None] if os.system("sleep 1000") == 0 else []
    raise RuntimeError(f"{len(done)} programs run")
