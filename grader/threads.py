"""One thread for every process of ours: slots share the cores, and no sum depends on how many threads added it up."""

import os

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def one_thread() -> None:
    """Holds numpy and torch of this process, and of those that it starts, to one thread. Call it before they are
    imported."""
    os.environ.update(dict.fromkeys(_VARIABLES, "1"))
