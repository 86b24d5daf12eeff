"""The part of the Dataset about peak loads: which demands and ports each of them adds up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.arrays import Variables
from energy_model.dataset.assembly.demands import shapes
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.assembly.metrics import members, peak_terms, selected
from energy_model.dataset.assembly.roles import inside_zones
from energy_model.dataset.steps import in_year
from energy_model.dataset.tables import Tables


def peak_variables(tables: Tables, years: Sequence[int], demand_mean: Floats) -> Variables:
    """Give what each peak adds up, and the highest hour of its demands. demand_mean : (demand, year) [MW].

    A demand outside the city counts where a term names its zone or itself.
    """
    everything, inside = members(tables), inside_zones(tables)
    terms = list(peak_terms(tables).values())
    chosen = {over: [selected(term, everything[over]) for term in terms] for over in ("demand", "port")}
    demands, ports = (np.array(of, dtype=float).reshape(len(terms), len(everything[o])) for o, of in chosen.items())
    named = np.array([bool(term["zone"] or term["asset"]) for term in terms], dtype=bool)[:, None]
    demands = demands * (named | everything["demand"]["zone"].isin(inside).to_numpy(dtype=bool))
    each = [(mean, shapes(in_year(tables, year))) for mean, year in zip(demand_mean.T, years, strict=True)]
    peaks = [[((own * mean) @ level).max() for mean, level in each] for own in demands]
    return {
        "in_peak_demand": (("peak", "demand"), demands),
        "in_peak_port": (("peak", "port"), ports),
        "demand_peak": (("peak", "year"), np.array(peaks, dtype=float).reshape(len(terms), len(years))),
    }
