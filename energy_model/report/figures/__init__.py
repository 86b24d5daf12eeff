"""Figures of the report: each a function from a tidy table to a plotly figure, usable in a notebook as well.

Names that come from a study are escaped, because plotly reads a subset of HTML in its texts.
"""

from energy_model.report.figures.areas import dispatch
from energy_model.report.figures.bars import balance, capacity, costs
from energy_model.report.figures.duration import duration
from energy_model.report.figures.heat import heat
from energy_model.report.figures.lines import prices
from energy_model.report.figures.maps import zones_and_flows
from energy_model.report.figures.peaks import over_years, peaks
from energy_model.report.figures.storage import storage_revenue
from energy_model.report.figures.years import stacked

__all__ = [
    "balance",
    "capacity",
    "costs",
    "dispatch",
    "duration",
    "heat",
    "over_years",
    "peaks",
    "prices",
    "stacked",
    "storage_revenue",
    "zones_and_flows",
]
