"""How well student code is confined here: a letter and what it means, in words for the report."""

import os

# A and B (confinement by namespaces, Landlock and seccomp) come with the wall's second part; nothing is claimed
# that is not there.
LIMITED = ("C", "limited: a process of its own with limits on time, memory and output, not confined")
NONE = ("D", "none: a process of its own, watched by the clock alone")


def level() -> tuple[str, str]:
    """The level of this machine and its meaning."""
    return LIMITED if os.name == "posix" else NONE
