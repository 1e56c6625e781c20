"""Why a level was not reached, in words, and what mends it on the machine at hand."""

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.outcome import Finding
from grader.wall import bubblewrap, remedies
from grader.wall.remedies import explained

NAMESPACES = [
    "bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user ...",
    "bwrap: Creating new namespace failed: Operation not permitted",
    "bwrap: setting up uid map: Permission denied",
    "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
    "the lock-down failed: [Errno 1] unshare: Operation not permitted",
    "the lock-down failed: [Errno 13] mount tmpfs on /scratch: Permission denied",
]


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """machine(setting=value…): a machine with these settings, in no container, that has bubblewrap."""
    monkeypatch.setattr(remedies, "_SETTINGS", tmp_path)
    monkeypatch.setattr(remedies, "_CONTAINERS", (tmp_path / ".dockerenv",))
    monkeypatch.setattr(bubblewrap, "found", lambda: "/usr/bin/bwrap")

    def make(**settings: str) -> Path:
        for name, value in settings.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{value}\n")
        return tmp_path

    return make


@pytest.mark.parametrize("words", NAMESPACES)
def test_every_way_of_refusing_namespaces_is_known(words):
    told = explained(words)
    assert told.what == "bubblewrap may not make user namespaces here" and told.where == words
    assert told.advice.startswith("Something around this process forbids them")


@pytest.mark.parametrize(
    ("settings", "advice"),
    [
        ({"kernel__unprivileged_userns_clone": "0"}, "sudo sysctl kernel.unprivileged_userns_clone=1 "),
        ({"kernel__unprivileged_userns_clone": "1", "user__max_user_namespaces": "0"},
         "sudo sysctl user.max_user_namespaces=15000 "),
        ({"kernel__apparmor_restrict_unprivileged_userns": "1"}, "AppArmor forbids them to programs "),
        ({"kernel__apparmor_restrict_unprivileged_userns": "0"}, "Something around this process forbids them"),
    ],
)  # fmt: skip
def test_the_setting_that_forbids_namespaces_is_looked_up(machine, settings, advice):
    machine(**settings)
    assert explained(NAMESPACES[0]).advice.startswith(advice)


def test_a_container_is_told_as_one(machine):
    (machine() / ".dockerenv").touch()
    assert explained(NAMESPACES[0]).advice.startswith("This is a container")


def test_the_profile_for_apparmor_is_a_command_that_writes_it(machine):
    machine(kernel__apparmor_restrict_unprivileged_userns="1")
    command = explained(NAMESPACES[0]).advice.partition("Give bubblewrap one: ")[2].partition(" | sudo tee")[0]
    if shutil.which("sh") is None:
        pytest.skip("there is no shell")
    written = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True, timeout=60).stdout
    assert written == (
        "abi <abi/4.0>,\ninclude <tunables/global>\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\n  userns,\n}\n"
    )


@pytest.mark.parametrize(
    ("release", "number", "what", "advice"),
    [
        ("5.4.0-150-generic", errno.ENOSYS, "this kernel has no Landlock", "Linux 5.13 and later have it"),
        ("6.1.0", errno.EOPNOTSUPP, "Landlock is switched off in this kernel", "Put it first in the list `lsm=`"),
        ("6.1.0", errno.ENOSYS, "this kernel has no Landlock", "It was built without"),
        ("odd", errno.ENOSYS, "this kernel has no Landlock", "It was built without"),
    ],
)
def test_three_reasons_for_no_landlock_are_told_apart(monkeypatch, release, number, what, advice):
    monkeypatch.setattr(remedies.platform, "release", lambda: release)
    monkeypatch.setattr(remedies.linux, "landlock_abi", lambda: 0)
    monkeypatch.setattr(remedies.ctypes, "get_errno", lambda: number)
    told = explained("the lock-down failed: this kernel has no Landlock")
    assert (told.what, told.where) == (what, f"Linux {release}") and told.advice.startswith(advice)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("root could not be given up: [Errno 1] unshare: Operation not permitted", "only root can read this Python"),
        ("python: can't open file '/home/x/main.py': [Errno 13] Permission denied", "only root can read this Python"),
        ("nobody but root can start /opt/bwrap: Permission denied", "nobody but root can start /opt/bwrap"),
        ("the lock-down failed: [Errno 22] the filter of system calls: Invalid argument", "no filter of system calls"),
        ("grader.NoFilter: there is no filter of system calls for linux on riscv64", "there is no filter of system"),
        (remedies.NO_BUBBLEWRAP, "bubblewrap is not installed"),
        (f"{remedies.BROKE_OUT} when it tried to fork (1)", "the canary was not stopped when it tried to fork (1)"),
    ],
)
def test_each_obstacle_has_its_words_and_something_to_do(words, what):
    told = explained(words)
    assert told.what.startswith(what) and told.advice


def test_what_is_not_known_is_told_by_its_last_line():
    words = "Traceback (most recent call last):\n  File x\nImportError: numpy is broken\n"
    assert explained(words) == Finding("ImportError: numpy is broken", "", remedies._REPORT)
    assert explained("").what == "it ended without a word"


@pytest.mark.parametrize(("platform", "name"), [("darwin", "macOS"), ("win32", "Windows"), ("freebsd14", "freebsd14")])
def test_another_system_is_called_by_its_name(monkeypatch, platform, name):
    monkeypatch.setattr(sys, "platform", platform)
    assert explained(remedies.NOT_LINUX).what == f"what confines student code is Linux's, and this is {name}"
