"""Right ways to write stochastic gradient descent: the step is halved after every 20,000 iterations."""

from tests.classroom.ways import Function, Shape, step

START = step("start", "$x = $x0", "$x = np.array($x0, dtype=float)", "$x = copy.deepcopy($x0)")
FINISH = step(
    "finish",
    "if $post is None:\n    $post = lambda x: x",
    "if not $post:\n    def $post(x):\n        return x",
    "$post = $post or (lambda x: x)",
)
PRINTED = (
    'if $n % $every == 0:\n        print("iter %d: %f" % ($n, $loss))',
    'if not $n % $every:\n        print(f"iter {$n}: {$loss:f}")',
    "",
)
#: One iteration, number $n, inside a loop; $rate is the step.
MOVES = (
    """
    $loss, $g = $f($x)
    $x = $post($x - $rate * $g)""",
    """
    $loss, $g = $f($x)
    $x = $x - np.multiply($rate, $g)
    $x = $post($x)""",
    """
    $out = $f($x)
    $loss = $out[0]
    $x = $post(np.add($x, -$rate * $out[1]))""",
)
ANNEALED = ("if $n % 20000 == 0:\n        $rate *= 0.5", "if $n % 20000 == 0:\n        $rate = $rate / 2")
COUNTED = (
    "for $n in range(1, $iterations + 1):",
    "for $n in itertools.count(1):\n    if $n > $iterations:\n        break",
)


def _loops() -> tuple[str, ...]:
    """Every move with every way to count, print and anneal."""
    return tuple(
        "\n".join(line for line in (counted, move.strip("\n"), printed and f"    {printed}", f"    {annealed}") if line)
        for counted in COUNTED
        for move in MOVES
        for printed in PRINTED
        for annealed in ANNEALED
    )


SGD = Function(
    "sgd",
    "sgd($f, $x0, $rate, $iterations, $post=None, $saved=False, $every=10)",
    "Where x ends after that many steps against the gradient.",
    (
        Shape("halving", (START, FINISH, step("loop", *_loops()), step("return", "return $x"))),
        Shape("by a formula", (START, FINISH, step("loop", """
for $n in range($iterations):
    $loss, $g = $f($x)
    $x = $post($x - $rate * 0.5 ** ($n // 20000) * $g)""", """
for $n in range($iterations):
    $loss, $g = $f($x)
    $x = $post($x - $rate / 2 ** ($n // 20000) * $g)
    if $n % $every == 0:
        print($n, $loss)""", """
$n = 0
while $n < $iterations:
    $x = $post($x - math.ldexp($rate, -($n // 20000)) * $f($x)[1])
    $n += 1"""), step("return", "return $x"))),
        Shape("in stretches", (START, FINISH, step("loop", """
while $iterations > 0:
    for $n in range(min($iterations, 20000)):
        $loss, $g = $f($x)
        $x = $post($x - $rate * $g)
    $iterations -= 20000
    $rate /= 2""", """
for $out in range(0, $iterations, 20000):
    for $n in range($out, min($out + 20000, $iterations)):
        $x = $post($x - $rate * $f($x)[1])
    $rate = 0.5 * $rate"""), step("return", "return $x"))),
        Shape("folded", (FINISH, step("loop", """
def $out($x, $n):
    $loss, $g = $f($x)
    return $post($x - $rate * 0.5 ** ($n // 20000) * $g)

return functools.reduce($out, range($iterations), $x0)"""),)),
    ),
)  # fmt: skip
