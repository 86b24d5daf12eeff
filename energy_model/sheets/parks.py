"""Sheets of parks: all of them side by side in one year, and the energy of one park in every year."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.parks import MATCHINGS, SHARES, mean_prices
from energy_model.runs.run_data import RunData
from energy_model.sheets.node_names import node_name
from energy_model.sheets.numerals import ZERO, aligned, shares
from energy_model.sheets.park_targets import shows_beside, target_rows
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

GREEN = (
    *("green_capacity", "green_available", "green_generated", "green_curtailed", "own_use", "fed_in"),
    *("certificates_kept", "certificates_sold", "counted", "matched", "certificates_bought"),
)
_SMALLEST_MWH = 1.0
_SHOWN_MWH = 1000.0


def side_by_side(run: RunData, labels: Labels, park_of: dict[str, str]) -> DisplayTable:
    """All parks in the shown year: use, generation, green power, its share, what targets ask for, prices, CO2.

    park_of : park of each target that has one
    """
    tr, year = labels.tr, shown_year(run)
    found = run.table("parks")
    found = found[found["year"] == year].set_index("zone")
    zones = list(found.index)
    names = [labels.name("zone", zone) for zone in zones]
    sheet = DisplayTable(tr("title.parks"), columns((tr("column.item"), tr("column.limit")), names))
    _balance(sheet, run, labels, year, zones)
    _green(sheet, labels, found)
    sheet.section(tr("parks.targets"))
    for label, limit, cells in target_rows(run, labels, year, park_of, zones):
        sheet.add(label, limit, *cells)
    sheet.section(f"{tr('parks.prices')} [{labels.unit('price')}]")
    prices = mean_prices(run.dataset, year).pivot(index="carrier", columns="zone", values="price")
    shown = [str(carrier) for carrier in run.dataset["carrier"].values if carrier in prices.index]
    for carrier in shown:
        cells = [f"{price:,.0f}" if pd.notna(price) else ZERO for price in prices.loc[carrier].reindex(zones)]
        sheet.add(labels.name("carrier", carrier), "", *cells)
    sheet.section(f"CO2 [{labels.unit('co2')}]")
    sheet.add(tr("parks.co2"), "", *labels.figures("co2", found["co2"]))
    matching = tr("list_separator").join(dict.fromkeys(tr.of("matching", str(name)) for name in found["matching"]))
    if shows_beside(run):
        sheet.notes.append(tr("note.parks_beside"))
    sheet.notes.append(tr("note.parks", year=year, matching=matching))
    return sheet


def _balance(sheet: DisplayTable, run: RunData, labels: Labels, year: int, zones: list[str]) -> None:
    """Use by carrier of demands and by electricity of plants, and generation of electricity by technology."""
    found, electric = run.table("zone_balance"), electric_carriers(run.dataset)
    found = found[found["zone"].isin(zones) & (found["year"] == year)]
    unit = labels.unit("energy")
    demands = found[found["kind"] == "demand"]
    plants = found["kind"].isin(("conversion", "process")) & found["carrier"].isin(electric)
    taken, given = found[plants & (found["energy"] < 0)], found[plants & (found["energy"] > 0)]
    sheet.section(f"{labels.tr('parks.use')} [{unit}]")
    for carrier, energy in _wide(demands, "carrier", zones).iterrows():
        label = labels.tr("parks.demand", name=labels.name("carrier", str(carrier)))
        sheet.add(label, "", *labels.figures("energy", -energy))
    for carrier, energy in _wide(taken, "carrier", zones).iterrows():
        label = labels.tr("parks.plants", name=labels.name("carrier", str(carrier)))
        sheet.add(label, "", *labels.figures("energy", -energy))
    sheet.section(f"{labels.tr('parks.generation')} [{unit}]")
    supply = found[(found["kind"] == "supply") & found["carrier"].isin(electric)]
    for technology, energy in _wide(pd.concat([supply, given]), "item", zones).iterrows():
        sheet.add(labels.name("technology", str(technology)), "", *labels.figures("energy", energy))


def _wide(found: pd.DataFrame, key: str, zones: list[str]) -> pd.DataFrame:
    """Energy by key and park, the largest key first."""
    wide = found.pivot_table(index=key, columns="zone", values="energy", aggfunc="sum", fill_value=0.0)
    wide = wide.reindex(columns=zones, fill_value=0.0)
    size = wide.abs().sum(axis=1)
    return wide[size > _SMALLEST_MWH].loc[lambda kept: size[kept.index].sort_values(ascending=False).index]


def _green(sheet: DisplayTable, labels: Labels, found: pd.DataFrame) -> None:
    """Traceable green power; its share of the use: physical, matched, contractual, and under each way of matching."""
    tr = labels.tr
    sheet.section(tr("parks.green"))
    for name in GREEN:
        quantity = "power" if name == "green_capacity" else "energy"
        sheet.add(f"{tr.of('green', name)} [{labels.unit(quantity)}]", "", *labels.figures(quantity, found[name]))
    named = {name: tr.of("share", name) for name in SHARES}
    named |= {name: tr("parks.share", matching=tr.of("matching", name)) for name in MATCHINGS}
    for name, label in named.items():
        cells = [ZERO if pd.isna(share) else shares([share], 1.0)[0] for share in found[f"share_{name}"]]
        sheet.add(label, "", *cells)


def energy(run: RunData, labels: Labels, zone: str) -> DisplayTable:
    """Inflow and outflow of each carrier of a park, by year; small items together."""
    tr, years = labels.tr, run.summary["years"]
    found = run.table("energy_flows")
    found = found[found["scope"] == zone]
    into, out = found[found["target"].str.startswith("carrier:")], found[found["source"].str.startswith("carrier:")]
    sides = [
        into.assign(hub=into["target"], node=into["source"]),
        out.assign(hub=out["source"], node=out["target"], energy=-out["energy"]),
    ]
    both = pd.concat(sides, ignore_index=True)
    wide = both.pivot_table(index=["hub", "node"], columns="year", values="energy", aggfunc="sum", fill_value=0.0)
    wide = wide.reindex(columns=years, fill_value=0.0)
    titles = [f"{year} [{labels.unit('energy')}]" for year in years]
    sheet = DisplayTable(tr("parks.energy"), columns((tr("parks.energy"),), titles))
    present = set(wide.index.get_level_values("hub"))
    for hub in (f"carrier:{carrier}" for carrier in run.dataset["carrier"].values):
        if hub in present:
            _carrier(sheet, labels, hub, wide.loc[[hub]].droplevel("hub"))
    sheet.notes.append(tr("note.park_energy", least=labels.figure("energy", _SHOWN_MWH)))
    return sheet


def _carrier(sheet: DisplayTable, labels: Labels, hub: str, part: pd.DataFrame) -> None:
    large = part.abs().max(axis=1) >= _SHOWN_MWH
    if not large.any():
        return
    shown = part[large].sort_values(part.columns[-1], ascending=False)
    rest = part[~large].sum()
    rows = [(node_name(str(node), labels), amounts) for node, amounts in shown.iterrows()]
    rows += [(labels.tr("item.other"), rest)] if rest.abs().max() > _SHOWN_MWH / 2 else []
    texts = iter(aligned([v / labels.scale("energy") for _, amounts in rows for v in amounts]))
    sheet.section(node_name(hub, labels))
    for name, amounts in rows:
        sheet.add(name, *(next(texts) for _ in amounts))
