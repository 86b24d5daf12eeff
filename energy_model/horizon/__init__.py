"""A certified plan: a cost that a schedule of all hours proves from above and duals prove from below.

The year is cut into periods (weeks). A plan (capacities, states of charge where periods meet, shares of yearly limits)
leaves the periods independent, so that each is a small linear program with warm starts. Their duals are cuts, of which
a master problem makes a lower bound and the next plan; coarser steps (segments of hours) give the first cuts cheaply.
"""

from energy_model.horizon.certificate import Certified, CertifyOptions, Round
from energy_model.horizon.certify import certify
from energy_model.horizon.resolution import Schedule

__all__ = ["Certified", "CertifyOptions", "Round", "Schedule", "certify"]
