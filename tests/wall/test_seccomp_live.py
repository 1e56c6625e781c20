"""A process under the filter of system calls: honest work goes on, and what reaches beyond the process does not."""

import importlib.util
import json
import platform
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.wall.far import seccomp

try:
    seccomp.program()
except seccomp.NoFilter as trouble:
    pytest.skip(str(trouble), allow_module_level=True)


def run(code, folder):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", dedent(code)], cwd=folder, capture_output=True, text=True, timeout=120,
        env={"OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}, check=False,
    )  # fmt: skip


def test_the_kernel_refuses_what_is_no_program(tmp_path):
    done = run(
        """
        import struct
        from grader.wall.far import seccomp
        seccomp.install(struct.pack("<HBBI", 0x15, 0, 0, seccomp.OWN_PID))  # goes nowhere
        """,
        tmp_path,
    )
    assert "OSError: [Errno 22] the filter of system calls: Invalid argument" in done.stderr


def test_honest_work_goes_on(tmp_path):
    done = run(
        """
        import csv, ctypes, json, pathlib, random, signal, sqlite3, tempfile, threading, time
        import numpy as np
        from grader.wall.far import seccomp
        seccomp.install(seccomp.program())

        here = pathlib.Path.cwd()
        assert np.linalg.svd(np.random.default_rng(0).normal(size=(60, 60)))[1].size == 60
        np.save("a.npy", np.arange(5.0))
        assert np.load("a.npy", mmap_mode="r+")[-1] == 4
        np.zeros(3 << 20).tofile("large")
        seen = []
        threads = [threading.Thread(target=lambda: (time.sleep(0.001), seen.append(1))) for _ in range(3)]
        [thread.start() for thread in threads]
        [thread.join(10) for thread in threads]
        assert len(seen) == 3
        for place in (":memory:", "file.db"):
            with sqlite3.connect(f'file:{place}?nolock=1', uri=True) as base:
                base.execute("create table one (a)")
                base.execute("insert into one values (1)")
        with tempfile.TemporaryDirectory(dir=here) as folder, tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"1")
            file.truncate(0)
        (here / "a.json").write_text(json.dumps([1]))
        (here / "a.json").rename("b.json").touch()
        with open("c.csv", "w", newline="") as file:
            csv.writer(file).writerow([1, 2])
        assert sorted(path.name for path in here.iterdir())[-1] == "large" and not (here / "none").exists()
        random.seed()
        callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda x: x + 1)
        assert callback(2) == 3
        signal.signal(signal.SIGUSR1, lambda *_: seen.append(2))
        signal.raise_signal(signal.SIGUSR1)
        assert seen[-1] == 2
        try:
            import matplotlib
        except ImportError:
            pass
        else:
            matplotlib.use("svg")
            import matplotlib.pyplot as plots
            plots.plot([1, 2])
            plots.savefig("plot.svg")
        print("done")
        """,
        tmp_path,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_torch_trains(tmp_path):
    done = run(
        """
        import torch
        from grader.wall.far import seccomp
        torch.set_num_threads(1)
        seccomp.install(seccomp.program())
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(5, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))
        adam = torch.optim.Adam(net.parameters(), lr=0.1)
        x, y = torch.randn(16, 5), torch.arange(16) % 2
        losses = []
        for _ in range(20):
            adam.zero_grad()
            losses.append(torch.nn.functional.cross_entropy(net(x), y))
            losses[-1].backward()
            adam.step()
        torch.save(net.state_dict(), "net.pt")
        torch.load("net.pt", weights_only=True)
        print(bool(losses[-1] < losses[0]))
        """,
        tmp_path,
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_what_reaches_beyond_the_process_is_not_permitted(tmp_path):
    (tmp_path / "file").touch()
    done = run(
        """
        import ctypes, errno, fcntl, json, os, socket, subprocess, sys
        from grader.wall.far import seccomp
        seccomp.install(seccomp.program())
        libc = ctypes.CDLL(None, use_errno=True)

        def raw(call, *arguments):
            if call(*arguments) < 0:
                raise OSError(ctypes.get_errno(), "refused")

        attempts = {
            "fork": os.fork,
            "exec": lambda: os.execv(sys.executable, [sys.executable, "-V"]),
            "spawn": lambda: subprocess.run([sys.executable, "-V"]),
            "tcp": socket.socket,
            "udp": lambda: socket.socket(type=socket.SOCK_DGRAM),
            "unix": lambda: socket.socket(socket.AF_UNIX),
            "pair": socket.socketpair,
            "chmod": lambda: os.chmod("file", 0o777),
            "utime": lambda: os.utime("file"),
            "symlink": lambda: os.symlink("/etc/passwd", "s"),
            "link": lambda: os.link("file", "l"),
            "truncate": lambda: os.truncate("file", 9),
            "truncate by reading": lambda: os.open("file", os.O_RDONLY | os.O_TRUNC),
            "fifo": lambda: os.mkfifo("fifo"),
            "flock": lambda: fcntl.flock(0, fcntl.LOCK_SH),
            "signal the parent": lambda: os.kill(os.getppid(), 0),
            "signal the group": lambda: os.kill(0, 0),
            "more memory": lambda: raw(libc.setrlimit, 9, ctypes.create_string_buffer(16)),
            "nice": lambda: os.nice(1),
            "memfd": lambda: os.memfd_create("m"),
            "ptrace": lambda: raw(libc.ptrace, 0, 0, 0, 0),
            "unshare": lambda: raw(libc.unshare, 0x10000000),
            "live on": lambda: raw(libc.prctl, 1, 0, 0, 0, 0),
            "a filter of its own": lambda: raw(libc.prctl, 22, 2, 0, 0, 0),
        }
        told = {}
        for name, attempt in attempts.items():
            try:
                attempt()
                told[name] = "went through"
            except OSError as trouble:
                told[name] = errno.errorcode[trouble.errno]
        os.kill(os.getpid(), 0)
        print(json.dumps(told))
        """,
        tmp_path,
    )
    told = json.loads(done.stdout)
    assert len(told) == 24 and set(told.values()) == {"EPERM"}, told


def test_a_thread_of_a_locked_process_is_locked_as_well(tmp_path):
    done = run(
        """
        import os, threading
        from grader.wall.far import seccomp

        def try_it():
            installed.wait(10)
            try:
                os.memfd_create("m")
            except PermissionError:
                print("refused")

        installed = threading.Event()
        thread = threading.Thread(target=try_it)
        thread.start()
        seccomp.install(seccomp.program())
        installed.set()
        thread.join(10)
        """,
        tmp_path,
    )
    assert done.stdout == "refused\n", done.stderr


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x86_64 alone has the x32 kind")
def test_the_kernel_ends_a_process_that_makes_an_x32_call(tmp_path):
    done = run(
        """
        import ctypes
        from grader.wall.far import seccomp
        seccomp.install(seccomp.program())
        ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))
        """,
        tmp_path,
    )
    assert done.returncode == -signal.SIGSYS
