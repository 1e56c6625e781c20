"""How close is equal: the one table of tolerances, per dtype and purpose.

`allowed = relative * |expected| + absolute * scale`, where scale is the largest magnitude in the expected value (at
least 1e-3), so that an entry that cancels to zero in a large gradient is not held to an impossible standard.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Purpose(StrEnum):
    """What is compared: a closed formula, a loss and its gradient, or a difference quotient."""

    VALUE = "value"
    GRADIENT = "gradient"
    CENTRAL_DIFFERENCE = "central difference"


@dataclass(frozen=True)
class Tolerance:
    """Relative and absolute tolerance; see the module's formula."""

    relative: float
    absolute: float

    def allowed(self, expected: NDArray[np.float64]) -> NDArray[np.float64]:
        """The allowed gap for every entry of `expected`."""
        finite = np.abs(expected[np.isfinite(expected)])
        scale = max(float(finite.max()) if finite.size else 0.0, 1e-3)
        sizes = np.abs(np.where(np.isfinite(expected), expected, 0.0))
        return np.asarray(self.relative * sizes + self.absolute * scale, dtype=np.float64)


# A value in float64 must tell e = 2.7183 (7e-6 off in log e) from e. A gradient may carry log(p + 1e-8), which real
# submissions use against log(0); 1 part in 1,000 is a hundred times what is allowed. A float32 sum of some hundred
# terms loses four or five digits; a central difference with h = 1e-5 is good to about 1e-8. float16 has no line of its
# own: what it rounds away is as large as a slip, so a wrong answer could be cast to it and pass.
TABLE: dict[tuple[str, Purpose], Tolerance] = {
    ("float64", Purpose.VALUE): Tolerance(2e-7, 1e-9),
    ("float64", Purpose.GRADIENT): Tolerance(1e-5, 1e-6),
    ("float64", Purpose.CENTRAL_DIFFERENCE): Tolerance(2e-5, 2e-5),
    ("float32", Purpose.VALUE): Tolerance(1e-4, 1e-5),
    ("float32", Purpose.GRADIENT): Tolerance(5e-4, 1e-4),
}


def tolerance_for(dtype: np.dtype[np.generic], purpose: Purpose) -> Tolerance:
    """The table's line for an answer of this dtype: float16 is held to float32, integers and booleans to float64."""
    name = "float32" if is_narrow(dtype) else "float64"
    return TABLE[name, purpose]


def is_narrow(dtype: np.dtype[np.generic]) -> bool:
    """Whether it is float32 or float16."""
    return dtype.kind == "f" and dtype.itemsize <= 4
