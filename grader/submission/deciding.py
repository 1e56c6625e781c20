"""Which assignment each hand-in is for, where no folder's name says it: by files' names, then by others, then by code.

Names cost a look into the folder. Code has to be copied and read, so that is done where nothing else tells.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.submission import mistakes
from grader.submission.detect import by_names, candidates
from grader.submission.found import Class, Found, Trouble
from grader.submission.places import Known
from grader.submission.text import shown_name

_ASKED = 30  # people of an export whose files' names are looked at: all of them hand in for one assignment
_READ = 5  # people of an export whose code is read


def decided(found: Sequence[Found], known: Known, path: Path) -> Class:
    """The hand-ins of one path with their assignments; who can't be told is a trouble, and stops nobody else."""
    if len(known) == 1:
        return Class(tuple(replace(one, slug=one.slug or next(iter(known))) for one in found))
    exported = [one for one in found if one.platform and not one.slug]
    return _export(exported, known, path) if exported and len(exported) == len(found) else _folders(found, known)


def _export(found: Sequence[Found], known: Known, path: Path) -> Class:
    """All of one export are for one assignment: the one that most say who say anything."""
    votes = _votes((by_names(one.path, known) for one in found), _ASKED)
    votes = votes or _votes((candidates(one.path, known) for one in found[:_READ]), _READ)
    slug, most = votes.most_common(1)[0] if votes else ("", 0)
    if 2 * most > votes.total():
        return Class(tuple(replace(one, slug=slug) for one in found))
    return Class((), (Trouble(shown_name(path.name), path, mistakes.undecided_class(path, sorted(votes), known)),))


def _votes(fitting: Iterable[tuple[str, ...]], most: int) -> Counter[str]:
    votes: Counter[str] = Counter()
    for slugs in fitting:
        votes.update(slugs if len(slugs) == 1 else ())
        if votes.total() >= most:
            break
    return votes


def _folders(found: Sequence[Found], known: Known) -> Class:
    """Each by itself. In a class where all others agree, so does the one that says nothing."""
    fitting = _agreed(found, [(one.slug,) if one.slug else by_names(one.path, known) for one in found])
    read = [
        slugs if len(slugs) == 1 else candidates(one.path, known) for one, slugs in zip(found, fitting, strict=True)
    ]
    clear, troubles = [], []
    for one, slugs, last in zip(found, read, _agreed(found, read), strict=True):
        if len(last) == 1:
            clear.append(replace(one, slug=last[0]))
        else:
            troubles.append(Trouble(one.who, one.path, mistakes.undecided(one.who, one.where, slugs, known)))
    return Class(tuple(clear), tuple(troubles))


def _agreed(found: Sequence[Found], fitting: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What fits each hand-in, or what all others agree on where that leaves it open."""
    told = {slugs[0] for slugs in fitting if len(slugs) == 1}
    return [
        tuple(told) if len(slugs) != 1 and one.read_as == "class" and len(told) == 1 else slugs
        for one, slugs in zip(found, fitting, strict=True)
    ]
