"""Data folders made for these tests."""

from pathlib import Path

from grader.data.stored import DataUnusable, Stored


def laid(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def stored(folder: Path, content: str | bytes, name: str = "file.txt") -> Stored:
    laid(folder, {name: content})
    return Stored(folder / name, name)


def told(raised: DataUnusable) -> str:
    """The message in one line; all three parts must be there."""
    finding = raised.finding
    assert finding.what and finding.where and finding.advice
    return f"{finding.what} | {finding.where} | {finding.advice}"
