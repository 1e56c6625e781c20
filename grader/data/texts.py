"""The texts that one assignment names, each found or drawn when it is first asked for, and then kept.

Which text a name means is decided by the spec; what lies in the data folder by the instructor.
"""

from collections.abc import Mapping
from pathlib import Path

from grader.code import OurFault
from grader.data.resolve import Used, Wanted, files_of, resolve
from grader.data.stored import Stored
from grader.draws.draws import Draws


class Texts:
    """An assignment's texts by the names that its checks use."""

    def __init__(
        self, wanted: Mapping[str, Wanted] | None = None, folder: Path | None = None, draws: Draws | None = None
    ) -> None:
        """folder: the data folder; None where there is none. draws: what synthetic texts are drawn from."""
        self._wanted, self._folder = dict(wanted or {}), folder
        self._draws = draws or Draws("")
        self._used: dict[str, Used] = {}
        self._asked_for: set[str] = set()

    def of(self, name: str) -> Used:
        """The text of that name. Raises OurFault where the assignment has none; DataMissing, DataUnusable."""
        if name not in self._wanted:
            raise OurFault(f"the assignment has no data `{name}`")
        self._asked_for.add(name)
        if name not in self._used:
            self._used[name] = resolve(self._wanted[name], self._folder, self._draws.under("data", name))
        return self._used[name]

    def files(self) -> tuple[Stored, ...]:
        """Every file of the data folder that a check may read."""
        return tuple(stored for wanted in self._wanted.values() for stored in files_of(wanted, self._folder))

    def begin(self) -> None:
        """Another submission: what the one before asked for is not told of this one."""
        self._asked_for.clear()

    @property
    def told(self) -> dict[str, str]:
        """A sentence, without its full stop, about every text that was asked for since the beginning, by its name and
        in the assignment's order."""
        asked_for = [name for name in self._wanted if name in self._asked_for and name in self._used]
        return {name: self._used[name].said.rstrip(".") for name in asked_for}
