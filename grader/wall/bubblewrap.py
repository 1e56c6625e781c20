"""The command that starts a zygote in namespaces of its own: an empty file system with Python in it, no network, no
other process. Bubblewrap does the work; here is what it is told, and why.

Inside, the zygote is root of its own user namespace, with the right to mount and little else; outside it is an ordinary
user, and never root: bubblewrap as root would hand out root's own files.
"""

import os
import shutil
from pathlib import Path

from grader.wall import visible
from grader.wall.far.lockdown import SCRATCH

SPOOL = "/spool"  # where what was handed in is seen
_INSTALLERS = ("apt-get install", "dnf install", "zypper install", "pacman -S", "apk add")


def found() -> str:
    """Where bubblewrap is; "" where it is not installed."""
    return shutil.which("bwrap") or ""


def install() -> str:
    """The command that installs it on this machine."""
    known = (words for words in _INSTALLERS if shutil.which(words.split()[0]))
    return f"sudo {next(known, _INSTALLERS[0])} bubblewrap"


def command(spool: Path) -> list[str]:
    """bwrap and its arguments; the program to run in it follows."""
    return [
        found(), "--unshare-all", "--new-session",
        # The zygote is the first process of its namespace: when it ends, the kernel ends all others. bwrap's own first
        # process would wait for them instead, also for one that was not yet tied to the zygote's life.
        "--as-pid-1",
        "--uid", "0", "--gid", "0", "--cap-drop", "ALL",
        "--cap-add", "CAP_SYS_ADMIN",  # to mount
        "--cap-add", "CAP_SETPCAP",  # to give up all of them for good
        *_file_system(),
        "--ro-bind", str(spool), SPOOL,
        "--dir", SCRATCH, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", "/", "--",
    ]  # fmt: skip


def _file_system() -> list[str]:
    arguments = []
    for top in ("/usr", "/lib", "/lib32", "/lib64"):
        if os.path.islink(top):  # noqa: PTH114 - most systems have /lib -> usr/lib
            arguments += ["--symlink", os.readlink(top), top]  # noqa: PTH115
        elif os.path.isdir(top):  # noqa: PTH112
            arguments += ["--ro-bind", top, top]
    for extra in ("/etc/ld.so.cache", "/etc/alternatives"):  # how the system finds its shared libraries
        arguments += ["--ro-bind-try", extra, extra]
    shown = [path for path in visible.needed() if not path.startswith("/usr/")]
    own = [str(path) for path in visible.FAR_SIDE]
    for path in sorted(set(shown) - set(own)):
        arguments += ["--ro-bind", path, path]
    for hidden in visible.HIDDEN:  # installed, we stand among the libraries
        if any(hidden.is_relative_to(folder) for folder in ["/usr", *visible.needed()]) and hidden.is_dir():
            arguments += ["--tmpfs", str(hidden)]
    for path in own:
        arguments += ["--ro-bind", path, path]
    return arguments
