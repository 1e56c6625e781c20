"""What student code finds around it, the same for everybody and at every level: environment and working folder."""

import os


def surroundings(scratch: str) -> dict[str, str]:
    """Environment variables; `scratch` is the folder that may be written to."""
    return {
        "HOME": scratch, "TMPDIR": scratch, "PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "MPLBACKEND": "agg", "MALLOC_ARENA_MAX": "2",
        # One thread each: a slot has one core, and a library's threads would not survive a fork.
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    }  # fmt: skip


def show(files: str, scratch: str) -> None:
    """Links to what was handed in, in the working folder: `open("data.txt")` finds it, and new files can be written."""
    for name in os.listdir(files):  # noqa: PTH208
        os.symlink(os.path.join(files, name), os.path.join(scratch, name))  # noqa: PTH118, PTH211 - no pathlib needed
