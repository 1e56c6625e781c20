"""Locks the process that it runs in, before any student's code is there. The order matters, and each step says why.

Whatever fails raises OSError, and the caller ends the process: nothing is ever run half locked.
"""

import os
import sys
from dataclasses import dataclass

from grader.wall.far import landlock, linux, seccomp
from grader.wall.far.surroundings import show

if sys.platform == "linux":  # the grader's side reads this file everywhere
    import resource

SCRATCH = "/scratch"  # where the private scratch is mounted, with namespaces
MOST_SCRATCH_FILES = 4096
_NEVER = ("CORE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO")


@dataclass(frozen=True)
class House:
    """What all processes of one zygote share; said once, at its start."""

    namespaces: bool  # we may make our own, and have a file system of our own
    readable: list[str]
    listable: list[str]


@dataclass(frozen=True)
class Job:
    """One process's own limits, in bytes and seconds, and its files."""

    cpu: int
    memory: int
    file: int
    scratch_bytes: int
    scratch: str
    files: str  # what was handed in, read-only; "" for none


def lock(house: House, job: Job, program: bytes, address_space: int) -> None:
    """Locks this process. `program`: what seccomp allows; `address_space`: bytes that Python itself takes."""
    if house.namespaces:
        # First, because mounting is a right that is given up next. A scratch of its own leaves nothing behind, and an
        # empty /proc has nothing to tell.
        linux.unshare(linux.NEW_MOUNTS | linux.NEW_IPC)
        size = f"size={job.scratch_bytes},nr_inodes={MOST_SCRATCH_FILES},mode=700"
        linux.mount("tmpfs", SCRATCH, "tmpfs", linux.BARE, size)
        linux.mount("tmpfs", "/proc", "tmpfs", linux.BARE | linux.MS_RDONLY, "size=4k,mode=555")
    os.chdir(job.scratch)
    if job.files:
        show(job.files, ".")
    if house.namespaces:
        linux.drop_capabilities()
    _limit(job, address_space)
    linux.no_new_privileges()
    linux.forbid_tracing()
    linux.die_with_parent()  # after the capabilities: losing some clears it
    _close_files(house, job)
    # Last: it refuses all calls that the steps above are made of.
    seccomp.install(program)


def _limit(job: Job, address_space: int) -> None:
    for what in _NEVER:
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (0, 0))
    _cap(resource.RLIMIT_NOFILE, 256)
    _cap(resource.RLIMIT_SIGPENDING, 64)
    _cap(resource.RLIMIT_NPROC, 256)  # threads; processes are refused altogether
    _cap(resource.RLIMIT_FSIZE, job.file)
    _cap(resource.RLIMIT_AS, address_space + job.memory)
    # One second more for the hard limit: at the soft one the signal still tells what it was.
    _cap(resource.RLIMIT_CPU, job.cpu, job.cpu + 1)


def _cap(what: int, soft: int, hard: int | None = None) -> None:
    """Sets a limit, or leaves it where it is lower already."""
    ceiling = resource.getrlimit(what)[1]
    wanted = soft if hard is None else hard
    highest = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
    resource.setrlimit(what, (min(soft, highest), highest))


def _close_files(house: House, job: Job) -> None:
    rules = landlock.Rules()
    rules.read(house.readable)
    rules.read(["/dev/urandom", "/dev/random", "/dev/zero"])
    rules.list(house.listable)
    rules.write([job.scratch, os.devnull])
    if job.files:
        rules.read([job.files])
    rules.restrict()
