"""Checks of plants, sites and flexible demands: each number is used by the behaviour that it is given to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from energy_model.dataset.assembly.interpolation import by_year
from energy_model.dataset.assembly.plants import alive
from energy_model.dataset.checks.assets import behaviours
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.rows import by_row, records
from energy_model.dataset.tables import Tables

TOLERANCE = 1e-6  # MW
WINDOWS = (2, 3, 4, 6, 8, 12, 24)  # hours of a block of the day
# parameters that only some behaviours read: saying them elsewhere would silently mean nothing
READ_BY = {
    "min_load": ("conversion",),
    "ramp": ("supply", "conversion"),
    "start_cost": ("conversion",),
    "commitment_period": ("conversion",),
    "capacity_payment": ("supply", "conversion", "storage"),
    "contract_share": ("supply", "conversion", "process", "transmission"),
    "contract_price": ("supply", "conversion", "process", "transmission"),
    "contract_reference": ("supply", "conversion", "process", "transmission"),
    "must_run": ("supply", "conversion", "process"),
    "retrofit_min_load": ("conversion",),
    "retrofit_cost": ("conversion",),
    "retrofit_lifetime": ("conversion",),
    "retrofit_share": ("conversion",),
    "direct_emissions": ("conversion", "process"),
    "benchmark": ("conversion", "process"),
    "certificates": ("supply", "conversion", "process", "transmission"),
    "stock": ("conversion",),
    "heel": ("storage",),
    "cycles": ("storage",),
    "charge_ratio": ("storage",),
    "efficiency_in": ("storage",),
    "efficiency_out": ("storage",),
    "standing_loss": ("storage",),
    "duration_min": ("storage",),
    "duration_max": ("storage",),
    "overnight_cost_energy": ("storage",),
    "energy_charge": ("transmission",),
    "demand_charge": ("transmission",),
    "capacity_charge": ("transmission",),
    "loss": ("transmission",),
    "loss_distance": ("transmission",),
    "overnight_cost_distance": ("transmission",),
}


def check_read(tables: Tables, years: Sequence[int]) -> None:
    """Report parameters that the behaviour of their technology does not read."""
    behaviour = behaviours(tables)
    for row, number in records(tables.sound("technology_data", ["technology", "parameter", "value"])):
        readers, own = READ_BY.get(number["parameter"]), behaviour.get(number["technology"])
        if readers and own and own not in readers:
            message = f"'{number['technology']}' is a {own}, which has no {number['parameter']}."
            hint = f"Remove the row; {number['parameter']} is read by {' and '.join(readers)}."
            tables.report("unread-parameter", "technology_data", message, hint, row=row, column="parameter")


def check_profiles_read(tables: Tables, years: Sequence[int]) -> None:
    """Report an availability of a process, and a shape of what is none."""
    behaviour = behaviours(tables)
    for row, asset in records(tables.sound("assets", ["technology", "availability", "shape"])):
        own = behaviour.get(asset["technology"])
        if own == "process" and asset["availability"] != ALWAYS:
            message, hint = "a process has no availability.", "Give its hourly shape in 'shape'."
            tables.report("unread-profile", "assets", message, hint, row=row, column="availability")
        if own not in (None, "process") and asset["shape"] != ALWAYS:
            message, hint = f"a {own} has no shape.", "Leave the cell blank; 'availability' limits its output."
            tables.report("unread-profile", "assets", message, hint, row=row, column="shape")


def check_commitment(tables: Tables, years: Sequence[int]) -> None:
    """Report no-load shares of what is never offline, and retrofits that lower nothing."""
    least = _given(tables, "min_load")
    for row, port in records(tables.sound("ports", ["technology", "no_load"])):
        if port["no_load"] > 0 and least.get(port["technology"], 0.0) <= 0:
            message = f"'{port['technology']}' has no min_load, so nothing of it is online or offline."
            tables.report("no-load", "ports", message, "Give it a min_load or leave the cell blank.", row=row,
                          column="no_load")  # fmt: skip
    _check_periods(tables, least)
    after = _given(tables, "retrofit_min_load")
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    offers = data[(data["parameter"] == "retrofit_cost") & (data["value"] > 0)]
    for row, technology in by_row(offers["technology"]):
        if technology not in after or after[technology] >= least.get(technology, 0.0):
            what = "would not lower its min_load" if technology in after else "has no retrofit_min_load"
            message = f"the retrofit of '{technology}' {what}."
            hint = f"Give a retrofit_min_load below min_load in {tables.place('technology_data')}."
            tables.report("retrofit", "technology_data", message, hint, row=row, column="technology")


def _check_periods(tables: Tables, least: Mapping[str, float]) -> None:
    """Report commitment periods that are no whole hours, and those of what is never offline."""
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    for row, number in records(data[data["parameter"] == "commitment_period"]):
        if number["value"] % 1 > TOLERANCE:
            message, hint = "a commitment period is a whole number of hours.", "Round it."
            tables.report("commitment-period", "technology_data", message, hint, row=row, column="value")
        if number["value"] > 1 and least.get(number["technology"], 0.0) <= 0:
            message = f"'{number['technology']}' has no min_load, so nothing of it is online or offline."
            hint = "Give it a min_load or remove the row."
            tables.report("commitment-period", "technology_data", message, hint, row=row, column="parameter")


def _given(tables: Tables, parameter: str) -> dict[str, float]:
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    rows = data[data["parameter"] == parameter]
    return dict(zip(rows["technology"], rows["value"].astype(float), strict=True))


def check_shifting(tables: Tables, years: Sequence[int]) -> None:
    """Report shiftable demands without room to make up or a payment, with blocks that do not divide the day, or yearly.

    Blocks are counted in hours: one of 4.8 hours would never close, one of a single hour leaves nothing to shift.
    """
    columns = ["carrier", "interruptible_share", "shift_share", "shift_up", "shift_window", "shift_cost"]
    carriers = tables.sound("carriers", ["carrier", "balanced"])
    yearly = set(carriers["carrier"][carriers["balanced"] == "year"])
    demands = tables.sound("demands", columns)
    flexible = demands[(demands["shift_share"] > 0) | (demands["interruptible_share"] > 0)]
    for row, demand in records(flexible):
        complaint = _complaint(demand, yearly)
        if complaint:
            column, message, hint = complaint
            tables.report("shifting", "demands", message, hint, row=row, column=column)


def _complaint(demand: Mapping[str, Any], yearly: set[str]) -> tuple[str, str, str] | None:
    """Say what is wrong with a flexible demand: column, message, mend."""
    shift, window = float(demand["shift_share"]), float(demand["shift_window"])
    if demand["carrier"] in yearly:
        column = "shift_share" if shift > 0 else "interruptible_share"
        return column, "a demand of the year has no hours to be flexible in.", "Leave the cell blank."
    if shift > 0 and float(demand["shift_up"]) <= 0:
        return "shift_up", "what is put off could never be made up for.", "Give shift_up, e.g. 20 %."
    if shift > 0 and window not in WINDOWS:
        fault = "leaves nothing to shift" if window == 1 else "does not divide the day"
        hint = f"Use {', '.join(map(str, WINDOWS[:-1]))} or {WINDOWS[-1]}."
        return "shift_window", f"a block of {window:g} hours {fault}.", hint
    if shift > 0 and float(demand["shift_cost"]) <= 0:
        hint = "Give it a small one: with none it may be put off and brought forward at once."
        return "shift_cost", "what is put off has no shift_cost.", hint
    if shift + float(demand["interruptible_share"]) > 1 + TOLERANCE:
        return "shift_share", "more than all of the demand is flexible.", "Lower this or interruptible_share."
    return None


def check_sites(tables: Tables, years: Sequence[int]) -> None:
    """Report sites without a size, and sites too small for the plants that are there and may not be retired."""
    needed = ("site_data.site", "site_data.year", "site_data.maximum", "assets.site", "assets.site_use", "plants.asset")
    if not tables.clean(*needed, "assets.asset", "assets.retirable", "plants.capacity", "plants.start", "plants.end"):
        return
    sizes = by_year(tables["site_data"], "site", "maximum", tables.keys("sites"), years)
    existing = alive(tables, "capacity", tables.keys("assets", "links"), years)
    assets = tables["assets"].reset_index(drop=True)
    fixed = ~assets["retirable"].to_numpy(dtype=bool)
    for (row, site), size in zip(by_row(tables["sites"]["site"]), sizes, strict=True):
        if np.isnan(size).any():
            message, hint = f"'{site}' has no numbers.", f"Add a row for it to {tables.place('site_data')}."
            tables.report("missing-data", "sites", message, hint, row=row, column="site")
            continue
        own = np.flatnonzero((assets["site"] == site).to_numpy() & fixed)
        used = assets["site_use"].to_numpy(dtype=float)[own] @ existing[own]
        if (used > size + TOLERANCE).any():
            at = int(np.argmax(used - size))
            message = f"the plants on '{site}' take {used[at]:g} MW in {years[at]}, more than its {size[at]:g} MW."
            tables.report("existing-above-maximum", "sites", message, "Enlarge it or let plants be retired.", row=row,
                          column="site")  # fmt: skip


CHECKS = (check_read, check_profiles_read, check_commitment, check_shifting, check_sites)
