"""Which names of exceptions a student reads of a hidden check."""

import pytest

from grader.wall.answers import Raised
from grader.wall.kinds import known_kind


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["ValueError", "Exception"], "ValueError"), (["AxisError", "ValueError"], "AxisError"),
        (["3.14159", "ValueError", "Exception"], "a kind of ValueError"),
        (["3.14159", "2.71828", "LinAlgError", "ValueError"], "a kind of LinAlgError"),
        (["3.14159", "Exception", "BaseException"], "an exception of its own"), ([], "an exception of its own"),
        (["Exception", "BaseException"], "Exception"), (["KeyboardInterrupt", "BaseException"], "KeyboardInterrupt"),
    ],
)  # fmt: skip
def test_a_known_exception_is_named_and_any_other_by_its_nearest_known_base(kinds, told):
    raised = Raised(kinds[0] if kinds else "3.14159", "its message", (), kinds, False, None, 0)
    assert known_kind(raised) == told
