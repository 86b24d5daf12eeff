"""scipy imported out of Pyomo's sight: seeing it, Pyomo would load scipy.stats as well, half a second or more.

Nothing of the compiler uses it; where Pyomo's own code asks for scipy, it is still given.
"""

from __future__ import annotations

import sys

from pyomo.common.dependencies import DeferredImportCallbackFinder

_finders = list(sys.meta_path)
try:
    sys.meta_path[:] = [finder for finder in _finders if not isinstance(finder, DeferredImportCallbackFinder)]
    import scipy  # noqa: F401
finally:
    sys.meta_path[:] = _finders
