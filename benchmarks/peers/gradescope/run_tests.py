"""What a `run_autograder` of Gradescope starts: finds the tests, runs them, writes results.json.

usage: python run_tests.py SUBMISSION RESULTS   (the peers' folder and what the course gives are in PYTHONPATH)
"""

import sys
import unittest
from pathlib import Path

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

submission, results = sys.argv[1:]
sys.path.insert(0, submission)
suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
with Path(results).open("w") as written:
    JSONTestRunner(visibility="visible", stream=written).run(suite)
