"""One thread for every process of ours: slots share the cores, and no sum depends on how many threads added it up."""

import contextlib
import os
import sys

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def one_thread() -> None:
    """Holds numpy and torch of this process, and of those that it starts, to one thread. Call it before they are
    imported."""
    os.environ.update(dict.fromkeys(_VARIABLES, "1"))


def cores() -> list[int]:
    """The cores that this process may use, by number; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []


def core_count() -> int:
    """How many there are."""
    return len(cores()) or os.cpu_count() or 1


def stay_on(core: int | None) -> None:
    """Keeps this process and those that it will start on one core; None, or a system that refuses, changes nothing."""
    if core is not None and sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {core})
