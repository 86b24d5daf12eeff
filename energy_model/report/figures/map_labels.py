"""Where names stand beside the circles of a map, so that they hide neither one another nor a circle."""

from __future__ import annotations

from html import unescape

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_LETTER, _HAN, _LINE = 6.2, 11.5, 14.0  # px
_SIDES = {  # textposition: where the middle of the label lies, in half widths and half heights
    "middle right": (1, 0), "middle left": (-1, 0), "top center": (0, 1), "bottom center": (0, -1),
    "top right": (1, 1), "bottom right": (1, -1), "top left": (-1, 1), "bottom left": (-1, -1),
}  # fmt: skip
_SWEEPS = 4  # over all labels, each chosen anew beside the others
Floats = NDArray[np.float64]


def label_places(
    places: pd.DataFrame,
    diameter: Floats,
    names: list[list[str]],
    lines: list[tuple[int, int]],
    size: tuple[int, int],
) -> tuple[list[str], list[str]]:
    """Choose label and textposition of each place, so that least of it lies over other labels, circles and lines.

    diameter : of the circles [px]; names : ways to write each name, lines are parted by <br>; lines : between which
    places; size : of the figure [px]
    """
    x, y = _pixels(places, size)
    middle = np.stack([x, y], axis=1)
    reach = np.asarray(diameter, dtype=np.float64)[:, None] / 2
    circles = np.hstack([middle - reach, middle + reach])
    beads = np.concatenate([np.zeros((0, 4)), *(_beads(middle[a], middle[b]) for a, b in lines)])
    ways = [[(name, side) for name in dict.fromkeys(own) for side in _SIDES] for own in names]
    boxes = [np.array([_box(x[n], y[n], float(reach[n, 0]), *way) for way in ways[n]]) for n in range(len(names))]
    fixed = [
        _shared(boxes[n], np.concatenate([np.delete(circles, n, axis=0), beads])) + _outside(boxes[n], size)
        for n in range(len(names))
    ]
    chosen = [int(np.argmin(cost)) for cost in fixed]
    for n in list(range(len(names))) * _SWEEPS:
        others = np.array([boxes[m][chosen[m]] for m in range(len(names)) if m != n]).reshape(-1, 4)
        chosen[n] = int(np.argmin(3 * _shared(boxes[n], others) + fixed[n]))
    found = [ways[n][at] for n, at in enumerate(chosen)]
    return [name for name, _ in found], [side for _, side in found]


def _pixels(places: pd.DataFrame, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Where circles are, with the same scale in both directions."""
    narrow = np.cos(np.radians(places["latitude"].mean()))
    x, y = places["longitude"].to_numpy(float) * narrow, places["latitude"].to_numpy(float)
    scale = min((size[0] - 140) / max(np.ptp(x), 1e-6) / 1.2, (size[1] - 120) / max(np.ptp(y), 1e-6) / 1.2)
    return (x - (x.min() + x.max()) / 2) * scale + size[0] / 2, (y - (y.min() + y.max()) / 2) * scale + size[1] / 2


def _beads(begin: Floats, end: Floats) -> Floats:
    """A line as a string of small squares. shape: (square, 4)."""
    count = int(np.hypot(*(end - begin)) // 8) + 1
    middle = begin + (end - begin) * np.linspace(0, 1, count + 1)[:, None]
    return np.hstack([middle - 4, middle + 4])


def _box(x: float, y: float, radius: float, label: str, side: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a label."""
    lines = [unescape(line) for line in label.split("<br>")]
    width = max(sum(_HAN if ord(letter) > 0x2E80 else _LETTER for letter in line) for line in lines)
    height = _LINE * len(lines)
    right, up = _SIDES[side]
    # plotly moves a label by the radius in the directions in which it is not centred
    a, b = x + right * (radius + width / 2), y + up * (radius + height / 2)
    return a - width / 2, b - height / 2, a + width / 2, b + height / 2


def _shared(boxes: Floats, others: Floats) -> Floats:
    """Area that each box shares with the others. shape: (box,)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray(np.clip(high - low, 0, None).prod(axis=2).sum(axis=1))


def _outside(boxes: Floats, size: tuple[int, int]) -> Floats:
    over = np.clip(-boxes[:, :2], 0, None) + np.clip(boxes[:, 2:] - np.array(size), 0, None)
    return 100.0 * np.asarray(over.sum(axis=1))
