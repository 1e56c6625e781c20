"""Where the draws come from: a public seed that everybody has, or a secret one that only the instructor has."""

import os
from dataclasses import dataclass
from pathlib import Path

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

PUBLIC = "public"
VARIABLE = "GRADE_SEED"
SHORTEST = 8  # characters; a shorter one could be guessed


class SeedUnusable(UserMistake):
    """The seed's file cannot be read, or the seed is too short."""


@dataclass(frozen=True)
class Seed:
    """The text that every draw is derived from."""

    text: str
    secret: bool

    @property
    def kind(self) -> str:
        """How a report names it."""
        return "secret" if self.secret else "public"


def find_seed(file: Path | None) -> Seed:
    """The seed of `--seed-file`, else of the environment, else the public one. Raises SeedUnusable."""
    if file is not None:
        try:
            text = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as trouble:
            why = getattr(trouble, "strerror", None) or "it is no text"
            advice = "Name a text file that holds one line, known to you alone."
            raise SeedUnusable(Finding(f"The seed's file cannot be read: {why}.", str(file), advice)) from None
        return _secret(text, str(file))
    if os.environ.get(VARIABLE):
        return _secret(os.environ[VARIABLE].strip(), f"the environment variable {VARIABLE}")
    return Seed(PUBLIC, secret=False)


def _secret(text: str, where: str) -> Seed:
    if len(text) < SHORTEST:  # as PUBLIC is, too
        what = f"The secret seed is shorter than {SHORTEST} characters and could be guessed."
        raise SeedUnusable(Finding(what, where, "Use a line of random letters, such as `openssl rand -hex 16` prints."))
    return Seed(text, secret=True)
