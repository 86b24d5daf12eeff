"""What people read of a run: numbers, sheets, figures, and the page, also in a real browser."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from rich.console import Console

from energy_model.analysis.energy import electricity
from energy_model.report import figures
from energy_model.report.figures.style import whole
from energy_model.report.run_page import write_page
from energy_model.report.sections import dispatch as dispatch_section
from energy_model.report.sections.contents import sections
from energy_model.run import Run
from energy_model.runs.totals import capacity_by_technology, costs_by_kind
from energy_model.sheets import energy as energy_sheets
from energy_model.sheets import numerals
from energy_model.sheets import pathway as year_sheets
from energy_model.sheets import plants as plant_sheets
from energy_model.sheets import run as run_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.headline import sentences
from energy_model.sheets.messages import LANGUAGES
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels
from energy_model.terminal import show_summary
from tests.support.tiny_run import tiny_path, tiny_run

pytestmark = pytest.mark.proof

NASTY = "</script><script>alert(1)</script> & {x} [red]"


def hourly() -> pd.DataFrame:
    return electricity.electricity_by_hour(tiny_run().dataset, 2030)


def column(rows: list[tuple[str, ...]], at: int) -> list[str]:
    return [row[at] for row in rows]


class TestElectricity:
    def test_every_hour_balances(self) -> None:
        sides = hourly().pivot_table(index="time", columns="side", values="power", aggfunc="sum")
        assert len(sides) == 168
        np.testing.assert_allclose(sides["source"] + sides["use"], sides["demand"], atol=1e-6)

    def test_hours_sum_to_the_year(self) -> None:
        yearly = electricity.electricity_balance(tiny_run().dataset)
        assert yearly["energy"].sum() == pytest.approx(0, abs=1e-3)
        summed = hourly().groupby("item")["power"].sum()
        of_year = yearly.set_index("item")["energy"]
        assert of_year["demand"] == pytest.approx(-summed["demand"])
        assert of_year["storage"] == pytest.approx(summed["battery"])
        for item in ("wind", "coal_plant", "electrolyser", "grid", "power_purchase", "power_sale"):
            assert of_year[item] == pytest.approx(summed[item]), item

    def test_green_power_that_a_line_feeds_in_is_electric(self) -> None:
        ds = tiny_run().dataset
        assert electricity.electric_carriers(ds) == ["electricity"]
        end = ds["to_carrier"].where(ds["asset"] != "sea_cable", "hydrogen")
        assert electricity.electric_carriers(ds.assign(to_carrier=end)) == ["electricity", "hydrogen"]

    def test_small_series_are_gathered(self) -> None:
        hourly_table = hourly()
        found = electricity.gathered(hourly_table, most=3)
        kept = found.groupby(["side", "kind", "item"]).ngroups
        assert kept == 3 + 1 + 2, "the largest three, demand, and others on both sides"
        pd.testing.assert_series_equal(
            found.groupby(["side", "time"])["power"].sum(), hourly_table.groupby(["side", "time"])["power"].sum()
        )
        assert electricity.gathered(hourly_table, most=30) is hourly_table

    def test_notable_weeks_begin_three_days_before_a_peak_or_hold_the_most_curtailed(self) -> None:
        time = pd.date_range("2030-01-01", periods=8760, freq="h")
        power = 100 + np.where(time == "2030-08-02 13:00", 50, 0) + np.where(time == "2030-12-30 18:00", 40, 0)
        wasted = np.where((time >= "2030-04-10") & (time < "2030-04-17"), 9.0, 1.0)
        parts = {"demand": power, "curtailed": wasted}
        table = pd.concat(
            pd.DataFrame({"time": time, "side": side, "kind": side, "item": side, "power": values})
            for side, values in parts.items()
        )
        seasons = electricity.seasons(tiny_run().dataset)
        assert seasons == {"summer": [6, 7, 8, 9], "winter": [12, 1, 2]}
        weeks = {name: str(first.date()) for name, first in electricity.notable_weeks(table, seasons).items()}
        assert weeks == {"summer": "2030-07-30", "winter": "2030-12-25", "curtailed": "2030-04-10"}

    def test_what_is_curtailed_is_beside_the_balance(self) -> None:
        ds = tiny_run().dataset
        assert "curtailed" not in set(hourly()["side"]), "nothing is curtailed here"
        less = electricity.electricity_by_hour(ds.assign(dispatch=0.9 * ds["dispatch"]), 2030)
        wind = ds["dispatch"].sel(producer="sea_wind").values
        np.testing.assert_allclose(less.query("side == 'curtailed'")["power"], 0.1 * wind, atol=1e-9)

    def test_monthly_price_is_the_mean_over_hours(self) -> None:
        ds = tiny_run().dataset
        found = electricity.monthly_prices(ds, 2030).set_index("zone")["price"]
        assert found["city"] == pytest.approx(float(ds["price"].sel(zone="city", carrier="electricity").mean()))


class TestNumerals:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(0, "0"), (-0.0, "0"), (10.0, "10"), (9.99964, "10"), (9.994, "9.994"), (1234567.8, "1,234,568"),
         (-0.25, "-0.25"),
         (float("nan"), "–"), (1e-12, "0")],
    )  # fmt: skip
    def test_brief(self, value: float, text: str) -> None:
        assert numerals.brief(value) == text

    def test_aligned_has_one_number_of_decimals_and_no_negative_zero(self) -> None:
        assert numerals.aligned([17.72, 0.4249, -0.001, 0.0]) == ["17.72", "0.42", "0.00", "–"]

    def test_shares(self) -> None:
        assert numerals.shares([25.0, -1e-9], 100.0) == ["25.0 %", "0.0 %"]
        assert numerals.shares([1.0], 0.0) == [""]

    def test_signed_and_residuals(self) -> None:
        assert [numerals.signed(value) for value in (2.5, -2.5, 0)] == ["+2.5", "-2.5", "0"]
        assert [numerals.small(value) for value in (0.0, 2.27e-13, 42.94)] == ["0", "2e-13", "42.94"]


class TestSheets:
    def test_units_and_names_by_language(self) -> None:
        zh, en = (Labels(tiny_run().dataset, lang) for lang in LANGUAGES)
        assert (zh.figure("power", 17_720), en.figure("power", 17_720)) == ("1,772 万千瓦", "17.72 GW")
        assert (zh.figure("energy", 16e6), en.figure("energy", 16e6)) == ("160 亿千瓦时", "16 TWh")
        assert (zh.figure("money", 2.5e9), en.figure("money", 2.5e9)) == ("25 亿元", "2.5 bn CNY")
        assert (zh.in_unit(10, "GW"), zh.in_unit(80, "%"), en.in_unit(0.5, "Mt", plus=True)) == (
            "1,000 万千瓦",
            "80 %",
            "+0.5 Mt",
        )
        assert (zh.name("technology", "wind"), en.name("technology", "wind"), en.name("zone", "no")) == (
            "风电",
            "Wind",
            "no",
        )

    def test_scorecard_says_met_and_missed_in_words(self) -> None:
        heading, *rows = target_sheets.scorecard(tiny_run(), Labels(tiny_run().dataset, "en")).rows
        assert heading.cells[0] == "Promises of the plan with a number of its own"
        assert rows[0].cells == (
            "Wind capacity",
            "2030",
            "≥ 1.5 GW",
            "0.8 GW",
            "-0.7 GW",
            "✗ missed",
            "+249 %",
            "none",
        )
        assert rows[1].cells[:6] == ("Green share", "2030", "≥ 30 %", "35.76 %", "+5.759 %", "✓ met")
        assert [row.meaning for row in rows] == ["missed", "met", "met"]

    def test_a_target_of_another_year_is_not_evaluated(self) -> None:
        run = tiny_run()
        target = run.summary["targets"][0] | {"value": None, "margin": None, "met": None}
        other = replace(run, summary=run.summary | {"targets": [target]})
        row = target_sheets.scorecard(other, Labels(run.dataset, "zh")).rows[1]
        assert row.cells[3:6] == ("–", "–", "– 未评价")

    def test_capacity_by_technology(self) -> None:
        rows = energy_sheets.capacity(tiny_run(), Labels(tiny_run().dataset, "en")).rows
        cells = {row.cells[0]: row.cells[1:] for row in rows}
        assert cells["Wind"] == ("0.800", "–", "–", "0.800", "")
        assert cells["Coal plant"] == ("1.000", "–", "0.386", "0.614", "")
        assert cells["Battery"] == ("0.100", "–", "–", "0.100", "0.200")
        assert [row.cells[0] for row in rows if row.meaning == "section"] == [
            *("Power generation", "Storage", "Transmission (sum over lines)", "Other conversion (hydrogen, heat, gas)")
        ]  # fmt: skip

    def test_costs_add_up_to_the_objective(self) -> None:
        run = tiny_run()
        found = costs_by_kind(run)
        assert found["cost"].sum() == pytest.approx(run.summary["costs"][0]["cost"])
        assert found.set_index(["kind", "carrier"])["cost"]["sold", "electricity"] < 0
        names = [row.cells[0] for row in run_sheets.costs(run, Labels(run.dataset, "en")).rows]
        assert {"Bought: Coal", "Sold: Electricity", "Total"} <= set(names)

    def test_balance_and_co2_have_their_sums(self) -> None:
        run, labels = tiny_run(), Labels(tiny_run().dataset, "en")
        totals = [row.cells[1] for row in energy_sheets.balance(run, labels).rows if row.meaning == "total"]
        assert totals[0] == totals[1] == "0.172"
        co2 = [row.cells for row in energy_sheets.co2(run, labels).rows if row.meaning == "total"]
        assert co2 == [("Total", "0.057"), ("Total", "0.024")]

    def test_headline_names_the_first_missed_targets_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run = tiny_run()
        missed = [target | {"met": False} for target in run.summary["targets"]]
        told = replace(run, summary=run.summary | {"targets": [*missed, missed[0]]})
        names = [Labels(run.dataset, "en").name("target", target["id"]) for target in missed]
        monkeypatch.setattr("energy_model.sheets.headline._NAMED", 2)
        said = sentences(told, Labels(run.dataset, "en"))[2]
        assert f"0 are met (0 of these follow from the input). 4 missed: {names[0]}; {names[1]} and 1 more" in said

    def test_headline_tells_cost_proof_and_targets(self) -> None:
        run = tiny_run()
        cost, proof, targets = sentences(run, Labels(run.dataset, "en"))
        assert "0.2724 bn CNY per year" in cost
        assert "demand is served in every hour" in cost
        assert cost.endswith("and 3 bn CNY in committed plants besides.")  # 300 MW of wind at 10,000 CNY/kW
        assert "168 hours" in proof
        assert targets.startswith(
            "Of the 3 promises of the plan with a number of its own that can be evaluated 2 are met"
        )
        assert targets.endswith("1 missed: Wind capacity.")
        audit = run.summary["audit"] | {"unserved_mwh": 42.0}
        unserved = replace(run, summary=run.summary | {"audit": audit})
        assert "42 MWh of demand is not served" in sentences(unserved, Labels(run.dataset, "en"))[0]


class TestFigures:
    def test_dispatch_holds_the_hours(self) -> None:
        labels = Labels(tiny_run().dataset, "zh")
        figure = figures.dispatch(hourly(), {"wind": "#17becf"}, labels)
        wind = next(trace for trace in figure.data if trace.name == "风电")
        np.testing.assert_allclose(wind.y, tiny_run().dataset["dispatch"].sel(producer="sea_wind"), atol=0.5)
        assert wind.fillcolor == "#17becf"
        assert figure.data[-1].name == "用电需求"
        assert figure.layout.yaxis.title.text == "万千瓦"

    def test_a_year_of_many_technologies_stays_small(self) -> None:
        time = pd.date_range("2030-01-01", periods=8760, freq="h")
        power = np.random.default_rng(1).uniform(0, 9_000, 8760)
        parts = [
            pd.DataFrame({"time": time, "side": "source", "kind": "technology", "item": f"t{n}", "power": power})
            for n in range(25)
        ]
        demand = parts[0].assign(side="demand", kind="demand", item="demand")
        figure = figures.dispatch(pd.concat([*parts, demand]), {}, Labels(xr.Dataset(), "en"), slider=True)
        assert len(figure.to_json()) < 700_000

    def test_whole_numbers_keep_large_powers(self) -> None:
        assert whole(np.array([40_000.4, -3.0])).tolist() == [40_000, -3]

    def test_existing_and_new_stack_to_the_capacity(self) -> None:
        table = capacity_by_technology(tiny_run())
        kept, new = figures.capacity(table, Labels(tiny_run().dataset, "en")).data
        sums = dict(zip(kept.y, np.asarray(kept.x) + np.asarray(new.x), strict=True))
        assert sums == pytest.approx({"Wind": 0.8, "Coal plant": 0.6141, "Electrolyser": 0.01, "Battery": 0.1})


def nasty_run() -> Run:
    """The tiny run with names that try to break out of the page."""
    run = tiny_run()
    names = {}
    for name, variable in run.dataset.data_vars.items():
        if str(name).endswith(("_name_zh", "_name_en", "target_clause", "target_basis")):
            names[name] = (variable.dims, np.array([f"{text}{NASTY}" for text in variable.values]))
    summary = run.summary | {"name_zh": NASTY, "name_en": NASTY}
    return replace(run, solved=run.dataset.assign(names), summary=summary)


def embedded(page: str) -> dict[str, dict[str, dict[str, list[dict[str, object]]]]]:
    found = re.search(r'<script type="application/gzip" id="drawn">(.*?)</script>', page, re.S)
    assert found
    loaded: dict[str, dict[str, dict[str, list[dict[str, object]]]]]
    loaded = json.loads(gzip.decompress(base64.b64decode(found[1])))["figures"]
    return loaded


class TestPage:
    def test_holds_everything_in_both_languages(self, tmp_path: Path) -> None:
        write_page(tiny_run(), tmp_path / "r.html", "zh")
        page = (tmp_path / "r.html").read_text("utf-8")
        assert '<html lang="zh">' in page
        for lang in LANGUAGES:
            for section in sections(tiny_run(), Labels(tiny_run().dataset, lang)):
                assert f'<section id="{lang}-{section.name}"' in page
                assert section.title in page
        assert page.count("As written.") == 6, "three targets in two languages"
        assert (tmp_path / "r.html").stat().st_size < 6_000_000

    def test_asks_nothing_of_a_network(self, tmp_path: Path) -> None:
        write_page(tiny_run(), tmp_path / "r.html", "en")
        page = (tmp_path / "r.html").read_text("utf-8")
        assert "default-src 'none'" in page
        assert (
            re.findall(r"<link\b|<script[^>]*\ssrc=|<img\b|@import|url\(\s*['\"]?http", page.split("<script>")[0]) == []
        )

    def test_escapes_what_users_typed(self, tmp_path: Path) -> None:
        write_page(nasty_run(), tmp_path / "r.html", "en")
        page = (tmp_path / "r.html").read_text("utf-8")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {x} [red]" in page
        data = embedded(page)["en"]["hours-2030"]["data"]
        assert any(
            trace["name"] == f"Wind{NASTY}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            for trace in data
        )

    def test_the_second_language_repeats_no_numbers(self, tmp_path: Path) -> None:
        write_page(tiny_run(), tmp_path / "r.html", "en")
        data = embedded((tmp_path / "r.html").read_text("utf-8"))
        assert list(data) == ["en", "zh"]
        assert all("y" in trace for trace in data["en"]["hours-2030"]["data"])
        assert all("y" not in trace and "name" in trace for trace in data["zh"]["hours-2030"]["data"])

    def test_an_unknown_language_writes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="no language"):
            write_page(tiny_run(), tmp_path / "r.html", "fr")
        assert list(tmp_path.iterdir()) == []


def test_a_trace_of_unserved_demand_within_the_gap_is_called_so() -> None:
    run = tiny_run()
    costs = run.table("costs")
    objective = run.summary["objective_cny"]
    audit = run.summary["audit"] | {"unserved_mwh": 5.0}
    priced = costs.loc[costs["kind"] == "unserved", "cost"].sum()
    labels = Labels(run.dataset, "en")
    for slack, said in ((priced + 1.0, "within the accuracy"), (priced - 1.0, "5 MWh of demand is not served")):
        summary = run.summary | {"audit": audit, "lower_bound_cny": objective - slack}
        assert said in sentences(Run(run.dataset, summary, run.manifest), labels)[0]


class TestSeveralYears:
    """The tiny study in 2030 and 2040: tables of all years, hours and details of one."""

    def test_headline_and_pathway(self) -> None:
        run = tiny_path()
        labels = Labels(run.dataset, "en")
        cost = sentences(run, labels)[0]
        present = labels.figure("money", run.summary["objective_cny"])
        of_years = ", ".join(f"{labels.figure('money', row['cost'])} in {row['year']}" for row in run.summary["costs"])
        assert f"net present cost of {present} (a year's cost: {of_years})" in cost
        rows = year_sheets.pathway(run, labels).rows
        assert [row.cells[0] for row in rows] == ["2030", "2040", "Total"]
        every = [*run.table("pathway")["present"], run.summary["objective_cny"]]
        assert rows[-1].cells[3] == labels.figures("money", every)[-1]

    def test_hours_of_every_year(self) -> None:
        run = tiny_path()
        parts = {part.name: part for part in sections(run, Labels(run.dataset, "en"))}
        weeks = parts["dispatch"].weeks
        assert weeks is not None
        assert weeks.figures == {2030: "hours-2030", 2040: "hours-2040"}
        assert set(weeks.figures.values()) <= set(parts["dispatch"].figures)
        many = replace(run, summary=run.summary | {"years": [*range(2025, 2036)]})
        assert dispatch_section._years(many) == [2025, 2030, 2035]
        assert {"balance-2030", "balance-2040"} <= set(parts["balance"].figures)
        assert parts["capacity"].figures["capacity"].caption.endswith("2030")

    def test_sectors_sum_to_the_city(self) -> None:
        run, labels = tiny_path(), Labels(tiny_path().dataset, "en")
        rows = {row.cells[0]: row.cells[1:] for row in year_sheets.sectors(run, labels).rows}
        assert rows["Power"] == rows["Total in the city"]
        burnt = run.table("emissions").query("kind == 'combustion'").groupby("year")["co2"].sum()
        assert list(rows["Power"]) == labels.figures("co2", burnt)
        coal = [row.cells for row in year_sheets.fuels(run, labels).rows]
        assert coal[0][0] == "Coal" and coal[1][0] == "Power"

    def test_plan_year_or_the_last(self) -> None:
        path, none = tiny_path(), tiny_run()
        assert [shown_year(path, years) for years in ([2025, 2030, 2035], [2025, 2028], [2040])] == [2030, 2028, 2040]
        assert shown_year(none, [2025, 2030, 2035]) == 2035

    def test_the_terminal_shows_years_and_the_details_of_one(self) -> None:
        written = io.StringIO()
        show_summary(tiny_path(), "en", Console(file=written, width=140))
        text = written.getvalue()
        for wanted in ("Discounted years", "Sources 2030", "CO2 by sector", "Audit: "):
            assert wanted in text
        assert "Sources 2040" not in text


def test_base_year_says_within_and_outside() -> None:
    labels = Labels(tiny_run().dataset, "en")
    sheet = year_sheets.base_year(tiny_run(), labels)
    assert [row.cells[5] for row in sheet.rows] == ["✗ outside", "✗ outside"]
    wide = tiny_run().dataset.assign(known_low=("known", [0.0, 0.0]), known_year=("known", [2030, 2025]))
    rows = year_sheets.base_year(replace(tiny_run(), solved=wide), labels).rows
    assert [row.meaning for row in rows] == ["met", ""]
    assert rows[1].cells[4:6] == ("–", "– year not modelled")


def test_plants_of_the_tiny_run() -> None:
    run, labels = tiny_run(), Labels(tiny_run().dataset, "en")
    (coal,) = plant_sheets.coal(run, labels).rows
    assert coal.cells[:3] == ("City coal", "2030", "0.614")
    assert float(coal.cells[5]) == pytest.approx(300, abs=0.5)
    (made,) = plant_sheets.hydrogen(run, labels).rows
    assert made.cells[0] == "City electrolyser"
    assert made.cells[-1] == "✗ above 14.51"
