"""Names that older versions of numpy had: code written for them is right code."""

from typing import Any

import numpy as np


def _names() -> dict[str, Any]:
    return {
        "float": float, "int": int, "bool": bool, "object": object, "str": str, "complex": complex, "long": int,
        "unicode": str, "float_": np.float64, "int_": np.int64, "complex_": np.complex128, "cfloat": np.complex128,
        "unicode_": np.str_, "string_": np.bytes_, "NaN": np.nan, "NAN": np.nan, "Inf": np.inf, "infty": np.inf,
        "Infinity": np.inf, "PINF": np.inf, "NINF": -np.inf, "product": np.prod, "cumproduct": np.cumprod,
        "row_stack": np.vstack, "alltrue": np.all, "sometrue": np.any, "in1d": _in1d, "rank": np.ndim, "alen": len,
        "asscalar": lambda a: np.asarray(a).item(), "asfarray": _asfarray, "mat": np.asmatrix, "round_": np.round,
        "msort": lambda a: np.sort(a, axis=0), "trapz": getattr(np, "trapezoid", None),
    }  # fmt: skip


def _in1d(ar1: Any, ar2: Any, **named: Any) -> Any:
    return np.isin(np.asarray(ar1).ravel(), ar2, **named)


def _asfarray(a: Any, dtype: Any = np.float64) -> Any:
    return np.asarray(a, dtype=dtype if np.issubdtype(dtype, np.inexact) else np.float64)


def restore() -> None:
    """Gives numpy the names back that it no longer has."""
    for name, value in _names().items():
        if name not in vars(np):
            setattr(np, name, value)
