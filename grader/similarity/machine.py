"""A comparison as plain values for another program; docs/similarity.md documents every key."""

from typing import Any

from grader.report.text import without_surrogates
from grader.similarity.comparison import Comparison
from grader.similarity.fingerprints import K, W
from grader.similarity.view import Side, View


def as_json(comparison: Comparison, shown: View, slug: str) -> dict[str, Any]:
    """The values, in a fixed order; every pair, and of those on the page where they are alike."""
    values = {
        "assignment": slug,
        "title": shown.title,
        "changes_marks": False,
        "hand_ins": len(comparison.hand_ins),
        "people": comparison.people,
        "k": K,
        "w": W,
        "common_from": comparison.common_from,
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "first_percent": pair.percents[0],
                "second_percent": pair.percents[1],
                "strength": round(looked.pair.strength, 4),
                "stretches": [[_side(side) for side in sides] for sides in pair.stretches],
                "more_stretches": pair.more,
                "comments": list(pair.remarks),
            }
            for pair, looked in zip(shown.pairs, comparison.looked, strict=True)
        ],
        "weaker": [{"first": first, "second": second} for first, second in shown.weaker],
        "groups": [list(group) for group in shown.members],
        "asides": list(shown.asides),
    }
    plain = _plain(values)
    assert isinstance(plain, dict)  # narrows the type
    return plain


def _side(side: Side) -> dict[str, Any]:
    return {"file": side.file, "cell": side.cell, "first_line": side.first, "last_line": side.last}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
