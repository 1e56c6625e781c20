"""Right ways to write the sigmoid and a softmax of one's own."""

from tests.classroom.ways import Function, Shape, step

SIGMOID = Function(
    "sigmoid",
    "sigmoid($x)",
    "The logistic function of every entry.",
    (
        Shape(
            "sigmoid",
            (
                step(
                    "value",
                    "return 1 / (1 + np.exp(-$x))",
                    "return np.exp(-np.logaddexp(0, -$x))",
                    "return 0.5 * (1 + np.tanh(0.5 * np.asarray($x, dtype=float)))",
                    """
$x = np.asarray($x, dtype=float)
$out = np.empty_like($x)
$chosen = $x >= 0
$out[$chosen] = 1 / (1 + np.exp(-$x[$chosen]))
$e = np.exp($x[~$chosen])
$out[~$chosen] = $e / (1 + $e)
return $out""",
                    """
$e = np.exp(-np.abs($x))
return np.where($x >= 0, 1 / (1 + $e), $e / (1 + $e))""",
                    """
$e = np.exp(-np.clip($x, -700, 700))
return 1.0 / (1.0 + $e)""",
                    """
def one(value):
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    return math.exp(value) / (1 + math.exp(value))

$x = np.asarray($x, dtype=float)
return np.array([one(value) for value in $x.ravel()]).reshape($x.shape)""",
                    """
$e = np.exp(np.minimum($x, 0))
return $e / ($e + np.exp(-np.maximum($x, 0)))""",
                    "return np.reciprocal(1.0 + np.exp(np.negative($x)))",
                    """
$x = np.asarray($x, dtype=float)
return np.piecewise($x, [$x >= 0], [
    lambda t: 1 / (1 + np.exp(-t)),
    lambda t: np.exp(t) / (1 + np.exp(t)),
])""",
                    """
def one(value):
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0

return np.vectorize(one, otypes=[float])($x)""",
                ),
            ),
        ),
    ),
)

SOFTMAX = Function(
    "softmax",
    "$softmax($x)",
    "Positive numbers that sum to one, in the proportions of exp(x).",
    (
        Shape(
            "softmax",
            (
                step(
                    "value",
                    """
$e = np.exp($x - np.max($x))
return $e / np.sum($e)""",
                    "return np.exp($x - np.logaddexp.reduce($x))",
                    """
$m = max($x)
$e = [math.exp(value - $m) for value in $x]
$total = math.fsum($e)
return np.array([value / $total for value in $e])""",
                    """
$x = $x - $x.max(axis=-1, keepdims=True)
return np.exp($x - np.log(np.exp($x).sum(axis=-1, keepdims=True)))""",
                    "return 1 / np.exp($x[None, :] - $x[:, None]).sum(axis=1)",
                ),
            ),
        ),
    ),
)
