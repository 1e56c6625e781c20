"""The reasons for a look: what code may do that an answer to the sheet seldom needs, and the names that give it away.

Tables only. Each reason ends a sentence, "See word2vec.py, line 12: it …". A name that honest hand-ins use all the time
(`inspect.signature`, `gc.collect`, `os.environ`) is not here, or is judged by how it is used, in `calls` and `lookups`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """Why somebody may want to look, in the order of a report."""

    FRAMES = "looks at who calls it, or at memory that is not its own"
    ARGUMENT = "asks for the name or the code of a function that it is given, where calling it would do"
    GRADER = "imports the grader's own code"
    SYSTEM_FILE = "names a file of the machine or of the grading"
    SEARCH = "searches the disk outside of its own folder"
    CHANNEL = "handles open files by their numbers, which may be somebody else's"
    NATIVE = "reaches past Python into the machine's memory"
    NETWORK = "opens a network connection"
    COMMAND = "runs another program"
    PROCESS = "starts, signals or changes processes"
    PATCH = "replaces something that other code uses"
    ALWAYS_EQUAL = "defines a comparison that is always true"
    POSES = "makes a value that poses as another type or decides for itself how it compares"
    PICKLE = "decides what runs when its values are unpickled"
    LINGERS = "leaves something to run later: at exit, in the background, on a signal"
    ENDS = "ends the process at once"
    GRADED = "asks whether it is being graded"
    HIDDEN = "makes code out of text or data, so that reading it does not tell what it does"
    SCORE = "prints or writes a score of its own, though no output is ever read as one"


@dataclass(frozen=True)
class Seen:
    """One thing worth a look: why, what gave it away, and the line of the module's source."""

    look: Look
    what: str
    line: int


def _of(module: str, names: str) -> list[str]:
    return [f"{module}.{name}" for name in names.split()]


_NAMES: dict[Look, list[str]] = {
    Look.FRAMES: [
        *_of("sys", "_getframe _current_frames _current_exceptions settrace setprofile monitoring"),
        *_of("inspect", "stack trace currentframe getouterframes getinnerframes getframeinfo findsource"),
        "inspect.getclosurevars",
        *_of("gc", "get_objects get_referrers get_referents"),
        *_of("traceback", "walk_stack walk_tb extract_stack"),
        *_of("threading", "settrace setprofile settrace_all_threads setprofile_all_threads"),
        "linecache", "__main__", "sys.modules",
    ],
    Look.CHANNEL: _of("os", "write writev pwrite read readv pread dup dup2 sendfile closerange"),
    Look.NATIVE: ["ctypes", "_ctypes", "cffi", "_cffi_backend", "numpy.ctypeslib"],
    Look.NETWORK: [
        *_of("socket", "socket create_connection create_server getaddrinfo gethostbyname socketpair fromfd"),
        *_of("requests", "post put patch delete"),
        "_socket", "http.client", "http.server", "socketserver", "smtplib", "ftplib", "telnetlib", "xmlrpc.client",
        "paramiko", "asyncio.open_connection", "asyncio.open_unix_connection",
    ],
    Look.PROCESS: [
        *_of("os", "fork forkpty execl execle execlp execlpe execv execve execvp execvpe posix_spawn posix_spawnp"),
        *_of("os", "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe"),
        *_of("os", "kill killpg setsid setpgid setpgrp setuid setgid getppid pidfd_open"),
        *_of("multiprocessing", "Process Pool Manager shared_memory get_context"),
        *_of("torch.multiprocessing", "Process Pool spawn"),
        "concurrent.futures.ProcessPoolExecutor", "pty", "posix", "_posixsubprocess",
    ],
    Look.LINGERS: [
        *_of("signal", "signal setitimer sigaction pthread_sigmask"),
        "atexit", "weakref.finalize", "threading.Timer", "_thread",
    ],
    Look.ENDS: [*_of("os", "_exit abort"), "signal.raise_signal", "faulthandler._sigsegv"],
    Look.PATCH: _of("sys", "meta_path path_hooks"),
    Look.GRADED: ["sys.gettrace"],
    Look.HIDDEN: ["builtins.exec", "builtins.compile", "marshal", "types.CodeType"],
}  # fmt: skip
#: What a dotted name means by being mentioned at all; see `Names` for how a name becomes dotted.
WATCHED = {name: look for look, names in _NAMES.items() for name in names}

#: Attributes that lead from an object to a frame, a module's variables or a function's code, whatever they are read of.
INNER = frozenset({
    "f_back", "f_globals", "f_locals", "f_builtins", "tb_frame", "gi_frame", "cr_frame", "ag_frame", "co_consts",
    "cell_contents", "__globals__", "__closure__", "__subclasses__", "func_globals",
})  # fmt: skip

SOURCE_READERS = frozenset(_of("inspect", "getsource getsourcelines"))

#: Fetching is how data comes to a notebook, so these count only in a function that is not there to fetch.
FETCHES = frozenset({
    "urllib.request.urlopen", "urllib.request.urlretrieve", "urllib.urlopen", "urllib.urlretrieve", "urllib2.urlopen",
    "requests.get", "requests.request", "requests.Session",
})  # fmt: skip
FETCHING = re.compile(r"download|fetch|retrieve|load|read|get|data|corpus|glove|embed|url|crawl|scrape", re.IGNORECASE)

COMMANDS = frozenset({
    *_of("subprocess", "run call Popen check_call check_output getoutput getstatusoutput"),
    *_of("os", "system popen"), *_of("commands", "getoutput getstatusoutput"),
})  # fmt: skip
#: Programs that set up a notebook.
USUAL_COMMAND = re.compile(
    r"(?:\S*python3?\s+-m\s+)?(?:pip3?|conda|apt(?:-get)?|gdown|wget|unzip|tar|gunzip|git|nvidia-smi|mkdir|ls|cls|clear"
    r"|spacy|nltk|nltk\.downloader|jupyter|kaggle|tensorboard)\b[^;&|`$]*"
)

GRADER = frozenset({"grader", "reference", "grade_drivers"})  # the packages of this project, and what drivers stand in
GRADING_VARIABLE = re.compile(
    r"(?i:\w*(gradescope|autograd(er|ing)|nbgrader|otter_|pytest|unittest)\w*)|CI|GITHUB_ACTIONS"
)
GRADING_MODULE = frozenset({"pytest", "_pytest", "unittest", "otter", "nbgrader", "gradescope_utils"})

_MACHINE = (
    r"/proc(/(?!cpuinfo$|meminfo$).*)?|/etc/.*|/dev/(mem|kmem|shm|fd|port)\b.*|/autograder\b.*|/sys/(kernel|fs)/.*"
    r"|.*(^|/)\.(ssh|aws|gnupg|netrc|git-credentials)(/.*)?|.*(^|/)id_(rsa|ed25519)"
)
_GRADING = (
    r".*(^|/)(expected|reference|oracles|specs|solutions?)/.*\.(py|toml|ya?ml)|.*\*\.toml"
    r"|.*(^|/)(assignment\.ya?ml|reference\.py|expected\w*\.toml)|.*/reports?/.*\.html|.*\.instructor\.html"
    r"|(\.\.|/).*/(grades?\.(csv|json|db)|results\.(json|db))"
)
SYSTEM_FILE = re.compile(rf"{_MACHINE}|{_GRADING}")

SEARCHES = frozenset({
    *_of("os", "walk listdir scandir fwalk"), *_of("glob", "glob iglob"), *_of("pathlib", "Path PosixPath"),
})  # fmt: skip
#: Folders above everybody's files, as they are or with a wildcard right below.
OUTSIDE = re.compile(r"/|/(\*.*|(home|root|opt|usr|var|srv|tmp|proc|Users)(/?|/\*.*))|(\.\./){3,}\*.*|~/?")

#: Modules whose functions the grading of others may rest on.
SHARED = frozenset({
    "numpy", "json", "struct", "unittest", "pytest", "builtins", "time", "math", "pickle", "msgpack", "torch", "random",
    "grade_drivers",
})  # fmt: skip
#: Settings, which look like the same.
SETTINGS = ("torch.backends.", "torch.cuda.")
#: Replaced in honest hand-ins: names that newer versions dropped, and the well-known way around `allow_pickle`.
USUALLY_REPLACED = frozenset({
    *_of("numpy", "int float bool object str complex long unicode load asscalar"), *_of("time", "clock"),
    *_of("builtins", "unicode xrange raw_input reduce input"),
})  # fmt: skip
REPLACED_IN_SYS = frozenset({
    *_of("sys", "modules meta_path path_hooks exit excepthook __excepthook__ unraisablehook displayhook"),
    *_of("sys", "_getframe __stdout__ __stderr__"), "os._exit", "os.environ",
})  # fmt: skip

COMPARISONS = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"})
POSING = frozenset({"__array_function__", "__array_ufunc__", "__torch_function__", "__torch_dispatch__",
                    "__instancecheck__", "__subclasscheck__", "__class__"})  # fmt: skip

WRITTEN_SCORE = re.compile(r"""["'](?:max_)?(?:score|grade|points|marks|verdict)["']\s*:\s*["']?[\dp]""")
SCORE_KEYS = frozenset({"score", "max_score", "grade", "points", "marks"})
