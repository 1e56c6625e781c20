"""What is not known of several people, said once for each assignment; nothing is guessed in the meantime."""

from collections.abc import Iterator, Mapping, Sequence

from grader.nearest import nearest
from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.result import Result
from grader.submission.text import shown


def doubts(people: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Finding]:
    """One finding for each thing that is not known ("time", "lateness", "order") and each assignment."""
    for (what, slug), names in sorted(people.items()):
        count = f"{len(names)} {'person' if len(names) == 1 else 'people'}"
        if what == "time":
            said = f"For {count} the time of hand-in is unknown, so no penalty was computed"
        elif what == "lateness":
            said = f"{count} handed in late by the platform's word; how late isn't known, so no penalty was computed"
        else:
            said = f"For {count} it isn't known which hand-in was the last, so the best one counts"
        advice = f"Give the times: `times: handed-in.csv` under `{slug}`, with the columns `who` and `submitted`."
        yield Finding(f"{said}: {_listed(names)}.", slug, advice)


def unlisted(course: Course | None, results: Sequence[Result]) -> Iterator[Finding]:
    """Assignments of which the course says nothing, though it speaks of others."""
    if course is None or not course.file.assignments:
        return
    listed = course.file.assignments
    for slug in sorted({one.slug for one in results} - listed.keys()):
        near = nearest(slug, listed)
        advice = f"{near[:1].upper()}{near[1:]}{'' if near.endswith('?') else '.'}"
        yield Finding(f"{course.name} says nothing of `{slug}`, so no date holds for it.", "", advice)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown(one, 60) for one in names[:5]) + (", …" if len(names) > 5 else "")
