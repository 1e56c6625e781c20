"""What the canary tries behind the wall, in the place of a student's module: each function is one way out.

A function that comes back broke out, and says what it got; one that raises was stopped. None does harm where it gets
through: what it makes it removes, what it stops it lets go on. Those that would change what the others find come last.
"""

# ruff: noqa: PTH101, PTH108, PTH109, PTH118, PTH123, PTH208, PTH211 - as few libraries as possible

import _thread
import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

Target = dict[str, Any]

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _call(number: int | tuple[int, int], *arguments: Any) -> int:
    """A system call that C has no name for. Two numbers: of x86_64 and of aarch64."""
    if isinstance(number, tuple):
        number = number[os.uname().machine == "aarch64"]
    wide = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *wide))


def _content(path: str) -> str:
    with open(path) as file:
        return file.read(80)


def _any_of(tries: Iterable[Callable[[], object]]) -> object:
    """What the first one gets that is not stopped. Where all are: what stopped one, rather than "not there"."""
    refused: list[OSError] = []
    for trying in tries:
        try:
            return trying()
        except OSError as trouble:
            refused.append(trouble)
    raise next((one for one in refused if not isinstance(one, FileNotFoundError)), refused[0])


def own_file(target: Target) -> object:
    """No way out: what was handed in must be readable, else nothing that is said below means anything."""
    return _content(target["own"])


def every(names: list[str], target: Target) -> list[tuple[str, str]]:
    """Every attempt named, one after the other: what stopped it, or "" and what it got."""
    told = []
    for name in names:
        print(name, flush=True)  # should this process end, its last words tell by what
        try:
            told.append(("", str(globals()[name](target))[:80]))
        except OSError as refused:  # any other exception is a mistake in here, and stopped nothing
            told.append((f"{type(refused).__name__}: {refused}", ""))
    return told


# ---- files
def read_a_file_outside(target: Target) -> object:
    return _content(target["secret"])


def read_a_file_of_the_system(target: Target) -> object:
    return _content("/etc/passwd")


def read_the_reference(target: Target) -> object:
    return _any_of(partial(_content, path) for path in target["ours"])


def read_another_submission(target: Target) -> object:
    return _any_of(partial(_content, path) for path in target["neighbours"])


def open_by_the_newer_call(target: Target) -> object:
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY)
    opened = _call(437, -100, target["secret"].encode(), how, ctypes.sizeof(how))  # openat2
    return os.read(opened, 80)


def follow_a_link_out(target: Target) -> object:
    os.symlink(target["secret"], "link")
    try:
        return _content("link")
    finally:
        os.unlink("link")


def ask_for_a_files_handle(target: Target) -> object:
    handle, mount = (ctypes.c_uint * 34)(128), ctypes.c_int()
    for path in (target["secret"], "/usr", "/"):
        if not _libc.name_to_handle_at(-100, path.encode(), ctypes.byref(handle), ctypes.byref(mount), 0):
            return "a handle"
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _made(path: str) -> str:
    with open(path, "w"):
        os.unlink(path)
    return f"{path} was made"


def write_outside(target: Target) -> object:
    return _made(os.path.join(target["folder"], "written"))


def write_to_what_was_handed_in(target: Target) -> object:
    files = [os.path.realpath(target["own"]), *target["neighbours"]]
    return _any_of(partial(_made, path + ".py") for path in files)


def leave_something_behind(target: Target) -> object:
    folders = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")
    return _any_of(partial(_made, f"{folder}/{target['name']}") for folder in folders)


def change_a_files_rights(target: Target) -> object:
    os.chmod(target["changeable"], 0o600)
    return "chmod"


def change_a_files_time(target: Target) -> object:
    os.utime(target["changeable"])
    return "utime"


# ---- network
def connect_by_tcp(target: Target) -> object:
    with socket.create_connection(("127.0.0.1", target["tcp"]), 1):
        return "connected"


def send_by_udp(target: Target) -> object:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        return udp.sendto(b"x", ("127.0.0.1", target["udp"]))


def connect_to_a_unix_socket(target: Target) -> object:
    with socket.socket(socket.AF_UNIX) as unix:
        unix.connect(target["unix"])
        return "connected"


def connect_to_an_abstract_socket(target: Target) -> object:
    with socket.socket(socket.AF_UNIX) as unix:
        unix.connect("\0" + target["name"])
        return "connected"


def open_an_odd_socket(target: Target) -> object:
    vsock, netlink, packet, alg, icmp = 40, 16, 17, 38, 1
    kinds = (
        (vsock, socket.SOCK_STREAM, 0), (netlink, socket.SOCK_RAW, 0), (packet, socket.SOCK_RAW, 0),
        (alg, socket.SOCK_SEQPACKET, 0), (socket.AF_INET, socket.SOCK_RAW, icmp),
    )  # fmt: skip
    return _any_of(partial(_odd_socket, *kind) for kind in kinds)


def _odd_socket(family: int, kind: int, protocol: int) -> str:
    socket.socket(family, kind, protocol).close()
    return f"a socket of family {family}"


# ---- other processes
def signal_the_grader(target: Target) -> object:
    os.kill(target["grader"], 0)
    return "signalled"


def signal_everybody(target: Target) -> object:
    os.kill(-1, 0)
    return "somebody could be signalled"


def read_the_graders_environment(target: Target) -> object:
    with open(f"/proc/{target['grader']}/environ", "rb") as file:
        return len(file.read())


def read_the_graders_memory(target: Target) -> object:
    class Piece(ctypes.Structure):
        _fields_ = (("address", ctypes.c_void_p), ("length", ctypes.c_size_t))

    got = ctypes.create_string_buffer(4)
    here, there = ctypes.byref(Piece(ctypes.addressof(got), 4)), ctypes.byref(Piece(target["address"], 4))
    one, plain = ctypes.c_ulong(1), ctypes.c_ulong(0)
    _checked(_libc.process_vm_readv(target["grader"], here, one, there, one, plain))
    return got.raw


def take_an_open_file_of_the_graders(target: Target) -> object:
    handle = _call(434, target["grader"], 0)  # pidfd_open
    try:
        return os.read(_call(438, handle, target["descriptor"], 0), 4)  # pidfd_getfd
    finally:
        os.close(handle)


def trace_the_grader(target: Target) -> object:
    seize, interrupt, detach, any_thread = 0x4206, 0x4207, 17, 0x40000000
    _checked(_libc.ptrace(seize, target["grader"], None, None))
    # It must go on: whoever is attached to is let go of in a stop.
    _checked(_libc.ptrace(interrupt, target["grader"], None, None))
    os.waitpid(target["grader"], any_thread)
    return _checked(_libc.ptrace(detach, target["grader"], None, None))


def see_other_processes(target: Target) -> object:
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    if not others:
        raise OSError("none is there")
    return others[:3]


def leave_shared_memory(target: Target) -> object:
    private, create, remove = 0, 0o1000, 0
    made = _checked(_libc.shmget(private, ctypes.c_size_t(4096), create | 0o600))
    return _checked(_libc.shmctl(made, remove, None))


def leave_a_key(target: Target) -> object:
    of_this_process = -2
    return _call((248, 217), b"user", target["name"].encode(), b"x", 1, of_this_process)  # add_key


# ---- the kernel
def hide_a_file_in_memory(target: Target) -> object:
    made = _checked(_libc.memfd_create(b"canary", 0))
    os.close(made)
    return "a file"


def use_what_had_holes(target: Target) -> object:
    room = ctypes.create_string_buffer(120)
    calls = (
        (425, 1, room),  # io_uring_setup
        ((323, 282), 1),  # userfaultfd, of its own memory alone
        ((298, 241), room, 0, -1, -1, 0),  # perf_event_open
        ((321, 280), 0, room, 120),  # bpf: a map
    )  # fmt: skip
    return _any_of(partial(_opened, *call) for call in calls)


def _opened(number: int | tuple[int, int], *arguments: Any) -> str:
    os.close(_call(number, *arguments))
    return f"system call {number}"


# ---- limits
def raise_its_own_limits(target: Target) -> object:
    for what in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
        soft, hard = resource.getrlimit(what)
        if soft != hard:
            try:
                resource.setrlimit(what, (hard, hard))
            except ValueError as refused:
                raise PermissionError(errno.EPERM, str(refused)) from None
            resource.setrlimit(what, (soft, hard))
            return "a limit was raised"
    raise OSError("none has any room")


def outlive_the_grader(target: Target) -> object:
    signal_at_parents_death = 1
    return _checked(_libc.prctl(signal_at_parents_death, ctypes.c_ulong(0)))


def take_too_much_memory(target: Target) -> object:
    with mmap.mmap(-1, target["memory"]) as taken:
        return f"{len(taken) >> 20} MB"


def start_too_many_threads(target: Target) -> object:
    gate, alive, started = _thread.allocate_lock(), _threads(), 0
    passed: list[bool] = []
    try:
        with gate:
            while started < target["threads"]:
                _thread.start_new_thread(_pass, (gate, passed))
                started += 1
            return f"{started} threads"
    except RuntimeError as refused:
        raise OSError(str(refused)) from None
    finally:
        # Python counts a thread from its first step to its last, the kernel before and after, too; and a process with
        # a second thread makes no namespace, whoever it is.
        while len(passed) < started or _threads() > alive:
            time.sleep(0)


def _pass(gate: Any, passed: list[bool]) -> None:
    with gate:
        passed.append(True)


def _threads() -> int:
    """How many the kernel counts; none where nobody may look."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


def write_too_large_a_file(target: Target) -> object:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with open("large", "wb") as file:
            return file.truncate(target["file"])
    finally:
        os.unlink("large")


def make_too_many_files(target: Target) -> object:
    free = os.statvfs(".").f_favail  # what the kernel says: to make them all would take longer than all the rest
    if free > target["files"]:
        return f"{free} files can be made"
    raise OSError("there is no room for so many")


def fill_the_disk(target: Target) -> object:
    part, number = 256 << 10, 0
    try:
        for number in range(target["disk"] // part):
            with open(f"part{number}", "wb") as file:
                os.posix_fallocate(file.fileno(), 0, part)
        return "no limit of the system's"
    finally:
        for made in range(number + 1):
            os.unlink(f"part{made}")


# ---- what changes this process, if it is not stopped
def fork(target: Target) -> object:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.waitpid(pid, 0)


def make_a_user_namespace(target: Target) -> object:
    return _checked(_libc.unshare(_NEW_USERS | _NEW_MOUNTS))


def mount_something(target: Target) -> object:
    # In the namespace made just now, if that was not stopped: nobody else sees it.
    return _checked(_libc.mount(b"tmpfs", os.getcwd().encode(), b"tmpfs", 0, None))


def start_a_program(target: Target) -> object:
    os.execv(target["program"], [target["program"], "-c", "exit 0"])
