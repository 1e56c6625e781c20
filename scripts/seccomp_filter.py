"""Writes the filters of system calls that lock a student's process: grader/wall/far/filters/<machine>.bpf.

usage: python scripts/seccomp_filter.py     (needs the extra `dev`, and libseccomp on this machine)

Decides what student code may ask of the kernel. Whatever is not on the list below answers EPERM, and Python says
"Operation not permitted". Nothing of this runs when something is graded: the programs are committed, and
tests/wall/test_seccomp.py walks through them.

What no list can say is said here:
- No fork, no exec, no socket: nothing outlives the process, nothing is started, nobody is spoken to. `subprocess`,
  `multiprocessing`, `asyncio` and a DataLoader's workers fall with them.
- No chmod, chown, utime, setxattr, truncate by name: Landlock does not look at them (at truncate: since Linux 6.2), and
  without namespaces the files of the same user are in reach of a path.
- No symlink, no link: the one writable place is a scratch folder that the grader measures and empties afterwards, where
  no name should stand for something elsewhere. No homework needs one.
- No locks on files, by fcntl or flock: two processes that must not know of each other could talk by them. (sqlite3 in
  memory is not concerned; on disk it needs `nolock=1`.)
- No mknod, memfd, shm, msg, sem, mq, keyctl: places to leave something in for the next submission, or to hide memory.
- No sendmsg and recvmsg: an open file could come in by them. No ptrace, process_vm_*, kcmp, pidfd_*: other processes.
- No setrlimit, sched_set*, setpriority, PR_SET_PDEATHSIG: limits and ties that others have set stay as they are.
- No io_uring, bpf, perf_event_open, userfaultfd, timers and events as files: parts of the kernel that had holes.
"""

import ctypes
import ctypes.util
import errno
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader.wall.far.seccomp import OWN_PID, PROGRAMS  # noqa: E402

MACHINES = ("x86_64", "aarch64")
#: Of libseccomp. Another one may write the same decisions as other instructions.
WRITTEN_WITH = (2, 5, 4)
WHOLE = 2**64 - 1

#: Allowed whatever their arguments are. Calls that only one of the machines has are left out on the other.
ALLOWED = (
    ("Open files: reading, writing, moving about in them.",
     "read write readv writev pread64 pwrite64 lseek close close_range dup dup2 dup3 fstat ftruncate fsync fdatasync"),
    ("Names: looking, and what Landlock asks about before it is done. sqlite3 and tempfile need most of them.",
     "stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents getdents64 getcwd chdir "
     "fchdir statfs fstatfs mkdir mkdirat rmdir unlink unlinkat rename renameat umask"),
    ("Waiting for open files; input() and select. epoll would only serve asyncio, which needs a socket as well.",
     "poll ppoll select pselect6 pipe"),
    ("Memory of its own. Executable too: torch's kernels and ctypes' callbacks are written at run time.",
     "mmap munmap mremap mprotect madvise msync brk"),
    ("Threads: locks, and what glibc registers at a thread's start. Starting one is `clone`, below.",
     "futex set_robust_list set_tid_address rseq sched_yield sched_getaffinity getcpu gettid"),
    ("Signals to itself: handlers, masks, alarms.",
     "rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack setitimer getitimer alarm pause restart_syscall"),
    ("Clocks and sleep. They can be read, not set.",
     "nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times"),
    ("Who and where am I: its own numbers, its own use, its own limits.",
     "getpid getppid getuid geteuid getgid getegid getgroups uname getrlimit getrusage sysinfo"),
    ("Random bytes.", "getrandom"),
    ("The end.", "exit exit_group"),
)  # fmt: skip


@dataclass(frozen=True)
class Where:
    """An argument, by position, that has this value in the bits of the mask."""

    argument: int
    value: int
    mask: int = WHOLE


@dataclass(frozen=True)
class Rule:
    """Calls that are allowed where every condition holds. Several rules may allow one call."""

    why: str
    calls: str
    conditions: tuple[Where, ...]


def one_of(why: str, calls: str, argument: int, *values: int) -> tuple[Rule, ...]:
    return tuple(Rule(why, calls, (Where(argument, value),)) for value in values)


def opening(calls: str, flags: int) -> tuple[Rule, ...]:
    truncate, mode, write, both = 0o1000, 3, 1, 2
    why = (
        "O_TRUNC only together with writing: read-only it empties a file that may be read, and Landlock before "
        "Linux 6.2 takes no notice."
    )
    return (
        Rule(why, calls, (Where(flags, 0, truncate),)),
        Rule(why, calls, (Where(flags, write, mode),)),
        Rule(why, calls, (Where(flags, both, mode),)),
    )


# A thread shares memory and signals with its process. The bits that glibc and musl set beyond that are harmless; all
# others, namespaces and signals at the end among them, are not for threads.
CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD = 0x100, 0x200, 0x400, 0x800, 0x10000
CLONE_SYSVSEM, CLONE_SETTLS, CLONE_PARENT_SETTID = 0x40000, 0x80000, 0x100000
CLONE_CHILD_CLEARTID, CLONE_DETACHED, CLONE_CHILD_SETTID = 0x200000, 0x400000, 0x1000000
A_THREAD = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD
MAY_BE_SET = (
    CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID
    | CLONE_CHILD_CLEARTID | CLONE_DETACHED | CLONE_CHILD_SETTID
)  # fmt: skip
O_CLOEXEC, O_NONBLOCK = 0o2000000, 0o4000

RULES = (
    Rule("Threads, and no processes.", "clone", (Where(0, A_THREAD, WHOLE ^ MAY_BE_SET),)),
    *opening("open", flags=1),
    *opening("openat", flags=2),
    Rule("No kind of pipe but the plain one.", "pipe2", (Where(1, 0, WHOLE ^ (O_CLOEXEC | O_NONBLOCK)),)),
    *one_of("F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC.", "fcntl", 1, 0, 1, 2, 3, 4, 1030),
    *one_of("FIOCLEX, FIONCLEX, FIONBIO, FIONREAD; TCGETS and TIOCGWINSZ, with which Python asks for a terminal.",
            "ioctl", 1, 0x5451, 0x5450, 0x5421, 0x541B, 0x5401, 0x5413),
    *one_of("PR_SET_NAME and PR_GET_NAME: torch and Python 3.14 name threads. PR_SET_VMA is not missed.",
            "prctl", 0, 15, 16),
    Rule("The process's own limits (0 means itself) can be read: nothing new is given.",
         "prlimit64", (Where(0, 0), Where(2, 0))),
    Rule("Space for a file: without a mode. FALLOC_FL_KEEP_SIZE passes by the limit on a file's size.",
         "fallocate", (Where(1, 0),)),
    Rule("Signals to itself: abort(), raise. To no group, to nobody else.", "kill tgkill", (Where(0, OWN_PID),)),
)  # fmt: skip

#: glibc asks for a thread with clone3, whose flags lie in memory where no filter can look, and takes this for "old
#: kernel": then it uses clone.
NOT_THERE = "clone3"


def version_of_libseccomp() -> tuple[int, ...]:
    """Raises OSError where it is not installed."""
    version = ctypes.CDLL(ctypes.util.find_library("seccomp") or "libseccomp.so.2").seccomp_version
    version.restype = ctypes.POINTER(ctypes.c_uint * 3)
    return tuple(version().contents)


def compiled(machine: str) -> bytes:
    """The program for a machine: the kernel's sock_filter instructions, one after the other."""
    import pyseccomp as library

    made = library.SyscallFilter(library.ERRNO(errno.EPERM))
    # A call that says it comes from another architecture (32 bits, x32) has other numbers and other meanings.
    made.set_attr(library.Attr.ACT_BADARCH, library.KILL_PROCESS)
    architecture = {"x86_64": library.Arch.X86_64, "aarch64": library.Arch.AARCH64}[machine]
    if architecture != library.system_arch():
        made.remove_arch(library.Arch.NATIVE)
        made.add_arch(architecture)

    def add(action: int, calls: str, *conditions: Where) -> None:
        arguments = [library.Arg(one.argument, library.MASKED_EQ, one.mask, one.value) for one in conditions]
        for name in calls.split():
            if library.resolve_syscall(architecture, name) >= 0:  # negative: not on this machine
                made.add_rule_exactly(action, name, *arguments)
            elif library.resolve_syscall(architecture, name) == -1:
                raise ValueError(f"{name} is no system call")

    for _, calls in ALLOWED:
        add(library.ALLOW, calls)
    for rule in RULES:
        add(library.ALLOW, rule.calls, *rule.conditions)
    add(library.ERRNO(errno.ENOSYS), NOT_THERE)
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.seek(0)
        return file.read()


def main() -> None:
    PROGRAMS.mkdir(exist_ok=True)
    for machine in MACHINES:
        program = compiled(machine)
        (PROGRAMS / f"{machine}.bpf").write_bytes(program)
        print(f"{machine}: {len(program) // 8} instructions")


if __name__ == "__main__":
    main()
