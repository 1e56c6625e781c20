"""A class of invented students and what each of them hands in for assignment 2, `word2vec`.

Everything is made from a seed and a number, so the same class can be had again; any two right hand-ins differ in how
they compute. Nothing is executed here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.classroom.layouts import LAYOUTS, Manner, as_files
from tests.classroom.mischief import MISCHIEF
from tests.classroom.names import FIRST_NAMES, SPELLINGS, STYLES
from tests.classroom.plans import Plan, chosen
from tests.classroom.plot import plot
from tests.classroom.slips import SLIPS, Slip
from tests.classroom.writing import written

SLUG = "word2vec"


@dataclass(frozen=True)
class HandIn:
    """What one student hands in. `about` is the teacher's knowledge and stands in none of the files."""

    who: str
    files: dict[str, bytes]
    about: str  # "right", or what is wrong with it
    costs: tuple[str, ...]  # the questions where it must lose something
    plan: Plan
    manner: Manner

    @property
    def right(self) -> bool:
        return self.about == "right"

    def write(self, folder: Path) -> None:
        """Its files under `folder/<who>/word2vec/`."""
        place = folder / self.who / SLUG
        place.mkdir(parents=True)
        for name, content in self.files.items():
            (place / name).write_bytes(content)


@dataclass(frozen=True)
class Class:
    """A class: how large, and the shares of it that are wrong or hostile. The rest is right."""

    count: int = 300
    seed: int = 0
    wrong: float = 0.0
    hostile: float = 0.0
    #: Two modules with the sheet's spelling, as other graders need them; else layouts and spellings vary, too.
    plain: bool = False
    torch: bool = False  # word2vec.py imports it, and does not need it

    def __iter__(self) -> Iterator[HandIn]:
        seen: set[tuple[str, ...]] = set()
        for number in range(self.count):
            hand_in = self._one(number, Random(f"{self.seed}/{number}"))
            while hand_in.right and _computation(hand_in.plan) in seen:
                hand_in = self._one(number, Random(f"{self.seed}/{number}/{len(seen)}"))
            seen.add(_computation(hand_in.plan))
            yield hand_in

    def _one(self, number: int, random: Random) -> HandIn:
        who = f"{random.choice(FIRST_NAMES)}-{number:0{max(3, len(str(self.count - 1)))}}"
        fate = random.random()
        slip = random.choice(SLIPS) if fate < self.wrong else None
        mischief = random.choice(sorted(MISCHIEF)) if self.wrong <= fate < self.wrong + self.hostile else ""
        return made(who, random, chosen(random, slip), self._manner(random, bool(slip or mischief)), slip, mischief)

    def _manner(self, random: Random, modules: bool) -> Manner:
        style, documented, layout = random.choice(sorted(STYLES)), random.random() < 0.5, random.choice(LAYOUTS)
        spelling = random.choice(sorted(SPELLINGS))
        if self.plain:
            layout, spelling = LAYOUTS[0], "camelCase"
        return Manner(style, spelling, LAYOUTS[0] if modules else layout, documented, self.torch)


def made(who: str, random: Random, plan: Plan, manner: Manner, slip: Slip | None = None, mischief: str = "") -> HandIn:
    """A hand-in from what was chosen, complete with the written part and the plot."""
    name, text = written(random, dict(slip.answers) if slip else {})
    files = as_files(plan, manner) | {name: text.encode(), "word_vectors.png": plot(random)}
    if slip:
        files = slip.spoil(files)
    if mischief:
        files["word2vec.py"] += MISCHIEF[mischief].encode()
    about = slip.name if slip else mischief or "right"
    return HandIn(who, files, about, slip.questions if slip else (), plan, manner)


def _computation(plan: Plan) -> tuple[str, ...]:
    """What makes two hand-ins compute alike: names, comments and files are not in it."""
    return tuple(way for one in plan.values() for way in (one.shape.name, *one.ways))


def write(hand_ins: Class, folder: Path) -> list[HandIn]:
    """All of a class below a new folder, and beside it, as `<folder>.key.json`, who is what."""
    folder.mkdir(parents=True)
    handed_in = list(hand_ins)
    for one in handed_in:
        one.write(folder)
    key = {one.who: {"about": one.about, "costs": list(one.costs)} for one in handed_in}
    folder.with_name(f"{folder.name}.key.json").write_text(json.dumps(key, indent=1) + "\n", "utf-8")
    return handed_in
