"""Figures of the report for Python users: each a method of `run.plot` that gives a plotly figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from energy_model.report.sections import contents, gas, hours, parks, pathway
from energy_model.report.sections import map as map_section
from energy_model.report.sections import storage as storage_section
from energy_model.report.sections.dispatch import dispatch
from energy_model.report.sections.section import Section
from energy_model.runs.run_data import RunData
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

Build = Callable[[RunData, Labels], Section | Sequence[Section]]


class RunPlots:
    """Figures of a run as its report has them, in English or with `lang="zh"` in Chinese.

    `year` is a model year; without one it is that of the report, the plan's. All raise ValueError where the run has
    nothing to draw: no storage, one model year, no second zone.
    """

    def __init__(self, run: RunData) -> None:
        self._run = run

    def __repr__(self) -> str:
        return "figures: " + ", ".join(name for name in dir(self) if not name.startswith("_"))

    def capacity(self, lang: str = "en") -> go.Figure:
        """Capacity of generation and storage by technology, existing and new, in the report's year."""
        return self._drawn(contents.capacity, "capacity", lang)

    def capacity_over_years(self, section: str = "generation", lang: str = "en") -> go.Figure:
        """Capacity by technology over the model years; section : generation or storage."""
        return self._drawn(contents.capacity, f"capacity-{section}", lang)

    def balance(self, year: int | None = None, lang: str = "en") -> go.Figure:
        """Where electricity comes from and goes to in a year."""
        return self._drawn(contents.balance, f"balance-{self._year(year)}", lang)

    def costs(self, lang: str = "en") -> go.Figure:
        """Costs by kind in the report's year."""
        return self._drawn(contents.costs, "costs", lang)

    def costs_over_years(self, lang: str = "en") -> go.Figure:
        """Costs by kind over the model years."""
        return self._drawn(contents.costs, "costs-years", lang)

    def prices(self, lang: str = "en") -> go.Figure:
        """Prices of electricity by month in the report's year."""
        return self._drawn(contents.prices, "prices", lang)

    def dispatch(self, year: int | None = None, lang: str = "en") -> go.Figure:
        """Electricity hour by hour through a year, with a slider; of many model years the report has three."""
        return self._drawn(dispatch, f"hours-{self._year(year)}", lang)

    def heat(self, quantity: str = "price", lang: str = "en") -> go.Figure:
        """Hours by days in colours; quantity : price, green_share, state_of_charge or curtailment."""
        return self._drawn(hours.heat, f"heat-{quantity}", lang)

    def duration(self, quantity: str = "power", lang: str = "en") -> go.Figure:
        """Duration curves of all years; quantity : power (demand, and what wind and sun leave of it) or price."""
        return self._drawn(hours.duration, f"duration-{quantity}", lang)

    def map(self, lang: str = "en") -> go.Figure:
        """Zones, and what goes between them in a year."""
        return self._drawn(map_section.zone_map, "map", lang)

    def sankey(self, park: str = "", lang: str = "en") -> go.Figure:
        """Energy from its sources to its uses, of the whole system or of a park (its zone)."""
        return self._drawn(parks.parks, f"sankey-{park}", lang) if park else self._drawn(parks.ways, "sankey", lang)

    def accounts(self, lang: str = "en") -> go.Figure:
        """CO2 by production and by consumption over the model years."""
        return self._drawn(pathway.accounts, "accounts", lang)

    def peaks(self, lang: str = "en") -> go.Figure:
        """Quantities that are to peak, over the model years."""
        return self._drawn(pathway.peaks, "peaks", lang)

    def storage_revenue(self, lang: str = "en") -> go.Figure:
        """Income of storages of electricity by service against what they cost, in the report's year."""
        return self._drawn(storage_section.storage, "storage-revenue", lang)

    def lng_levels(self, lang: str = "en") -> go.Figure:
        """LNG in the tanks over the report's year."""
        return self._drawn(gas.lng, "lng-levels", lang)

    def _year(self, year: int | None) -> int:
        return shown_year(self._run) if year is None else year

    def _drawn(self, build: Build, name: str, lang: str) -> go.Figure:
        """One figure of a section of the report."""
        built = build(self._run, Labels.of_run(self._run, lang))
        sections = [built] if isinstance(built, Section) else built
        figures = {key: drawn.figure for section in sections for key, drawn in section.figures.items()}
        if name not in figures:
            there = ", ".join(figures) or "none"
            raise ValueError(f"the run has no figure {name!r} to draw; of its kind there are: {there}")
        return figures[name]
