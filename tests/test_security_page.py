"""The page on security shows what the corpus expects today, and claims no attack that is not tried."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_table_of_attacks_is_the_corpus() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "attack_table.py"))
    assert written["page"]() == (ROOT / "docs/security.md").read_text("utf-8"), "python scripts/attack_table.py"
