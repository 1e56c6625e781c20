"""Finds what the project ships beside its code: templates and the folders of specs.

Looks into the installed wheel first, then into the checkout. Reads nothing.
"""

from pathlib import Path

_SHIPPED = Path(__file__).parent / "shipped"  # the wheel puts them here
_CHECKOUT = Path(__file__).parent.parent


def templates_folder() -> Path:
    """The folder with the report's templates. Raises FileNotFoundError, naming the places, where none is there."""
    places = [_SHIPPED / "templates", _CHECKOUT / "templates"]
    for place in places:
        if (place / "page.html").is_file():
            return place
    raise FileNotFoundError(f"the report's templates are missing; looked for page.html in {places[0]} and {places[1]}")


def specs_folders(extra: Path | None = None) -> list[Path]:
    """The folders that hold assignments, those named by hand first: whoever says `--specs` means it."""
    shipped = [_SHIPPED / "specs", _CHECKOUT / "specs"]
    return ([extra] if extra else []) + [place for place in shipped if place.is_dir()]
