"""Names for people who shall not be named: "Student 017", numbered in an order that only a secret tells.

The order is that of keyed digests, so it says nothing about names or arrival, and nobody who has the list of names can
compute it. Another person in the class may change the numbers of the others.
"""

import hmac
from collections.abc import Iterable

from grader.grading.seed import SHORTEST
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

_KEY = b"grader pseudonyms\0"  # a digest of this room equals none of another's


def pseudonyms(people: Iterable[str], secret: str) -> dict[str, str]:
    """A pseudonym for each. Raises UserMistake where the secret is none: whoever knows it, tells who is who."""
    if len(secret) < SHORTEST:
        what = "Pseudonyms need a secret: with the public seed, whoever has the names can tell who is who."
        raise UserMistake(Finding(what, "--anonymous", "Name the file of your secret seed: `--seed-file FILE`."))
    order = sorted(set(people), key=lambda one: (_digest(one, secret), one))
    width = max(2, len(str(len(order))))
    return {one: f"Student {number:0{width}}" for number, one in enumerate(order, 1)}


def _digest(one: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), _KEY + one.encode("utf-8", "surrogatepass"), "sha256")
