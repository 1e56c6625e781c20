"""A student's process without confinement, for systems that have none: started anew each time, limited from inside."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from grader.wall.far.surroundings import show, surroundings
from grader.wall.limits import Limits
from grader.wall.running import Ended, Running
from grader.wall.visible import python

MAIN = Path(__file__).parent / "far" / "main.py"


class Spawned(Running):
    """One process of the operating system's, and its scratch directory, made inside of a given folder."""

    def __init__(self, limits: Limits, files: Path | None, inside: Path) -> None:
        self.scratch = tempfile.mkdtemp(prefix="", dir=inside)
        try:
            self._popen = self._start(limits, files)
        except BaseException:
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise
        assert self._popen.stdin and self._popen.stdout and self._popen.stderr
        super().__init__(
            self._popen.pid, self._popen.stdout.fileno(), self._popen.stdin.fileno(), self._popen.stderr.fileno(), 0
        )

    def _start(self, limits: Limits, files: Path | None) -> subprocess.Popen[bytes]:
        if files:
            show(str(files), self.scratch)
        environment = surroundings(self.scratch)
        if "SYSTEMROOT" in os.environ:  # Windows cannot start Python without it
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        own = {"cpu": limits.cpu, "file": limits.file_mb << 20, "memory": limits.memory_mb << 20}
        wanted = json.dumps({"path": python().path, "limits": own})
        return subprocess.Popen(
            [python().executable, "-P", "-s", "-S", str(MAIN), wanted],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self.scratch, env=environment, start_new_session=os.name == "posix", bufsize=0,
        )  # fmt: skip

    def alive(self) -> bool:
        return self._popen.poll() is None

    def kill(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._popen.pid, 9)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            self._popen.kill()

    def wait(self, seconds: float | None = None) -> Ended | None:
        try:
            return Ended(self._popen.wait(seconds), None)
        except subprocess.TimeoutExpired:
            return None

    def hang_up(self) -> None:
        assert self._popen.stdin
        with contextlib.suppress(OSError):
            self._popen.stdin.close()

    def clean_up(self, output_is_drained: bool) -> None:
        assert self._popen.stdout and self._popen.stderr
        self._popen.stdout.close()
        if output_is_drained:
            self._popen.stderr.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
