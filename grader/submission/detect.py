"""Which assignment a hand-in is for, by the names of its files; where those leave a doubt, by what they define."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.submission.exported.contents import opened
from grader.submission.files import File, entries, listing
from grader.submission.spool import Spool

_DEFINES = re.compile(rb"\b(?:def|class)[ \t]+([A-Za-z_]\w*)")
_CODE = (".py", ".ipynb")
_DEEPEST = 4  # folders inside folders


@dataclass(frozen=True)
class AssignmentHint:
    """What a hand-in for one assignment looks like: the modules and functions that its spec speaks of."""

    modules: frozenset[str]
    functions: frozenset[str] = frozenset()


def by_names(path: Path, known: Mapping[str, AssignmentHint]) -> tuple[str, ...]:
    """The assignments that fit best by the names of files alone: nothing is copied, and nothing is read."""
    stems = set(_stems(path))
    return _best({slug: len(stems & hint.modules) for slug, hint in known.items()})


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


def _stems(path: Path, depth: int = _DEEPEST) -> Iterator[str]:
    """What the files of code are called: in a folder, in a zip, or the one file itself."""
    if path.is_dir():
        for entry in entries(path):
            if entry.is_file(follow_symlinks=False) or (depth and entry.is_dir(follow_symlinks=False)):
                yield from _stems(Path(entry.path), depth - 1)
    elif path.suffix.lower() == ".zip":
        with opened(path) as contents:
            yield from (stem for name in (contents.all_files if contents else ()) for stem in _stem(name))
    else:
        yield from _stem(path.name)


def _stem(name: str) -> list[str]:
    path = PurePosixPath(name)
    return [path.stem] if path.suffix.lower() in _CODE else []


def _best(scores: Mapping[str, int]) -> tuple[str, ...]:
    highest = max(scores.values(), default=0)
    return tuple(slug for slug, score in scores.items() if score == highest) if highest else ()


def _functions(file: File) -> set[str]:
    return {name.decode() for name in _DEFINES.findall(file.path.read_bytes())}
