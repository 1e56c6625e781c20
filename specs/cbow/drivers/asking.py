"""How a student's function is asked where the sheet leaves its arguments open: every likely form is tried.

What raises in one form may work in the next. Where none works, the first one's trouble is told; and where names of ours
had to stand in for cells that are not run, nobody can tell whose fault it is, and a person looks.
"""


class Unclear(Exception):
    """It could not be run here, and it may be right: a person looks."""


def first_trouble(troubles, world):
    """Raises what became of the first form."""
    stood_in = sorted(world.supplied | world.guessed | world.doubtful | world.lacking)
    if stood_in:
        names = ", ".join(stood_in[:12])
        said = "; ".join(dict.fromkeys(f"{type(one).__name__}: {one}"[:160] for one in troubles))
        raise Unclear(f"with ours in place of {names}: {said}"[:1000])
    raise troubles[0]
