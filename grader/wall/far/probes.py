"""What the canary tries behind the wall, in the place of a student's module: each function is one way out.

A function that comes back broke out, and says what it got; one that raises was stopped.
"""

import ctypes
import mmap
import os
import signal
import socket
from typing import Any

Target = dict[str, Any]

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def read_a_file_outside(target: Target) -> object:
    with open(target["secret"]) as file:
        return file.read()


def write_outside(target: Target) -> object:
    with open(os.path.join(target["folder"], "written"), "w") as file:
        file.write("x")
    return "a file was made"


def leave_something_behind(target: Target) -> object:
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock"):
        try:
            with open(f"{folder}/{target['name']}", "w"):
                os.unlink(f"{folder}/{target['name']}")
                return f"{folder} can be written"
        except OSError:
            continue
    raise OSError("no folder can be written")


def change_a_files_rights(target: Target) -> object:
    os.chmod(target["secret"], 0o600)
    return "chmod"


def change_a_files_time(target: Target) -> object:
    os.utime(target["secret"])
    return "utime"


def connect_by_tcp(target: Target) -> object:
    return socket.create_connection(("127.0.0.1", target["tcp"]), 1).recv(1)


def send_by_udp(target: Target) -> object:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        return udp.sendto(b"x", ("127.0.0.1", target["udp"]))


def connect_to_a_unix_socket(target: Target) -> object:
    socket.socket(socket.AF_UNIX).connect(target["unix"])
    return "connected"


def connect_to_an_abstract_socket(target: Target) -> object:
    socket.socket(socket.AF_UNIX).connect("\0" + target["name"])
    return "connected"


def fork(target: Target) -> object:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.waitpid(pid, 0)


def start_a_program(target: Target) -> object:
    os.execv(target["program"], [target["program"], "-c", "pass"])


def signal_the_grader(target: Target) -> object:
    os.kill(target["grader"], 0)
    return "signalled"


def trace_the_grader(target: Target) -> object:
    attach = 16
    return _checked(_libc.ptrace(attach, target["grader"], None, None))


def read_the_graders_memory(target: Target) -> object:
    with open(f"/proc/{target['grader']}/environ", "rb") as file:
        return len(file.read())


def see_other_processes(target: Target) -> object:
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    if not others:
        raise OSError("none is there")
    return others[:3]


def make_a_user_namespace(target: Target) -> object:
    new_user = 0x10000000
    return _checked(_libc.unshare(new_user))


def mount_something(target: Target) -> object:
    return _checked(_libc.mount(b"tmpfs", os.getcwd().encode(), b"tmpfs", 0, None))


def hide_a_file_in_memory(target: Target) -> object:
    return _checked(_libc.memfd_create(b"canary", 0))


def take_too_much_memory(target: Target) -> object:
    try:
        return len(bytearray(target["memory"]))
    except MemoryError:
        return len(mmap.mmap(-1, target["memory"]))  # raises OSError where that is refused as well


def write_too_large_a_file(target: Target) -> object:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("large", "wb") as file:
        file.truncate(target["file"])
        return file.tell()


def fill_the_disk(target: Target) -> object:
    try:
        part = bytes(1 << 20)
        for number in range(target["disk"] >> 20):
            with open(f"part{number}", "wb") as file:
                file.write(part)
        return "no limit of the system's"
    finally:
        for name in os.listdir():
            if name.startswith("part"):
                os.unlink(name)
