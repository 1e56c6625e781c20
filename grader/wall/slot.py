"""A slot: the place of one core where student processes are started, at the best level that this machine gives.

It owns the zygotes (one with numpy, one with torch for those who ask), the folder of the spool, and what the canary
saw. Whatever was started here has ended when it is closed.

What needs numpy or pydantic is imported inside functions: a zygote starts before they are here, and beside them.
"""

import contextlib
import os
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.code import OurFault
from grader.outcome import Finding
from grader.wall import bubblewrap, remedies
from grader.wall.folders import Folder
from grader.wall.levels import Level
from grader.wall.running import Running
from grader.wall.zygote import UNPRIVILEGED, NotStarted, Zygote

if TYPE_CHECKING:
    from grader.wall.canary import Tried
    from grader.wall.limits import Limits

_ORDER = list(Level)


class Slot:
    """Starts processes, one after the other. `best`: the level that is tried first."""

    def __init__(self, best: Level = Level.ISOLATED) -> None:
        self._best = best
        self._zygotes: dict[bool, Zygote] = {}
        self._level: Level | None = None
        #: Why a better level was not reached, and what would mend it.
        self.why_not: dict[Level, Finding] = {}
        #: What the canary tried at the level that was reached.
        self.tried: list[Tried] = []
        self._folder = Folder()
        self._base = self._folder.path
        for name in ("spool", "scratch"):
            (self._base / name).mkdir()
        if _root():
            for folder in (self._base, self._base / "spool", self._base / "scratch"):
                os.chown(folder, 0, UNPRIVILEGED)
                # Entered by student code, listed by nobody else; what is made in it belongs to the same group.
                folder.chmod(0o2710)

    @property
    def spool(self) -> Path:
        """The folder under which what was handed in can be shown to student code."""
        return self._base / "spool"

    @property
    def level(self) -> Level:
        """The level, as it was seen to hold here."""
        if self._level is None:
            self._zygote(torch=False)
        assert self._level
        return self._level

    def warm_up(self, torch: bool = False) -> None:
        """Starts what will be needed, and does not wait for it."""
        untouched = not self._zygotes and self._level is None
        if untouched and self._best is Level.ISOLATED and not self._impossible(self._best):
            with contextlib.suppress(NotStarted):  # told when it is needed
                self._zygotes[torch] = Zygote(self._base, True, torch)

    def start(self, limits: "Limits", torch: bool = False, files: Path | None = None) -> Running:
        """A process that waits for its first request. Raises OurFault.

        `files`: a folder in the spool that it may read.
        """
        from grader.wall.spawned import Spawned

        try:
            return self._forked(limits, torch, files) or Spawned(limits, files, self._base / "scratch")
        except (OSError, NotStarted) as trouble:
            raise OurFault(f"no process could be started for the student's code: {trouble}") from trouble

    def _forked(self, limits: "Limits", torch: bool, files: Path | None) -> Running | None:
        """A locked process, from a new zygote where the old one has ended; None where there is no confinement."""
        zygote = self._zygote(torch)
        try:
            return zygote.fork(limits, files) if zygote else None
        except NotStarted:
            self._zygotes.pop(torch).close()
        zygote = self._zygote(torch)
        return zygote.fork(limits, files) if zygote else None

    # ---- how a level is reached
    def _zygote(self, torch: bool) -> Zygote | None:
        """The zygote to fork from; None where there is no confinement."""
        if torch and find_spec("torch") is None:
            raise OurFault("this assignment needs torch, which is not installed: pip install 'straightedge[torch]'")
        if self._level is None:
            self._reach(torch)
        assert self._level
        if not self._level.holds_strangers:
            return None
        if torch not in self._zygotes:
            self._zygotes[torch] = self._proved(self._level, torch)
        return self._zygotes[torch]

    def _reach(self, torch: bool) -> None:
        """Tries one level after the other, from the best."""
        for level in _ORDER[_ORDER.index(self._best) :]:
            if not level.holds_strangers:
                break
            try:
                self._zygotes[torch] = self._proved(level, torch)
            except NotStarted as trouble:
                self.why_not[level] = remedies.explained(str(trouble))
                continue
            self._level = level
            return
        self._level = max(self._best, Level.LIMITED if os.name == "posix" else Level.NONE, key=_ORDER.index)

    def _proved(self, level: Level, torch: bool) -> Zygote:
        """A zygote of which the canary could not break out. Raises NotStarted, with the reason."""
        from grader.wall import canary
        from grader.wall.process import Died

        zygote = self._zygotes.pop(torch, None)
        if why := self._impossible(level):
            raise NotStarted(why)
        zygote = zygote or Zygote(self._base, level is Level.ISOLATED, torch)
        try:
            tried = canary.observe(partial(zygote.fork, canary.LIMITS), self._base)
        except (Died, OSError) as trouble:
            zygote.close()
            words = trouble.death.output if isinstance(trouble, Died) else str(trouble)
            raise NotStarted(words.strip() or "the first process ended without a word") from trouble
        except BaseException:
            zygote.close()
            raise
        seen = canary.level_of(tried, zygote.namespaces)
        if seen is not level:
            zygote.close()
            got = "; ".join(f"{one.attempt.words} ({one.saw})" for one in tried if not one.stopped)
            raise NotStarted(f"{remedies.BROKE_OUT} when it tried to {got}")
        self.tried = tried
        return zygote

    def _impossible(self, level: Level) -> str:
        """Why a level need not be tried; "" where it must."""
        if sys.platform != "linux":
            return remedies.NOT_LINUX
        return "" if level is Level.CONFINED or bubblewrap.found() else remedies.NO_BUBBLEWRAP

    # ---- the end
    def close(self) -> None:
        """Ends every zygote and what it forked, and removes the folders."""
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes.clear()
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()


def _root() -> bool:
    return hasattr(os, "getuid") and os.getuid() == 0
