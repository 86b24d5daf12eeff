"""Electricity hour by hour: a week to pick, and whole years to browse."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.energy.electricity import DAYS, electricity_by_hour, gathered, notable_weeks, seasons
from energy_model.report import figures
from energy_model.report.colours import colours
from energy_model.report.sections.section import Illustration, Section, Weeks
from energy_model.runs.run_data import RunData
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

_MOST = 30  # series of all hours of a year: each is 15 kB of the page
_YEARS = 3  # of which all hours are on the page


def dispatch(run: RunData, labels: Labels) -> Section:
    """The hours of some years; those of every year would make the page too large."""
    tr, years = labels.tr, _years(run)
    part = Section("dispatch", tr("title.dispatch"))
    shown, of_technology = shown_year(run, years), colours(run.dataset, "technology")
    if _hours(run.dataset, shown).empty:  # a study without electricity
        return part
    for year in years:
        figure = figures.dispatch(_hours(run.dataset, year), of_technology, labels, slider=True)
        part.figures[f"hours-{year}"] = Illustration(figure, tr("caption.hours", year=year), folded=True)
    if len(years) < len(run.summary["years"]):
        part.bullets.append(tr("note.hours_of_some", years=tr("comma").join(map(str, years))))
    found = notable_weeks(_hours(run.dataset, shown), seasons(run.dataset))
    if not found:
        return part
    days = {tr.of("week", name): f"{first:%Y-%m-%d}" for name, first in found.items()}
    of_year = {year: f"hours-{year}" for year in years}
    part.weeks = Weeks(of_year, shown, days, tr("caption.week", hours=24 * DAYS))
    return part


def _years(run: RunData) -> list[int]:
    """First, plan's and last year of many."""
    years = run.summary["years"]
    chosen = {years[0], shown_year(run), years[-1]} if len(years) > _YEARS else set(years)
    return sorted(chosen)


@cached
def _hours(ds: xr.Dataset, year: int) -> pd.DataFrame:
    return gathered(electricity_by_hour(ds, year), _MOST)
