"""The machine and the versions that stand beside measured figures."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from tests.benchmarks.build import processor

_LIBRARIES = ("energy-model", "highspy", "pyomo", "pypsa", "linopy", "numpy", "scipy", "pandas", "xarray")


def machine() -> dict[str, str | float | None]:
    """Processor, cores, memory [GB] and system."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "gigabytes": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """Releases of Python and of the libraries that matter."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}
