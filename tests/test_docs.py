"""The documentation is held to the program: commands, kinds of check, files that are named, what must not be said."""

import re
import sqlite3
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from grader.checks.union import Check
from grader.cli.grade import command as grade
from grader.cli.group import COMMANDS
from grader.store.schema import STEPS
from grader.tolerance import TABLE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_or_its_pages(command: str) -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert f"grade {command}" in text or command == "grade"


def test_every_kind_of_check_is_on_the_page_on_specs() -> None:
    kinds = [get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(Check)[0])]
    page = (ROOT / "docs/writing-a-spec.md").read_text("utf-8")
    for kind in kinds:
        assert f"`{kind}`" in page, kind


def test_every_command_is_in_the_readme_itself() -> None:
    rarely = {"schema"}  # for editors; the page on specs has it
    for command in COMMANDS.keys() - rarely - {"grade"}:
        assert f"`grade {command}" in README, command


def test_every_option_of_grade_is_on_a_page() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    options = [word for option in grade.params for word in option.opts if word.startswith("--")]
    assert len(options) > 15 and not [word for word in options if not re.search(rf"{word}(?![-\w])", text)]


def test_the_page_on_the_store_names_every_table_and_column() -> None:
    page = (ROOT / "docs/store.md").read_text("utf-8").partition("## Tables")[2]
    database = sqlite3.connect(":memory:")
    for step in STEPS:
        database.executescript(step)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in (name for name in tables if not name.startswith("sqlite_")):
        told = re.search(rf"(?m)^(### .*`{table}`.*\n)", page)
        assert told, table
        section = page[told.end() :].partition("\n##")[0]
        rows = (
            section
            if section.count(f"| `{table}` |") == 0
            else section.partition(f"| `{table}` |")[2].partition("\n")[0]
        )
        for row in database.execute(f"PRAGMA table_info({table})"):
            assert f"`{row[1]}`" in rows, f"{table}.{row[1]}"


def test_what_the_page_on_the_store_asks_of_it_can_be_asked() -> None:
    page = (ROOT / "docs/store.md").read_text("utf-8")
    database = sqlite3.connect(":memory:")
    for step in STEPS:
        database.executescript(step)
    asked = re.findall(r"(?m)((?:^    .+\n)+)", page)
    assert len(asked) == 2
    for statement in asked:
        database.execute(statement)


def test_the_readme_marks_two_commands_of_one_line() -> None:
    for mark in ("main", "test"):
        block = re.search(rf"<!-- newcomer: {mark} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
        assert block and "\n" not in block.group(1)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_place_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    for name in re.findall(r"`([\w/]+/[\w.]+\.\w+)`", text):
        assert any((ROOT / folder / name).exists() for folder in ("", "grader")), name


def test_no_machines_path_and_no_registrys_host_is_committed() -> None:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian"]
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix in (".py", ".md", ".toml", ".txt", ".yaml", ".html", ""):
            text = path.read_text("utf-8", errors="replace")
            assert not [host for host in hosts if host in text], name
            assert str(ROOT) + "/" not in text, name


def test_a_near_miss_of_one_part_in_a_thousand_is_above_every_tolerance_of_float64() -> None:
    for (dtype, _), tolerance in TABLE.items():
        if dtype == "float64":
            assert tolerance.relative + tolerance.absolute < 1e-4
