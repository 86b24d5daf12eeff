"""Sheets of the years: what each costs and emits, what the sectors take and emit, and the base year as it is known."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from energy_model.runs.run_data import RunData
from energy_model.sheets.headline import years_in_words
from energy_model.sheets.numerals import brief
from energy_model.sheets.sheet import DisplayTable, Meaning, columns
from energy_model.sheets.wording import Labels


def pathway(run: RunData, labels: Labels) -> DisplayTable:
    """Cost of each year, the discounted years that it stands for, its part of the net present cost, and its CO2."""
    tr, found = labels.tr, run.table("pathway")
    money, co2 = labels.unit("money"), labels.unit("co2")
    titles = [
        f"{tr('column.cost')} [{money}]",
        tr("column.weight"),
        f"{tr('column.present')} [{money}]",
    ]
    sheet = DisplayTable(tr("title.pathway"), columns((tr("column.year"),), [*titles, f"CO2 [{co2}]"]))
    emitted = run.statistic("emissions", by="year", columns="co2").set_index("year")["co2"]
    tonnes = labels.figures("co2", [float(emitted.get(year, 0.0)) for year in found["year"]])
    costs = labels.figures("money", found["cost"])
    present = labels.figures("money", [*found["present"], found["present"].sum()])
    for year, weight, *cells in zip(found["year"], found["weight"], costs, present, tonnes, strict=False):
        sheet.add(str(year), cells[0], brief(weight), *cells[1:])
    sheet.add(tr("row.total"), "", "", present[-1], "", meaning="total")
    sheet.notes.append(tr("note.pathway", year=int(run.dataset["base_year"])))
    return sheet


def sectors(run: RunData, labels: Labels) -> DisplayTable:
    """CO2 of each sector, and of what is bought, by year."""
    tr, found, years = labels.tr, run.table("emissions"), run.summary["years"]
    sheet = DisplayTable(
        tr("title.sectors"),
        columns((tr("column.sector"),), [f"{year} [{labels.unit('co2')}]" for year in years]),
    )
    burnt = found[found["kind"] == "combustion"]
    by_sector = burnt.pivot_table(index="sector", columns="year", values="co2", aggfunc="sum", fill_value=0.0)
    by_sector = by_sector.reindex(columns=years, fill_value=0.0)
    rows = {tr.of("sector", str(name)): row for name, row in by_sector.iterrows()}
    sums = {
        tr("row.in_city"): by_sector.sum(),
        tr("row.purchases"): found[found["kind"] == "purchase"].groupby("year")["co2"].sum(),
    }
    _add(sheet, labels, "co2", rows, years)
    _add(sheet, labels, "co2", sums, years, meaning="total")
    sheet.notes.append(tr("note.co2"))
    return sheet


def fuels(run: RunData, labels: Labels) -> DisplayTable:
    """Input of the sectors of each carrier that holds carbon, by year, in coal equivalent where the study uses it."""
    tr, found, years = labels.tr, run.table("sectors"), run.summary["years"]
    quantity, amount = ("coal_equivalent", "input_tce") if labels.coal_equivalent else ("energy", "input")
    titles = [f"{year} [{labels.unit(quantity)}]" for year in years]
    sheet = DisplayTable(tr("title.fuels"), columns((tr("column.sector"),), titles))
    factors = run.dataset["emission_factor"].to_series()
    found = found[found["carrier"].map(factors).fillna(0.0) > 0]
    for carrier, part in found.groupby("carrier", sort=False):
        wide = part.pivot_table(index="sector", columns="year", values=amount, aggfunc="sum", fill_value=0.0)
        wide = wide[wide.max(axis=1) > 1.0]
        if len(wide):
            sheet.section(labels.name("carrier", str(carrier)))
        rows = {tr.of("sector", str(name)): row for name, row in wide.iterrows()}
        _add(sheet, labels, quantity, rows, years)
    sheet.notes.append(tr("note.fuels"))
    return sheet


def _add(
    sheet: DisplayTable,
    labels: Labels,
    quantity: str,
    rows: Mapping[str, pd.Series[float]],
    years: list[int],
    meaning: Meaning = "",
) -> None:
    """Add rows with a number a year."""
    texts = iter(labels.figures(quantity, [float(row.get(year, 0.0)) for row in rows.values() for year in years]))
    for name in rows:
        sheet.add(name, *(next(texts) for _ in years), meaning=meaning)


def base_year(run: RunData, labels: Labels) -> DisplayTable:
    """Reference figures with their ranges and the values of the run."""
    tr, found = labels.tr, run.table("reference_figures")
    numbers = [tr("column.low"), tr("column.high"), tr("column.reached")]
    titles = [*columns((tr("column.reference_figure"), tr("column.year"))), *columns((), numbers)]
    titles += columns((tr("column.verdict"), tr("column.source")))
    sheet = DisplayTable(tr("title.base_year"), tuple(titles))
    for _, row in found.iterrows():
        unit = str(row["unit"])
        value = "–" if row["within"] is None else labels.in_unit(float(row["value"]), unit)
        bounds = [labels.in_unit(float(row[name]), unit) for name in ("low", "high")]
        meaning: Meaning = "" if row["within"] is None else "met" if row["within"] else "missed"
        verdict = tr.of("known", {"met": "within", "missed": "outside"}.get(meaning, "unknown"))
        source = f"{row['source']} ({row['confidence']})"
        sheet.add(labels.name("known", row["id"]), str(row["year"]), *bounds, value, verdict, source, meaning=meaning)
    compared = found[found["within"].notna()]
    if len(compared):
        sheet.notes.append(tr("note.base_year", within=int(compared["within"].sum()), count=len(compared)))
    else:
        sheet.notes.append(tr("note.no_base_year", years=years_in_words(run, labels)))
    return sheet
