"""Classes to look at: a usual one with everything that a page can show, and one full of hostile names."""

from collections.abc import Callable

from grader.outcome import Finding
from grader.report.class_summary import Asked, ClassSummary, Flag, Place, Score, Slip, Stuck, Student

NAMES = ("Ada Abel", "Bea Brandt", "Carl Cohen", "Dora Diaz", "Emil Eriksen", "Finn Fischer")


def student(name: str, points: float | None, waits: float = 0.0, **more: object) -> Student:
    given = {
        "standing": "waiting" if waits else "graded",
        "page": f"{name.split()[0].lower()}/word2vec.instructor.html",
    }
    scores = (Score(min(points or 0.0, 30.0), 30.0), Score(max(0.0, (points or 0.0) - 30.0), 50.0 - waits, waits))
    return Student(name, points=points, waits=waits, scores=scores if points is not None else (), **(given | more))


def usual() -> ClassSummary:
    """Six with marks, and one each who has none."""
    people = [student(name, 40.0 + 7.5 * n, 10.0 if n == 2 else 0.0) for n, name in enumerate(NAMES)]
    flags = (Flag("imports `ctypes`", "bea/word2vec.instructor.html#q1-2"), Flag("twice"))
    people[1] = student(NAMES[1], 39.5, changes=("−8: Handed in 1 day late.", "attempt 2 of 3"), flags=flags)
    people += [
        Student("Gina Garcia", "ungraded", why="The archive is damaged."),
        Student("Hana Hoang", "missing"), Student("Ivan Ito", "excused", why="Excused until 1 December."),
    ]  # fmt: skip
    places = tuple(Place(one.name, f"{one.page}#q2-1") for one in people[:6])
    return ClassSummary(
        "word2vec", "Word2vec", 80.0, tuple(people),
        (Asked("1", "Sigmoid", 30.0, 178.0, 180.0, 5, 1, 0),
         Asked("2b", "Negative sampling", 50.0, 150.0, 290.0, 1, 5, 1),
         Asked("3", "For the curious", 0.0, 4.0, 0.0, 6, 0, 0)),
        (Slip("2b", "repeats-once", "`grad[idx] += …` loses repeated rows.", places[:5]),
         Slip("2b", "", "The gradient is transposed.", places[:2]),
         Slip("1", "", "Not right, and no known mistake explains it.", places[5:], other=True)),
        (Stuck("2b", "why it is cheaper", 10.0, places[2:3]),), (Stuck("1", "the values", 2.0, places[:3]),),
        (Finding("`paul.zip` is damaged.", "submissions/paul.zip", "Ask for it again."),),
        due="14 October 2025", made=(("level A, secret seed, grader 0.1.0", 6),),
    )  # fmt: skip


def crowd(count: int, points: Callable[[int], float | None] = lambda n: float(n * 7 % 81)) -> ClassSummary:
    """Many people; the n-th has `points(n)`."""
    names = [f"P{n:05}" for n in range(count)]
    people = tuple(student(name, points(n)) for n, name in enumerate(names))
    questions = Asked("1", "One", 30, 1, 2, 1, 1, 0), Asked("2", "Two", 50, 1, 2, 1, 1, 0)
    slip = Slip("1", "m", "s", tuple(Place(name, f"{name}/a.instructor.html") for name in names))
    return ClassSummary("a", "A", 80.0, people, questions, (slip,))


def hostile(h: str) -> ClassSummary:
    """Every field that may carry a stranger's words carries these."""
    place = Place(h, "p/a.instructor.html")
    people = (
        student(h, 1.0, 2.0, page="p/a.instructor.html", changes=(h,), flags=(Flag(h, "p/a.instructor.html#q1-1"),)),
        Student(h, "ungraded", why=h), Student(h, "missing", why=h), Student(h, "excused", why=h),
    )  # fmt: skip
    asked, slips = Asked(h, h, 1, 1, 2, 1, 1, 1), (Slip(h, h, h, (place,) * 3), Slip(h, "", h, (place,), True))
    return ClassSummary(
        h, h, 3.0, people, (asked, asked), slips, (Stuck(h, h, 1, (place,)),), (Stuck(h, h, 2, (place,) * 3),),
        (Finding(h, h, h, h),), due=h, made=((h, 1), (h, 2)),
    )  # fmt: skip
