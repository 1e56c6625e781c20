"""What an export makes: files by name, and what whoever uploads them has to know."""

from dataclasses import dataclass

from grader.outcome import Finding


@dataclass(frozen=True)
class Parcel:
    """Files for another program. Nothing is written yet, so a refusal leaves nothing behind."""

    files: tuple[tuple[str, bytes], ...]  # name, with "/" between folders, and content
    said: tuple[Finding, ...] = ()  # who is not in it and why; what does not fit together
