"""Whether a worker elsewhere would grade as this machine does, and what to say where it would not.

Results are kept under what they rest on. A worker that has another grader, numpy or spec would put its results under a
key that they do not belong to, so it is refused, by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from grader.batch.rests_on import of_grader
from grader.outcome import Finding
from grader.resources import templates_folder
from grader.store.fingerprints import of_sources

#: What draws a page beside our own templates.
_DRAWING = ("Jinja2", "markdown-it-py", "math-core", "mdit-py-plugins")
_FINGERPRINT = 64  # letters; nobody is shown one
_MOST_NAMED = 5
_SAME = "under the same path. Restart the workers and run the same command again; what was graded is kept."


@dataclass(frozen=True)
class Other:
    """A worker's answer: it works with something else. parts: what, as `rests_on` or `drawn_with` names it.

    problem: it cannot even set up the assignment.
    """

    parts: Mapping[str, str]
    problem: Finding | None = None


@cache
def drawn_with() -> Mapping[str, str]:
    """What pages rest on beside the reports that they show."""
    parts = {"grader": of_grader(), "templates": of_sources(templates_folder(), suffixes=())}
    return {**parts, **{package: _version(package) for package in _DRAWING}}


def refused(worker: str, ours: Mapping[str, str], other: Other) -> Finding:
    """What to say of a worker that works with something else."""
    if other.problem is not None:
        what = f"A worker of the cluster cannot set up the assignment: {other.problem.what}"
        where = "; ".join(filter(None, (worker, other.problem.where)))
        return Finding(what, where, f"Put the folders of --specs and --data where every worker sees them {_SAME}")
    what = "A worker of the cluster works with something else than this machine, and would give other results."
    advice = f"Install the same versions there, and put the folders of --specs and --data where it sees them {_SAME}"
    return Finding(what, f"{worker}: {_differences(ours, other.parts)}", advice)


def _differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    said = [_difference(name, ours.get(name, "none"), theirs.get(name, "none")) for name in names]
    if len(said) > _MOST_NAMED:
        said[_MOST_NAMED:] = [f"{len(said) - _MOST_NAMED} more parts"]
    return "; ".join(said) or "what it was sent, though now both are the same: something changed during the run"


def _difference(name: str, ours: str, theirs: str) -> str:
    if _FINGERPRINT in (len(ours), len(theirs)):
        return f"another {name}" if "none" not in (ours, theirs) else f"{name} is not on both"
    return f"{name} {theirs} there, {ours} here"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
