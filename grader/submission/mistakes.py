"""What is said where a path leads to no submission: each message in three parts, and nothing else."""

import os
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

from grader.outcome import Finding
from grader.submission.files import entries
from grader.submission.text import shown, shown_name


def unknown(assignment: str, known: Collection[str]) -> Finding:
    near = get_close_matches(assignment, known, 1, 0.5)
    meant = f"Did you mean `--assignment {near[0]}`? " if near else ""
    return Finding(
        f"There is no assignment called {shown(assignment)}.",
        "--assignment",
        f"{meant}Known are {', '.join(sorted(known)) or 'none'}.",
    )


def missing(path: Path, whole: Path) -> Finding:
    """Where a path leads nowhere: the first part of it that is missing, and what is there instead."""
    part = whole
    while part.parent != part and not os.path.exists(part.parent):  # noqa: PTH110
        part = part.parent
    names = [entry.name for entry in entries(part.parent)]
    near = get_close_matches(part.name, names, 1, 0.5)
    there = ", ".join(shown_name(name) for name in names[:8]) + (" …" if len(names) > 8 else "")
    return Finding(
        f"{shown(str(path), 300)} does not exist.",
        f"{shown(str(part.parent), 300)} holds {there or 'nothing'}",
        f"Did you mean {shown_name(near[0])}?" if near else "Check the path, or give the folder that it stands in.",
    )


def locked(path: Path, whole: Path) -> Finding:
    return Finding(
        f"{shown(str(path), 300)} can't be opened.",
        shown(str(whole), 300),
        "Check who may read it: `ls -ld` on the path shows that.",
    )


def empty(path: Path) -> Finding:
    return Finding(
        f"{shown_name(path.name)} is empty.",
        shown(str(path), 300),
        "Put the files that are to be graded there: Python modules, notebooks, written answers.",
    )


def nothing(path: Path) -> Finding:
    what = "holds nothing that could be graded" if path.is_dir() else "is no file that could be graded"
    return Finding(
        f"{shown_name(path.name)} {what}.",
        shown(str(path), 300),
        "A submission is a folder with Python modules (.py), notebooks (.ipynb) or written answers (.md, .tex, .pdf), "
        "or an archive of one (.zip, .tar.gz).",
    )


def stray(path: Path, names: Sequence[str]) -> Finding:
    """Code in a class's own folder."""
    one = len(names) == 1
    return Finding(
        f"{_names(names)} {'lies' if one else 'lie'} beside the people of this class, and {'is' if one else 'are'} "
        "nobody's: not graded.",
        shown(str(path), 300),
        "Where somebody handed it in, move it into a folder of that person's name; else nothing is to be done.",
    )


def several(archive: Path, names: Sequence[str]) -> Finding:
    return Finding(
        f"{shown_name(archive.name)} holds several hand-ins: {_names(names)}.",
        shown(str(archive), 300),
        "Unpack it, and grade the folder that comes out; archives in it may stay as they are.",
    )


def too_large(archive: Path, why: str) -> Finding:
    return Finding(
        f"{shown_name(archive.name)} is too large for a class's archive: {why}.",
        shown(str(archive), 300),
        "Unpack it, and grade the folder that comes out; archives in it may stay as they are.",
    )


def no_room(archive: Path, needed: int, free: int, disk: Path) -> Finding:
    return Finding(
        f"{shown_name(archive.name)} unpacks to {_size(needed)}, and {_size(free)} are free for it.",
        shown(str(disk), 300),
        "Free some room there, or name a larger disk: `TMPDIR=/somewhere grade …`. A folder that you unpack yourself "
        "is read where it lies.",
    )


def nobodys(path: Path, names: Sequence[str], platform: str) -> Finding:
    return Finding(
        f"{_names(names)} {'is' if len(names) == 1 else 'are'} nobody's: {platform} names what was handed in after "
        "whoever handed it in.",
        shown(str(path), 300),
        "If somebody handed it in, give the file the name that the others have, or grade it alone.",
    )


def outside(archive: Path, names: Sequence[str]) -> Finding:
    return Finding(
        f"{len(names)} of the names in {shown_name(archive.name)} lead out of it, and were not unpacked: "
        f"{_names(names)}.",
        shown(str(archive), 300),
        "No learning platform packs such names. Ask who put them there.",
    )


def undecided_class(export: Path, fitting: Sequence[str], known: Collection[str]) -> Finding:
    """Where a whole export leaves open which assignment everybody in it is for."""
    slugs = sorted(fitting or known)
    why = f"its files fit {' and '.join(slugs)}" if fitting else "no file and no function in it tells"
    return Finding(
        f"Which assignment {shown_name(export.name)} was exported from can't be told: {why}.",
        shown(str(export), 300),
        f"Say it with {_options(slugs)}.",
    )


def none_for(path: Path, there: Sequence[Path], assignment: str) -> Finding:
    return Finding(
        f"{shown_name(path.name)} handed in nothing for {assignment}.",
        f"{shown(str(path), 300)} holds {', '.join(child.name for child in there)}",
        f"Leave `--assignment` away to grade what is there, or put the files into {assignment}/.",
    )


def undecided(who: str, where: str, fitting: Sequence[str], known: Collection[str]) -> Finding:
    slugs = sorted(fitting or known)
    why = f"its files fit {' and '.join(slugs)} alike" if fitting else "no file and no function in it tells"
    return Finding(
        f"Which assignment {who} is for can't be told: {why}.", shown(where, 300), f"Say it with {_options(slugs)}."
    )


def _options(slugs: Sequence[str]) -> str:
    return " or ".join(f"`--assignment {slug}`" for slug in slugs[:6])


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(shown_name, names[:5])) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count // 1_000_000} MB"
