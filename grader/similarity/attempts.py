"""Whose hand-ins are whose: somebody's two attempts are alike, as they should be, and are not compared."""

import re
from collections import Counter
from collections.abc import Sequence

from grader.submission.found import Found

_TOLD_APART = re.compile(r"(.+?) \([^()]*\)")


def people(found: Sequence[Found]) -> list[tuple[str, str]]:
    """For each hand-in of one assignment whose it is, and a name that is its alone.

    Intake calls an `ann` of another folder `ann (tuesday)`. Two downloads of one class are told apart by folders,
    too, so hand-ins of one name are taken for one person's.
    """
    names = {one.who.casefold() for one in found}
    often = Counter(one.who for one in found)
    told = []
    for one in found:
        apart = _TOLD_APART.fullmatch(one.who)
        person = apart.group(1).casefold() if apart and apart.group(1).casefold() in names else one.who.casefold()
        told.append((person, f"{one.who}, attempt {one.attempt}" if often[one.who] > 1 else one.who))
    return told
