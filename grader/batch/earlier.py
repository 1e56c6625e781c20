"""Pages of what does not count any more: laid aside under another name, so that nobody takes them for what does.

What was handed in may be gone, or something that cannot be graded may lie in its place. Marks stay in the store.
"""

from collections.abc import Iterable
from pathlib import Path

from grader.outcome import Finding

_ENDINGS = (".instructor.html", ".html")  # the longer one first
_NAMED = 5  # people named in a sentence


def earlier(page: Path) -> Path:
    """Where a page is laid aside."""
    ending = next(one for one in _ENDINGS if page.name.endswith(one))
    return page.with_name(f"{page.name.removesuffix(ending)}.before{ending}")


def told(pages: Iterable[Path], out: Path) -> tuple[Finding, ...]:
    """What was laid aside, by people."""
    people = sorted({page.parent.name for page in pages})
    if not people:
        return ()
    named = ", ".join(people[:_NAMED]) + (f" and {len(people) - _NAMED} more" if len(people) > _NAMED else "")
    what = f"Pages from before, of what is no longer there or can't be graded any more, were laid aside: {named}."
    advice = "They end in `.before.html`, count for nothing, and go when there is a new page; their marks are kept."
    return (Finding(what, str(out), advice),)
