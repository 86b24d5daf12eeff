"""Rules of the run that no PyPSA network has."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.written.run_year import RunYear


def refuse_rules(run: RunYear) -> None:
    """Enter processes, commitment, ramps, reserves, matched parks and shared sites."""
    ledger, shortest = run.ledger, float(run.data["spacing"].values.min())
    found = {
        ("technologies", "behaviour"): ("process", lambda row: row["behaviour"] == "process"),
        ("technology_data", "min_load"): ("linear_commitment", lambda row: row["min_load"] > 0),
        ("technology_data", "ramp"): (
            "cyclic_ramp",
            lambda row: row["ramp"] * shortest < 1 and row["behaviour"] in ("supply", "conversion"),
        ),
        ("links", "traced_zone"): ("no_attribute", lambda row: bool(row["traced_zone"])),
        ("assets", "site"): ("no_attribute", lambda row: row["site_of"] in _crowded(run)),
    }
    for (table, column), (reason, is_so) in found.items():
        ledger.refuse(table, column, [name for name, _ in run.items("asset", is_so)], reason)
    for setting in ("reserve_load_share", "reserve_supply_share"):
        if run.setting(setting) > 0:
            ledger.refuse("settings", setting, [setting], "no_attribute")
    if run.data.sizes.get("tie", 0):
        ledger.refuse("capacity_ties", "asset", run.data["tied_asset"].values, "no_attribute")
    ledger.refuse("output_limits", "asset", _limited(run), "no_attribute")
    weight = float(np.ravel(run.data["year_weight"].values)[0])
    if weight != 1:
        ledger.note(f"Costs are of the year; the run's net present cost is {weight:.6g} times as much.")


def _limited(run: RunYear) -> list[str]:
    """Assets with a least or largest output of the year or of a month."""
    nothing = {"least_energy": 0.0, "least_month_energy": 0.0, "most_energy": np.inf, "most_month_energy": np.inf}
    known = {name: value for name, value in nothing.items() if name in run.data}
    found = [(run.data[name].values != value).any(axis=1) for name, value in known.items()]
    return [str(name) for name in run.data["asset"].values[np.any(found, axis=0)]] if found else []


def _crowded(run: RunYear) -> set[str]:
    """Sites on which not all that may be built has room."""
    used: dict[str, float] = {}
    for _, row in run.items("asset", lambda row: bool(row["site_of"])):
        used[row["site_of"]] = used.get(row["site_of"], 0.0) + row["site_use"] * row["maximum_capacity"]
    return {name for name, site in run.items("site") if used.get(name, 0.0) > site["site_maximum"]}
