"""The sheet for gradescope-utils: a test method for each check, with its points."""

import unittest

import checks
import sgd
import word2vec
from gradescope_utils.autograder_utils.decorators import visibility, weight
from sheet import SHEET


class Assignment2(unittest.TestCase):
    """Filled below."""


def _test(check, module, function):
    @weight(SHEET[function][check])
    @visibility("after_due_date")
    def test(self):
        getattr(checks, f"check_{check}")(getattr(module, function))

    test.__doc__ = check
    return test


for _function, _checks in SHEET.items():
    for _check in _checks:
        setattr(Assignment2, f"test_{_check}", _test(_check, sgd if _function == "sgd" else word2vec, _function))
