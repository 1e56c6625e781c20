"""Who may be exported yet. Started is not graded, and missing is not zero: no mark is invented here or anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row, Standing
from grader.submission.text import shown

_NAMED = 3  # people named in a sentence


@dataclass(frozen=True)
class Terms:
    """What the instructor agreed to about marks that are not there yet."""

    so_far: bool = False  # what waits or broke on our side is left out of a mark, and the mark is exported
    mark_ungraded: bool = False  # who has no mark yet is left empty


def mark_of(row: Row, terms: Terms) -> float | None:
    """The points that are exported; None where there are none yet, or never will be."""
    decided = row.standing is Standing.GRADED and not _broke(row)
    so_far = row.standing in (Standing.GRADED, Standing.WAITING) and terms.so_far
    return row.points if decided or so_far else None


def _broke(row: Row) -> bool:
    """Whether points broke on our side. In a column of a fixed maximum, leaving them out would cost them."""
    return row.report is not None and row.report.excluded > 0


def unready(rows: Sequence[Row], terms: Terms) -> list[Row]:
    """Who handed in and has no mark to export yet."""
    open_standings = (Standing.UNGRADED, Standing.WAITING)
    decided = Standing.GRADED, *open_standings
    # A row that says "graded" and holds no report is no mark either.
    return [row for row in rows if row.standing in decided and mark_of(row, terms) is None]


def told_unready(rows: Sequence[Row], terms: Terms) -> tuple[Finding, ...]:
    """Who is left empty, as a finding. Raises UserMistake where the instructor did not agree to that."""
    left = unready(rows, terms)
    if not left:
        return ()
    broken = [row for row in left if row.standing is Standing.GRADED and _broke(row)]
    ungraded = [row for row in left if row.standing is not Standing.WAITING and row not in broken]
    waiting = [row for row in left if row.standing is Standing.WAITING]
    if terms.mark_ungraded:
        what = f"{_count(len(left))} no mark yet and {'is' if len(left) == 1 else 'are'} left empty: {named(left)}."
        return (Finding(what, _assignments(left), _first_why(ungraded)),)
    what = " ".join(
        [f"{_count(len(ungraded))} handed in and not been graded: {named(ungraded)}."] * bool(ungraded)
        + [f"{_count(len(waiting))} points that wait for a person: {named(waiting)}."] * bool(waiting)
        + [f"{_count(len(broken))} points that broke on our side: {named(broken)}."] * bool(broken)
    )
    advice = ["run `grade PATH` again for what is not graded"] * bool(ungraded)
    advice += ["`grade mark` gives the marks that wait, `--so-far` exports without them"] * bool(waiting)
    advice += [
        "`grade validate SLUG` says what broke; mend it and grade again, or give those marks by `grade mark`"
    ] * bool(broken)
    advice += ["`--mark-ungraded` leaves these people empty and exports the others"]
    sentence = "; ".join(advice)
    raise UserMistake(Finding(f"{what} Nothing was exported.", _assignments(left), f"{sentence}."))


def practice(rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Said where marks of the public seed leave for a gradebook."""
    drawn = [row for row in rows if row.report is not None and row.report.seed != "secret"]
    if not drawn:
        return ()
    what = f"These are practice marks: {len(drawn)} of {len(rows)} rows were graded with the public seed."
    advice = "Anybody can draw the same inputs. For marks that count, grade with a secret: `--seed-file FILE`."
    return (Finding(what, _assignments(drawn), advice),)


def named(rows: Sequence[Row]) -> str:
    """The first people by name: "Ann Lee, Bo Chen, Cem Aydin and 4 more"."""
    names = [name_of(row) for row in rows]
    first, more = names[:_NAMED], len(names) - _NAMED
    if more > 0:
        return f"{', '.join(first)} and {more} more"
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first)


def name_of(row: Row) -> str:
    """What somebody is called in a message, with the id where there is one: names collide."""
    name = shown(row.person.name or row.who)
    return f"{name} ({shown(row.person.id)})" if row.person.id and row.person.id != name else name


def _count(people: int) -> str:
    return "One person has" if people == 1 else f"{people} people have"


def _assignments(rows: Sequence[Row]) -> str:
    return ", ".join(dict.fromkeys(row.slug for row in rows))


def _first_why(rows: Sequence[Row]) -> str:
    return next((f"{name_of(row)}: {shown(row.why, 200)}" for row in rows if row.why), "")
