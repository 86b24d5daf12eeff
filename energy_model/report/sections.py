"""What the report says, section by section: its sheets, its figures, its lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from energy_model.analysis.electricity import (
    electricity_balance,
    electricity_by_hour,
    gathered,
    monthly_prices,
    peak_weeks,
)
from energy_model.report import (
    carbon_sheets,
    energy_sheets,
    figures,
    plant_sheets,
    run_sheets,
    security_sheets,
    target_sheets,
    year_sheets,
)
from energy_model.report.headline import NOT_MODELLED
from energy_model.report.section import Illustration, Section, of_sheet
from energy_model.report.wording import Words
from energy_model.report.years import shown_year

if TYPE_CHECKING:
    from energy_model.run import Run

LONGEST_WEEK = 24 * 8
_MOST = 30  # series of all hours of a year: each is 25 kB of the page
_DRAWN = ("generation", "conversion", "storage")


def sections(run: Run, words: Words) -> list[Section]:
    """All sections in the order of the page."""
    say = words.say
    scorecard, audit = target_sheets.scorecard(run, words), run_sheets.audit(run, words)
    bases = target_sheets.bases(run, words)
    limits = [say.of("not_modelled", word) for word in NOT_MODELLED]
    return [
        Section("targets", scorecard.title, sheets=[scorecard]),
        of_sheet("readings", target_sheets.readings(run, words)),
        Section("bases", bases.title, sheets=[bases], folded=True),
        Section("audit", audit.title, sheets=[audit]),
        of_sheet("base_year", year_sheets.base_year(run, words)),
        of_sheet("pathway", year_sheets.pathway(run, words)),
        _capacity(run, words),
        _balance(run, words),
        _dispatch(run, words),
        _costs(run, words),
        of_sheet("sectors", year_sheets.sectors(run, words)),
        of_sheet("co2", energy_sheets.co2(run, words)),
        of_sheet("accounts", carbon_sheets.accounts(run, words)),
        of_sheet("peaks", carbon_sheets.peaks(run, words)),
        of_sheet("carbon_factors", carbon_sheets.factors(run, words)),
        of_sheet("fuels", year_sheets.fuels(run, words)),
        of_sheet("coal", plant_sheets.coal(run, words)),
        of_sheet("hydrogen", plant_sheets.hydrogen(run, words)),
        of_sheet("security", security_sheets.security(run, words)),
        of_sheet("calm_days", security_sheets.calm_days(run, words)),
        of_sheet("reserves", security_sheets.reserves(run, words)),
        _prices(run, words),
        Section("limits", say("title.limits"), bullets=limits),
        _assumptions(run, words),
        _manifest(run, words),
    ]


def _capacity(run: Run, words: Words) -> Section:
    part = of_sheet("capacity", energy_sheets.capacity(run, words))
    found, year = energy_sheets.capacity_by_technology(run), shown_year(run.summary["years"])
    figure = figures.capacity(found[(found["year"] == year) & found["section"].isin(_DRAWN)], words)
    part.figures["capacity"] = Illustration(figure, words.say("caption.capacity", year=year))
    return part


def _balance(run: Run, words: Words) -> Section:
    part = of_sheet("balance", energy_sheets.balance(run, words))
    found = electricity_balance(run.dataset, run.table("energy_balance"))
    for year in run.summary["years"]:
        figure = figures.balance(found[found["year"] == year], _colours(run), words)
        part.figures[f"balance-{year}"] = Illustration(figure, words.say("caption.balance", year=year))
    return part


def _dispatch(run: Run, words: Words) -> Section:
    """The peak weeks of one year, and the whole of it to browse: hours of every year would make the page too large."""
    say, year = words.say, shown_year(run.summary["years"])
    part = Section("dispatch", say("title.dispatch"))
    hourly = electricity_by_hour(run.dataset, year)
    weeks = peak_weeks(hourly)
    for season, (first, last) in weeks.items():
        week = hourly[hourly["time"].between(first, last)]
        days = f"{first:%m-%d} – {last:%m-%d}"
        caption = say("caption.week", season=say.of("season", season), year=year, days=days)
        part.figures[f"week-{season}"] = Illustration(figures.dispatch(week, _colours(run), words), caption)
    if hourly["time"].nunique() > LONGEST_WEEK:
        figure = figures.dispatch(gathered(hourly, _MOST), _colours(run), words, slider=True)
        for first, last in list(weeks.values())[:1]:
            figure.update_xaxes(range=[first.isoformat(), last.isoformat()])
        part.figures["hours"] = Illustration(figure, say("caption.hours", year=year), folded=True)
    return part


def _costs(run: Run, words: Words) -> Section:
    part, found = of_sheet("costs", run_sheets.costs(run, words)), run_sheets.costs_by_kind(run)
    year = shown_year(run.summary["years"])
    found = found[found["year"] == year]
    names = [
        run_sheets.cost_name(words, kind, carrier)
        for kind, carrier in zip(found["kind"], found["carrier"], strict=True)
    ]
    figure = figures.costs(pd.DataFrame({"name": names, "cost": found["cost"]}), words)
    part.figures["costs"] = Illustration(figure, words.say("caption.costs", year=year))
    return part


def _prices(run: Run, words: Words) -> Section:
    part, year = of_sheet("prices", energy_sheets.prices(run, words)), shown_year(run.summary["years"])
    figure = figures.prices(monthly_prices(run.dataset, year), words)
    part.figures["prices"] = Illustration(figure, words.say("caption.prices", year=year))
    return part


def _assumptions(run: Run, words: Words) -> Section:
    sheet, folder = (
        run_sheets.assumptions(run.manifest["confidence"], words.say),
        Path(run.manifest["study"]).absolute() / "inputs",
    )
    address = "file://" + quote(folder.as_posix() if folder.as_posix().startswith("/") else f"/{folder.as_posix()}")
    part = Section("assumptions", sheet.title, bullets=[words.say("note.assumptions")], sheets=[sheet])
    part.link = (address, words.say("note.inputs", folder=folder))
    return part


def _manifest(run: Run, words: Words) -> Section:
    sheet = run_sheets.manifest(run, words)
    return Section("manifest", sheet.title, sheets=[sheet], folded=True)


def _colours(run: Run) -> dict[str, str]:
    ds = run.dataset
    return {str(k): str(v) for k, v in zip(ds["technology"].values, ds["technology_colour"].values, strict=True)}
