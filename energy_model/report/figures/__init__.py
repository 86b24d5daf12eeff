"""Figures of the report: each a function from a tidy table to a plotly figure, usable in a notebook as well.

Names that come from a study are escaped, because plotly reads a subset of HTML in its texts.
"""

from energy_model.report.figures.areas import dispatch
from energy_model.report.figures.bars import balance, capacity, costs
from energy_model.report.figures.lines import prices

__all__ = ["balance", "capacity", "costs", "dispatch", "prices"]
