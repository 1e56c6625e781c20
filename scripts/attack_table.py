"""Writes the table of attacks into docs/security.md, from what tests/hostile expects and tests/test_hostile.py proves.

usage: python scripts/attack_table.py     (a test says when the page is behind)
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "security.md"
START, END = "<!-- attacks: written by scripts/attack_table.py -->\n", "<!-- end of attacks -->\n"
AREAS = {
    "read": "Read secrets",
    "forge": "Forge the grade",
    "exhaust": "Exhaust the machine",
    "intake": "Break what reads hand-ins",
    "render": "Break the report",
}


def table() -> str:
    """One table for each area; a row for each attack."""
    return "\n".join(part for area, title in AREAS.items() for part in _area(area, title)) + "\n"


def page() -> str:
    """The whole page with today's table."""
    text = PAGE.read_text("utf-8")
    before, after = text.split(START)[0], text.split(END)[1]
    return f"{before}{START}{table()}{END}{after}"


def _area(area: str, title: str) -> Iterator[str]:
    rows = sorted(
        (min(about["attack"]), folder.parent.name, about)
        for folder in (ROOT / "tests" / "hostile" / area).glob("*/expected.toml")
        if (about := tomllib.loads(folder.read_text("utf-8")))
    )
    yield f"\n### {title}: {len(rows)}\n"
    yield "| attack | what it tries | at A | at B |"
    yield "|---|---|---|---|"
    for _, name, about in rows:
        what = about["what"].replace("|", "\\|").replace("<", "&lt;")
        yield f"| `{name}` | {what} | {_outcome(about, 'A')} | {_outcome(about, 'B')} |"


def _outcome(about: dict[str, Any], letter: str) -> str:
    expected = about.get("both") or about[letter]
    return expected["outcome"] + (" !" if expected.get("flagged") else "")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
