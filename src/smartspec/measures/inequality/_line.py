"""A straight line by least squares, in all leading dimensions at once, over the points that are known.

Line    what was fitted: slopes, their standard errors, intercept, fit
fitted  the line through points
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from smartspec.measures._amounts import Cells

__all__ = ["Line", "fitted"]


@dataclass(frozen=True)
class Line:
    """Slopes (..., cause) with their standard errors, intercept (...), share explained and points used."""

    slope: Cells
    standard_error: Cells
    intercept: Cells
    r_squared: Cells
    count: Cells


def fitted(result: Cells, causes: Cells) -> Line:
    """Regress (..., point) on causes (..., cause, point) and a constant; missing where points do not determine it."""
    known = np.isfinite(result) & np.isfinite(causes).all(-2)
    count = known.sum(-1).astype(float)
    each = np.where(count > 0, count, np.nan)

    def centred(values: Cells, mask: npt.NDArray[np.bool_]) -> tuple[Cells, Cells]:
        mean = np.where(mask, values, 0.0).sum(-1) / each.reshape(each.shape + (1,) * (values.ndim - result.ndim))
        return np.where(mask, values - mean[..., None], 0.0), mean

    y, y_mean = centred(result, known)
    x, x_mean = centred(causes, np.broadcast_to(known[..., None, :], causes.shape))
    moments, free = x @ np.swapaxes(x, -1, -2), count - x.shape[-2] - 1
    size = np.einsum("...ii->...i", moments)
    scale = np.sqrt(np.where(size > 0, size, 1.0))
    alike = moments / scale[..., :, None] / scale[..., None, :]
    lead = alike.shape[:-2]
    determined = (free >= 0) & (size > 1e-20).all(-1) & (np.linalg.det(alike) > 1e-12)
    alike = np.where(determined[..., None, None], alike, np.eye(alike.shape[-1]))
    inverse = np.linalg.inv(alike) / scale[..., :, None] / scale[..., None, :]
    slope = np.where(determined[..., None], (inverse @ (x @ y[..., None]))[..., 0], np.nan)
    rest = y - (slope[..., None, :] @ x)[..., 0, :]
    unexplained, whole = (np.where(known, rest, 0.0) ** 2).sum(-1), (y**2).sum(-1)
    error = np.sqrt((unexplained / np.where(free > 0, free, np.nan))[..., None] * np.einsum("...ii->...i", inverse))
    intercept = np.broadcast_to(y_mean, lead) - (slope * x_mean).sum(-1)
    return Line(slope, error, intercept, 1 - unexplained / np.where(whole > 0, whole, np.nan), count)
