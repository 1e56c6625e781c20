"""Why a better level was not reached, for whoever looks after the machine: in plain words, with what mends it.

Each remedy is looked up on this machine; one that cannot be known to help here is not given.
"""

import ctypes
import errno
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from grader.outcome import Finding
from grader.wall import bubblewrap
from grader.wall.far import linux

_SETTINGS = Path("/proc/sys")
_CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
#: Ubuntu from 23.10 on: programs without a profile get namespaces in which they may do nothing.
_PROFILE = "abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile bwrap {path} flags=(unconfined) {{\\n  userns,\\n}}\\n"
_REPORT = "Please report this, with all that `grade doctor` prints."


def explained(words: str) -> Finding:
    """What stood in the way, from what was said when a level was tried."""
    for said, explain in _KNOWN:
        if any(mark in words for mark in said):
            return explain(words)
    return Finding(_last(words), "", _REPORT)


def _last(words: str) -> str:
    """The end of what a program said: of a traceback, the exception."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "it ended without a word"


def _elsewhere(words: str) -> Finding:
    system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, sys.platform)
    return Finding(f"what confines student code is Linux's, and this is {system}", "",
                   "To grade code of people you do not trust, use Linux, also in a virtual machine.")  # fmt: skip


def _no_bubblewrap(words: str) -> Finding:
    return Finding("bubblewrap is not installed", "", bubblewrap.install())


def _no_namespaces(words: str) -> Finding:
    return Finding("bubblewrap may not make user namespaces here", _last(words), _allow_namespaces())


def _allow_namespaces() -> str:
    for setting, forbids, allow in (
        ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=15000"),
    ):
        if _setting(setting) == forbids:
            return f"{allow}    (and the same line in /etc/sysctl.d/, to keep it)"
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        profile = _PROFILE.format(path=bubblewrap.found() or "/usr/bin/bwrap")
        write = f"printf '{profile}' | sudo tee /etc/apparmor.d/bwrap && sudo apparmor_parser -r /etc/apparmor.d/bwrap"
        return f"AppArmor forbids them to programs without a profile. Give bubblewrap one: {write}"
    if any(mark.exists() for mark in _CONTAINERS):
        return "This is a container, whose own rules forbid them. For a better level, grade outside of it."
    return "Something around this process forbids them: the rules of a container, a service, a login. Grade outside it."


def _setting(name: str) -> str:
    try:
        return (_SETTINGS / name).read_text("utf-8").strip()
    except OSError:
        return ""


def _no_landlock(words: str) -> Finding:
    kernel = f"Linux {platform.release()}"
    if _release() < (5, 13):
        return Finding("this kernel has no Landlock", kernel, "Linux 5.13 and later have it: update the system.")
    if linux.landlock_abi() == 0 and ctypes.get_errno() == errno.EOPNOTSUPP:
        advice = (
            "Put it first in the list `lsm=` of the kernel's command line (lsm=landlock and then, after commas, what "
            "`cat /sys/kernel/security/lsm` says), and start the machine again."
        )
        return Finding("Landlock is switched off in this kernel", kernel, advice)
    advice = "It was built without, or a container's rules forbid it: use another kernel, or grade outside of it."
    return Finding("this kernel has no Landlock", kernel, advice)


def _release() -> tuple[int, ...]:
    parts = platform.release().split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (99,)


def _no_filter(words: str) -> Finding:
    advice = "A container's rules forbid it, or the kernel was built without CONFIG_SECCOMP_FILTER: use another kernel."
    return Finding("no filter of system calls can be installed", _last(words), advice)


def _no_program(words: str) -> Finding:
    return Finding("there is no filter of system calls for this type of machine", platform.machine(),
                   "Use a machine of the types x86_64 or aarch64.")  # fmt: skip


def _closed_to_others(words: str) -> Finding:
    return Finding("only root can read this Python", f"{sys.executable}: {_last(words)}",
                   "Run `grade` as an ordinary user, or install Python and this project where everybody may read them, "
                   "such as under /usr/local or /opt.")  # fmt: skip


def _not_startable(words: str) -> Finding:
    advice = "Install it where everybody may read and run it, or run `grade` as an ordinary user."
    return Finding(_last(words), "", advice)


def _broke_out(words: str) -> Finding:
    return Finding(words, "", f"Do not run strangers' code here. {_REPORT}")


#: What the slot itself says; the rest comes from the kernel, from Python and from bubblewrap.
NOT_LINUX, NO_BUBBLEWRAP, BROKE_OUT = "this is not Linux", "bubblewrap is not there", "the canary was not stopped"
_KNOWN: tuple[tuple[tuple[str, ...], Callable[[str], Finding]], ...] = (
    ((BROKE_OUT,), _broke_out),
    ((NOT_LINUX,), _elsewhere),
    ((NO_BUBBLEWRAP,), _no_bubblewrap),
    (("no Landlock",), _no_landlock),
    (("there is no filter of system calls",), _no_program),
    (("filter of system calls", "no_new_privs"), _no_filter),
    (("nobody but root can start",), _not_startable),
    (("root could not be given up", "can't open file", "init_fs_encoding"), _closed_to_others),
    (("new namespace", "user namespace", "uid map", "RTM_NEWADDR", "the lock-down failed: [Errno 1] unshare",
      "the lock-down failed: [Errno 1] mount", "the lock-down failed: [Errno 13] mount"), _no_namespaces),
)  # fmt: skip
