"""The sheet as the notebooks from which nbgrader and otter-grader make their assignment. No code of theirs is used."""

import json
from pathlib import Path
from typing import Any

try:  # `make` runs it as a script among its neighbours, the benchmarks from the project's root
    from sheet import SHEET
except ModuleNotFoundError:
    from benchmarks.peers.sheet import SHEET

CHECKS = (Path(__file__).parent / "checks.py").read_text("utf-8")
Cell = dict[str, Any]


def notebook(cells: list[Cell]) -> str:
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    numbered = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    return json.dumps({"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def code(source: str, **metadata: Any) -> Cell:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def text(source: str, kind: str = "markdown") -> Cell:
    return {"cell_type": kind, "metadata": {}, "source": source}


def for_nbgrader() -> str:
    """A solution cell for each function, and a locked cell with hidden tests for each check."""

    def marked(name: str, **what: Any) -> dict[str, Any]:
        plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
        return {"nbgrader": {**plain, "grade_id": name, **what}}

    cells = [
        text("# Assignment 2"),
        code("### BEGIN SOLUTION\nimport numpy as np\n### END SOLUTION", **marked("top", solution=True)),
    ]
    first = CHECKS
    for function, checks in SHEET.items():
        stub = f"### BEGIN SOLUTION\ndef {function}(*arguments):\n    ...\n### END SOLUTION"
        cells.append(code(stub, **marked(function, solution=True)))
        for check, points in checks.items():
            tests = f"### BEGIN HIDDEN TESTS\n{first}\ncheck_{check}({function})\n### END HIDDEN TESTS"
            cells.append(code(tests, **marked(check, grade=True, locked=True, points=points)))
            first = ""  # the functions that check stand in the first of these cells, and stay
    return notebook(cells)


def for_otter() -> str:
    """A question for each function; its tests import `checks`, which is in the autograder's files."""
    config = (
        "# ASSIGNMENT CONFIG\nname: hw2\nrun_tests: false\ninit_cell: true\nexport_cell: false\n"
        "autograder_files:\n  - checks.py\nenvironment: null\ngenerate: true\ntests:\n  ok_format: false"
    )
    cells = [text(config, "raw"), text("# Assignment 2"), code("# cell: top\nimport numpy as np")]
    for function, checks in SHEET.items():
        question = f"# BEGIN QUESTION\nname: {function}\npoints: {sum(checks.values())}"
        cells += [text(question, "raw"), text(f"**{function}**"), text("# BEGIN SOLUTION", "raw")]
        stub = f"# cell: {function}\ndef {function}(*arguments):\n    ... # SOLUTION"
        cells += [code(stub), text("# END SOLUTION", "raw"), text("# BEGIN TESTS", "raw")]
        for check, points in checks.items():
            told = f'""" # BEGIN TEST CONFIG\npoints: {points}\nhidden: true\n""" # END TEST CONFIG\n'
            asks = f"def test_{check}({function}):\n    import checks\n    checks.check_{check}({function})\n"
            cells.append(code(told + asks))
        cells += [text("# END TESTS", "raw"), text("# END QUESTION", "raw")]
    return notebook(cells)


if __name__ == "__main__":
    import sys

    Path(sys.argv[2]).write_text({"nbgrader": for_nbgrader, "otter": for_otter}[sys.argv[1]](), "utf-8")
