"""Pyomo's wish for scipy withdrawn: it would load scipy.stats, half a second, whenever something else imports scipy.

Nothing of the compiler uses it; where Pyomo's own code asks for scipy, it is still given.
"""

from __future__ import annotations

from pyomo.common.dependencies import DeferredImportCallbackFinder

DeferredImportCallbackFinder._callbacks.pop("scipy", None)
