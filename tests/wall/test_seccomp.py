"""What the filter of system calls lets through, call by call, for both machines.

The programs are walked by a small interpreter of the kernel's instructions, so that the one for another machine is
read too. The numbers of the calls are the kernel's own, and no part of what wrote the programs.
"""

import errno
import importlib.util
import signal
import struct
import sys
from pathlib import Path

import pytest

from grader.wall.far import seccomp

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_…
I386, ARM = 0x40000003, 0x40000028
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
ME = seccomp.OWN_PID


def read(table):
    """name: its number on each machine. A line has name, x86_64 and aarch64, with - for "not there"."""
    rows = [line.split() for line in table.replace(",", "\n").splitlines() if line.strip()]
    return {
        name: {machine: int(number) for machine, number in zip(MACHINES, numbers, strict=True) if number != "-"}
        for name, *numbers in rows
    }


ALLOWED = read("""
    read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, lseek 8 62, close 3 57,
    close_range 436 436, dup 32 23, dup2 33 -, dup3 292 24, fstat 5 80, ftruncate 77 46, fsync 74 82,
    fdatasync 75 83, stat 4 -, lstat 6 -, newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48,
    faccessat2 439 439, readlink 89 -, readlinkat 267 78, getdents 78 -, getdents64 217 61, getcwd 79 17,
    chdir 80 49, fchdir 81 50, statfs 137 43, fstatfs 138 44, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -,
    unlinkat 263 35, rename 82 -, renameat 264 38, umask 95 166, poll 7 -, ppoll 271 73, select 23 -,
    pselect6 270 72, pipe 22 -, mmap 9 222, munmap 11 215, mremap 25 216, mprotect 10 226, madvise 28 233,
    msync 26 227, brk 12 214, futex 202 98, set_robust_list 273 99, set_tid_address 218 96, rseq 334 293,
    sched_yield 24 124, sched_getaffinity 204 123, getcpu 309 168, gettid 186 178, rt_sigaction 13 134,
    rt_sigprocmask 14 135, rt_sigreturn 15 139, sigaltstack 131 132, setitimer 38 103, getitimer 36 102, alarm 37 -,
    pause 34 -, restart_syscall 219 128, nanosleep 35 101, clock_nanosleep 230 115, clock_gettime 228 113,
    clock_getres 229 114, gettimeofday 96 169, time 201 -, times 100 153, getpid 39 172, getppid 110 173,
    getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getgroups 115 158, uname 63 160,
    getrlimit 97 163, getrusage 98 165, sysinfo 99 179, getrandom 318 278, exit 60 93, exit_group 231 94,
""")
ON_CONDITIONS = read("""
    clone 56 220, fallocate 285 47, fcntl 72 25, ioctl 16 29, kill 62 129, open 2 -, openat 257 56, pipe2 293 59,
    prctl 157 167, prlimit64 302 261, tgkill 234 131,
""")
REFUSED = read("""
    fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, clone3 435 435, socket 41 198, socketpair 53 199,
    connect 42 203, bind 49 200, accept 43 202, accept4 288 242, listen 50 201, sendto 44 206, recvfrom 45 207,
    sendmsg 46 211, recvmsg 47 212, sendmmsg 307 269, recvmmsg 299 243, shutdown 48 210, getsockopt 55 209,
    setsockopt 54 208, getsockname 51 204, ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
    process_madvise 440 440, process_mrelease 448 448, kcmp 312 272, pidfd_open 434 434, pidfd_getfd 438 438,
    pidfd_send_signal 424 424, tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, bpf 321 280,
    userfaultfd 323 282, perf_event_open 298 241, io_uring_setup 425 425, io_uring_enter 426 426,
    io_uring_register 427 427, io_setup 206 0, keyctl 250 219, add_key 248 217, request_key 249 218,
    memfd_create 319 279, memfd_secret 447 447, shmget 29 194, shmat 30 196, shmctl 31 195, shmdt 67 197,
    msgget 68 186, msgsnd 69 189, msgrcv 70 188, msgctl 71 187, semget 64 190, semop 65 193, semctl 66 191,
    semtimedop 220 192, mq_open 240 180, mq_unlink 241 181, mq_timedsend 242 182, mq_timedreceive 243 183,
    mq_notify 244 184, mount 165 40, umount2 166 39, move_mount 429 429, open_tree 428 428, fsopen 430 430,
    fsconfig 431 431, fsmount 432 432, mount_setattr 442 442, pivot_root 155 41, unshare 272 97, setns 308 268,
    chroot 161 51, chmod 90 -, fchmod 91 52, fchmodat 268 53, chown 92 -, fchown 93 55, fchownat 260 54,
    lchown 94 -, utime 132 -, utimes 235 -, utimensat 280 88, futimesat 261 -, setxattr 188 5, lsetxattr 189 6,
    fsetxattr 190 7, removexattr 197 14, mknod 133 -, mknodat 259 33, symlink 88 -, symlinkat 266 36, link 86 -,
    linkat 265 37, truncate 76 45, creat 85 -, renameat2 316 276, openat2 437 437, name_to_handle_at 303 264,
    open_by_handle_at 304 265, flock 73 32, setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143,
    setresuid 117 147, setresgid 119 149, setfsuid 122 151, setgroups 116 159, capset 126 91, capget 125 90,
    setpriority 141 140, getpriority 140 141, ioprio_set 251 30, sched_setaffinity 203 122,
    sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274, setrlimit 160 164, setpgid 109 154,
    setsid 112 157, getpgid 121 155, getsid 124 156, arch_prctl 158 -, personality 135 92, seccomp 317 277,
    landlock_restrict_self 446 446, quotactl 179 60, acct 163 89, swapon 167 224, reboot 169 142,
    kexec_load 246 104, init_module 175 105, finit_module 313 273, delete_module 176 106, iopl 172 -, ioperm 173 -,
    syslog 103 116, sethostname 170 161, clock_settime 227 112, clock_adjtime 305 266, settimeofday 164 170,
    adjtimex 159 171, timer_create 222 107, timerfd_create 283 85, eventfd2 290 19, signalfd4 289 74,
    epoll_create1 291 20, inotify_init1 294 26, fanotify_init 300 262, splice 275 76, tee 276 77, vmsplice 278 75,
    sendfile 40 71, copy_file_range 326 285, wait4 61 260, waitid 247 95, mlock 149 228, mlockall 151 230,
    mbind 237 235, set_mempolicy 238 237, move_pages 279 239, migrate_pages 256 238, remap_file_pages 216 234,
    pkey_mprotect 329 288, mincore 27 232, get_robust_list 274 100, sysfs 139 -, lookup_dcookie 212 18,
    vhangup 153 58, modify_ldt 154 -, set_thread_area 205 -,
    fchmodat2 452 452,
""")

# What a thread asks for in glibc and in musl, what fork asks for, and one bit more or less.
GLIBC, MUSL, FORK = 0x3D0F00, 0x7D0F00, 0x1200011
NAMESPACES = [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
RDONLY, WRONLY, RDWR, CREAT, TRUNC = 0, 1, 2, 0o100, 0o1000

#: name, arguments, whether they are let through
CASES = [
    ("clone", [GLIBC], True), ("clone", [MUSL], True), ("clone", [FORK], False), ("clone", [signal.SIGCHLD], False),
    ("clone", [0], False), ("clone", [0x10000], False), ("clone", [0x4111], False), ("clone", [GLIBC | 17], False),
    *(("clone", [GLIBC | bit], False) for bit in NAMESPACES), ("clone", [GLIBC | 0x8000], False),
    ("clone", [GLIBC ^ 0x10000], False), ("clone", [GLIBC | 1 << 40], False), ("clone", [GLIBC | 0x2000], False),
    *(("open", [0, flags], True) for flags in (RDONLY, WRONLY | TRUNC, RDWR | TRUNC, RDWR | CREAT, 0o2000000)),
    *(("open", [0, flags], False) for flags in (RDONLY | TRUNC, 3 | TRUNC, CREAT | TRUNC)),
    *(("openat", [0, 0, flags], True) for flags in (RDONLY, WRONLY | CREAT | TRUNC, RDWR | TRUNC, 0o2000000)),
    *(("openat", [0, 0, flags], False) for flags in (RDONLY | TRUNC, 3 | TRUNC, CREAT | TRUNC)),
    ("pipe2", [0, 0], True), ("pipe2", [0, 0o2004000], True), ("pipe2", [0, 0o200], False),
    *(("fcntl", [0, command], True) for command in (0, 1, 2, 3, 4, 1030)),
    # F_SETOWN, F_SETSIG, open file locks, leases, notification, pipe size, seals
    *(("fcntl", [0, command], False) for command in (5, 6, 7, 8, 10, 15, 36, 37, 38, 1024, 1026, 1031, 1033, 1 << 32)),
    *(("ioctl", [0, command], True) for command in (0x5451, 0x5450, 0x5421, 0x541B, 0x5401, 0x5413)),
    # TIOCSTI, TIOCLINUX, TCSETS, TIOCSCTTY, FIOASYNC, FS_IOC_SETFLAGS
    *(("ioctl", [0, command], False) for command in (0x5412, 0x541C, 0x5402, 0x540E, 0x5452, 0x40086602)),
    ("prctl", [15], True), ("prctl", [16], True),
    # PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_MM, PR_SET_NO_NEW_PRIVS, PR_SET_PTRACER, PR_SET_VMA
    *(("prctl", [option], False) for option in (1, 4, 22, 35, 38, 0x59616D61, 0x53564D41, 15 | 1 << 32)),
    ("prlimit64", [0, 9, 0, 1], True), ("prlimit64", [0, 9, 1, 0], False), ("prlimit64", [1, 9, 0, 1], False),
    ("prlimit64", [0, 9, 1 << 32, 0], False), ("fallocate", [3, 0], True), ("fallocate", [3, 1], False),
    *((call, [ME, 9], True) for call in ("kill", "tgkill")),
    *(("kill", [pid, 9], False) for pid in (0, 1, ME + 1, 2**32 - 1, 2**64 - 1, ME | 1 << 32)),
    *(("tgkill", [pid, 9], False) for pid in (0, 1, ME + 1, 2**32 - 1, 2**64 - 1, ME | 1 << 32)),
]  # fmt: skip


def decision(program, architecture, number, arguments=(), visited=None):
    """What the kernel would do with a call; raises KeyError for an instruction that libseccomp does not write."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    instructions = list(struct.iter_unpack("<HBBI", program))
    at, accumulator = 0, 0
    while True:
        if visited is not None:
            visited.add(at)
        code, if_true, if_false, constant = instructions[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x15:
                at += if_true if accumulator == constant else if_false
            case 0x35:
                at += if_true if accumulator >= constant else if_false
            case 0x06:
                return constant
            case _:
                raise KeyError(code)


def program(machine):
    return (seccomp.PROGRAMS / f"{machine}.bpf").read_bytes()


def decide(machine, number, arguments=()):
    return decision(program(machine), MACHINES[machine], number, arguments)


def script():
    """scripts/seccomp_filter.py, which is no module of ours."""
    path = Path(__file__).parents[2] / "scripts" / "seccomp_filter.py"
    spec = importlib.util.spec_from_file_location("seccomp_filter", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["seccomp_filter"] = module  # dataclasses look for it there
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules["seccomp_filter"]
    return module


# ---- the programs


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_on_the_list_is_allowed_whatever_its_arguments(machine):
    for name, numbers in ALLOWED.items():
        if machine in numbers:
            for arguments in ([0] * 6, [2**64 - 1] * 6):
                assert decide(machine, numbers[machine], arguments) == ALLOW, name


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_that_reaches_beyond_the_process_is_refused(machine):
    for name, numbers in REFUSED.items():
        if machine in numbers:
            due = ENOSYS if name == "clone3" else EPERM
            for arguments in ([0] * 6, [ME] * 6, [2**64 - 1] * 6):
                assert decide(machine, numbers[machine], arguments) == due, name


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_that_nobody_thought_of_is_refused(machine):
    known = {numbers.get(machine) for numbers in (*ALLOWED.values(), *ON_CONDITIONS.values(), *REFUSED.values())}
    for number in {*range(1200), 0x3FFFFFFF, 0xFFFFFFFF} - known:
        assert decide(machine, number) == EPERM, number


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments", "allowed"), CASES, ids=lambda value: str(value))
def test_some_calls_depend_on_what_they_ask_for(machine, name, arguments, allowed):
    if machine in ON_CONDITIONS[name]:
        assert decide(machine, ON_CONDITIONS[name][machine], arguments) == (ALLOW if allowed else EPERM)


@pytest.mark.parametrize(("machine", "stranger"), [("x86_64", I386), ("aarch64", ARM), ("x86_64", 0xC00000B7)])
def test_a_call_of_another_architecture_ends_the_process(machine, stranger):
    for number in (*range(500), 0x40000000):
        assert decision(program(machine), stranger, number) == KILL


def test_a_call_of_the_x32_kind_ends_the_process():
    for number in (*range(600), 0x3FFFFFFE):
        assert decide("x86_64", 0x40000000 | number) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_every_instruction_is_reached_by_a_call_of_these_tests(machine):
    visited = set()
    decision(program(machine), I386, 0, (), visited)
    for number in range(500):
        decision(program(machine), MACHINES[machine], number, (), visited)
    for name, arguments, _ in CASES:
        decision(program(machine), MACHINES[machine], ON_CONDITIONS[name].get(machine, 0), arguments, visited)
    if machine == "x86_64":
        decision(program(machine), MACHINES[machine], 0x40000000, (), visited)
    assert visited == set(range(len(program(machine)) // 8))


# ---- where they come from


def test_the_table_names_the_calls_of_these_tests_and_no_others():
    table = script()
    assert {name for _, calls in table.ALLOWED for name in calls.split()} == set(ALLOWED)
    assert {name for rule in table.RULES for name in rule.calls.split()} == set(ON_CONDITIONS)
    assert {name for name, _, allowed in CASES if allowed} == set(ON_CONDITIONS)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_committed_program_is_what_the_table_gives(machine):
    table = script()
    try:
        pytest.importorskip("pyseccomp", reason="pyseccomp is not installed", exc_type=ImportError)
        version = table.version_of_libseccomp()
    except (OSError, RuntimeError):
        pytest.skip("libseccomp is not installed")
    if version != table.WRITTEN_WITH:
        pytest.skip(f"libseccomp {version} may write the same decisions in other instructions")
    assert table.compiled(machine) == program(machine)


# ---- reading and installing


def test_a_process_may_signal_its_own_number_and_no_longer_the_mark():
    filled = seccomp.for_process(program("x86_64"), 4711)
    kill, architecture = ON_CONDITIONS["kill"]["x86_64"], MACHINES["x86_64"]
    assert decision(filled, architecture, kill, [4711]) == ALLOW
    assert decision(filled, architecture, kill, [ME]) == EPERM
    assert len(filled) == len(program("x86_64"))


@pytest.mark.parametrize(
    ("blob", "words"),
    [(b"", "damaged"), (b"1234567", "damaged"), (struct.pack("<HBBI", 6, 0, 0, ALLOW), "no place for the process's")],
)
def test_a_damaged_program_is_not_installed(blob, words):
    with pytest.raises(OSError, match=words):
        seccomp.install(blob)


@pytest.mark.parametrize(("system", "machine"), [("linux", "riscv64"), ("darwin", "x86_64"), ("win32", "AMD64")])
def test_a_machine_without_a_program_is_told_which_have_one(monkeypatch, system, machine):
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    words = f"no filter of system calls for {system} on {machine}; there is one for x86_64 and aarch64"
    with pytest.raises(seccomp.NoFilter, match=words):
        seccomp.program()
