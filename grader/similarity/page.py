"""The page of one assignment: pairs side by side, as a file that needs nothing else, like every report."""

from grader.report.page import rendered
from grader.similarity.view import View


def page(shown: View) -> str:
    """The page; the same view gives the same text."""
    return rendered("similar.html", "similar.css", page=shown)
