"""Floats of which many are the same, as places among those that occur: exact, in half the memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.compiler.program import Floats


class CodedFloats(NamedTuple):
    """Floats as places. values : (value that occurs,); codes : (float,) unsigned, as short as will do."""

    values: Floats
    codes: NDArray[Any]

    @classmethod
    def of(cls, floats: Floats) -> CodedFloats:
        """The floats, coded. shape: (float,)."""
        codes, values = pd.factorize(np.asarray(floats, dtype=np.float64), use_na_sentinel=False)
        return cls(np.asarray(values), codes.astype(np.min_scalar_type(max(len(values) - 1, 0))))

    @property
    def floats(self) -> Floats:
        """The floats again. shape: (float,)."""
        found: Floats = self.values[self.codes]
        return found
