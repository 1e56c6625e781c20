"""Writes a class: any number of different right hand-ins of assignment 2, `word2vec`; some wrong or hostile if asked.

usage: python benchmarks/class_of.py FOLDER [--count 300] [--seed 0] [--wrong 0.2] [--hostile 0.05] [--plain] [--torch]

The hand-ins differ in how they compute, not in names alone: `tests/classroom/` says how. FOLDER must be new; who is
what is written beside it, in FOLDER.key.json. Hostile ones are text here: run them by `grade` alone.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.classroom.hand_ins import Class, write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--hostile", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--plain", action="store_true", help="two modules with the sheet's spelling, each")
    parser.add_argument("--torch", action="store_true", help="word2vec.py imports torch")
    chosen = parser.parse_args()
    if chosen.folder.exists():
        raise SystemExit(f"{chosen.folder} is there already: name a new folder")
    wanted = Class(chosen.count, chosen.seed, chosen.wrong, chosen.hostile, chosen.plain, chosen.torch)
    for about, number in Counter(one.about for one in write(wanted, chosen.folder)).most_common():
        print(f"{number:6} {about}")


if __name__ == "__main__":
    main()
