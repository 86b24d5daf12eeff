"""Systems for tests and benchmarks, made directly as datasets in model units (MW, MWh, t, CNY, h)."""

from tests.support.systems.builder import dataset
from tests.support.systems.complete import complete_system
from tests.support.systems.defaults import Row
from tests.support.systems.ring import random_system

__all__ = ["Row", "complete_system", "dataset", "random_system"]
