"""Stretches: where two pieces are alike."""

from grader.similarity.fingerprints import K, hashes
from grader.similarity.regions import marked, regions
from tests.similarity.desk import code
from tests.similarity.written import padded, renamed, reordered, solution

SOURCE = solution("ann", 3)


def between(one, other, starter=()):
    return regions(marked(code(one), starter, ()), marked(code(other), starter, ()))


def test_a_copy_is_one_stretch_from_end_to_end():
    [whole] = between(SOURCE, renamed(SOURCE))
    assert whole.first == whole.second == (0, len(code(SOURCE).codes))
    assert whole.size == len(code(SOURCE).codes)


def test_every_token_of_a_run_is_alike():
    one, other = code(SOURCE), code(reordered(padded(renamed(SOURCE))))
    found = regions(marked(one, (), ()), marked(other, (), ()))
    assert found
    for region in found:
        for here, there, length in region.runs:
            assert one.codes[here : here + length] == other.codes[there : there + length]
            assert length >= K


def test_reordered_functions_are_stretches_of_their_own():
    assert len(between(SOURCE, reordered(SOURCE))) == 3


def test_a_statement_put_in_does_not_end_a_stretch():
    lines = SOURCE.split("\n")
    place = next(number for number, line in enumerate(lines) if number > 10 and line.startswith("    ") and "=" in line)
    indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines.insert(place, indent + "unused = 0")
    [whole] = between(SOURCE, "\n".join(lines))
    assert len(whole.runs) == 2


def test_no_token_is_in_two_stretches():
    found = between(SOURCE, SOURCE + "\n" + SOURCE)
    assert sum(region.size for region in found) <= len(code(SOURCE).codes)


def test_a_stretch_ends_where_the_starter_begins():
    starter = solution("the course", 2)
    found = between(starter + SOURCE, starter + SOURCE, frozenset(hashes(code(starter).codes)))
    assert found and all(region.first[0] >= len(code(starter).codes) - K for region in found)
