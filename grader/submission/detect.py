"""Which assignment a hand-in is for, by the names of its files; where those leave a doubt, by what they define."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.submission.files import File, listing
from grader.submission.spool import Spool

_DEFINES = re.compile(rb"\b(?:def|class)[ \t]+([A-Za-z_]\w*)")
_CODE = (".py", ".ipynb")


@dataclass(frozen=True)
class AssignmentHint:
    """What a hand-in for one assignment looks like: the modules and functions that its spec speaks of."""

    modules: frozenset[str]
    functions: frozenset[str] = frozenset()


def candidates(path: Path, known: Mapping[str, AssignmentHint]) -> tuple[str, ...]:
    """The assignments that fit best; one where the matter is clear, none where nothing fits at all."""
    with Spool() as spool:
        taken = spool.take(path)
        files = [file for file in listing(taken.folder, taken.names).files if file.suffix in _CODE]
        stems = {file.stem for file in files}
        best = _best({slug: len(stems & hint.modules) for slug, hint in known.items()})
        if len(best) == 1:
            return best
        functions = {name for file in files for name in _functions(file)}
    tied = best or tuple(known)
    return _best({slug: len(functions & known[slug].functions) for slug in tied}) or best


def _best(scores: Mapping[str, int]) -> tuple[str, ...]:
    highest = max(scores.values(), default=0)
    return tuple(slug for slug, score in scores.items() if score == highest) if highest else ()


def _functions(file: File) -> set[str]:
    return {name.decode() for name in _DEFINES.findall(file.path.read_bytes())}
