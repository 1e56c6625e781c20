"""Gradescope's "Export submissions": a folder for each submission, and a list of who handed them in.

    assignment_123_export/submission_metadata.yml    names, SIDs, e-mail addresses, times
    assignment_123_export/submission_456/word2vec.py

Several submitters of one submission are a group. Earlier attempts count where their files are there as well.
"""

from collections.abc import Sequence

from grader.outcome import Finding
from grader.submission.exported.hand_in import Export, HandIn, Part, in_order, spelled
from grader.submission.exported.metadata import Submitted, Submitter, Unread, read
from grader.submission.person import Person
from grader.submission.text import shown, shown_name

METADATA = "submission_metadata.yml"
_PREFIX = "submission_"
_NAMED = 3  # of a group in its name


def exported(folders: Sequence[str], files: Sequence[str], metadata: bytes) -> Export:
    """Who handed in which of these names. What the list does not tell is called by its folder's name."""
    try:
        listed = read(metadata)
    except Unread as trouble:
        listed, unread = {}, [(METADATA, _unreadable(str(trouble)))]
    else:
        unread = []
    there = {*folders, *files}
    hand_ins: list[HandIn] = []
    for name, submitted in listed.items():
        if name in there:
            hand_ins += _attempts(name, submitted, there)
        else:
            unread.append((_called(submitted.submitters) or shown_name(name), _without_files(name)))
    known = {part.name for hand_in in hand_ins for part in hand_in.parts}
    nameless = [name for name in folders if name.startswith(_PREFIX) and name not in known]
    hand_ins += [HandIn(name, "", (Part(name),)) for name in nameless]
    return Export("Gradescope", in_order(hand_ins), tuple(unread))


def _attempts(name: str, submitted: Submitted, there: set[str]) -> list[HandIn]:
    """The submission that counts on Gradescope, and those before it whose files are there."""
    people = [Person(spelled(one.name), one.sid, email=one.email) for one in submitted.submitters]
    alone = people[0] if len(people) == 1 else Person(_called(submitted.submitters) or name)
    members = tuple(people) if len(people) > 1 else ()
    before = [one for one in submitted.history if one.name != name]
    return [
        HandIn(alone.name or name, alone.id, (_part(folder),), alone.email, members, time, late=None, attempt=number)
        for number, (folder, time) in enumerate(
            [*((one.name, one.created_at) for one in before), (name, submitted.created_at)], 1
        )
        if folder in there
    ]


def _part(name: str) -> Part:
    """A folder is the hand-in; a file, as of a scanned sheet, is all of it."""
    return Part(name) if "." not in name else Part(name, name)


def _called(people: Sequence[Submitter]) -> str:
    names = [spelled(one.name) or one.sid or one.email for one in people]
    if len(names) <= _NAMED:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{names[0]} and {len(names) - 1} more"


def _unreadable(why: str) -> Finding:
    return Finding(
        f"{METADATA} can't be read: {shown(why, 200)}. Whose each submission is, it alone says.",
        METADATA,
        "Export the submissions from Gradescope once more. Until then each goes by its folder's name.",
    )


def _without_files(name: str) -> Finding:
    return Finding(
        f"{shown_name(name)} stands in {METADATA}, and its files are not there.",
        METADATA,
        "Export the submissions from Gradescope once more, or look there what was handed in.",
    )
