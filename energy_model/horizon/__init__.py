"""A certified plan: a cost that a schedule of all hours proves from above and duals prove from below.

The year is cut into blocks of some days. A first-stage decision (capacities, states of charge at block boundaries,
allocations of yearly limits) leaves the blocks independent, so that each is a small linear program with warm starts.
Their duals are cuts, of which a master problem makes a lower bound and the next trial point; coarser steps (segments
of hours) give the first cuts cheaply.
"""

from energy_model.horizon.certificate import Certified, CertifyOptions, Round
from energy_model.horizon.certify import certify
from energy_model.horizon.settings import SearchSettings

__all__ = ["Certified", "CertifyOptions", "Round", "SearchSettings", "certify"]
