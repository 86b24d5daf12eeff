"""Figures of hours, years and places: what they hold, where it comes from, and what they leave out."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.energy.duration import duration_curves, kept
from energy_model.analysis.energy.hourly_city import by_day, hourly_city
from energy_model.analysis.energy.zones_and_flows import places, routes
from energy_model.report import figures
from energy_model.report.figures.heat import small
from energy_model.report.figures.map_labels import label_places
from energy_model.report.figures.years import gathered
from energy_model.report.sections import hours as hour_sections
from energy_model.report.sections import map as map_section
from energy_model.report.sections import pathway as year_figures
from energy_model.report.sections.section import Section
from energy_model.sheets.wording import Labels
from tests.analysis.test_tracing import three_zones, two_zones
from tests.support.tiny_run import tiny_path, tiny_run

pytestmark = pytest.mark.proof

NO_WORDS = xr.Dataset()


def city() -> pd.DataFrame:
    return hourly_city(tiny_run().dataset, 2030)


def with_green_wind(ds: xr.Dataset) -> xr.Dataset:
    return ds.assign(green=("asset", ds["asset"].values == "wind"))


class TestGreenShare:
    """Traced by hand on the systems of the CO2 tracing."""

    def test_what_a_line_loses_has_the_mixture_of_what_is_sent(self) -> None:
        """20 of wind and 80 of coal: a fifth is green in both zones, although the line loses a fifth."""
        np.testing.assert_allclose(traced(with_green_wind(two_zones()), 2030).green, 0.2, atol=1e-6)

    def test_purchases_are_not_green(self) -> None:
        """South: 20 of wind, 30 of coal; 30 of that and 30 that are bought in the east."""
        found = traced(with_green_wind(three_zones()), 2030)
        shares = dict(zip((zone for zone, _ in found.place), found.green[:, 0], strict=True))
        assert [shares[zone] for zone in ("north", "south", "east")] == pytest.approx([0.0, 0.4, 0.2], abs=1e-6)

    def test_green_energy_is_neither_made_nor_lost(self) -> None:
        """What is used and sold of it is what green plants gave, but for what storages and lines lose."""
        found = traced(tiny_run().dataset, 2030)
        made = float((found.generated_green @ found.weight).sum())
        used = float((((found.used + found.sold) * found.green) @ found.weight).sum())
        assert 0.85 * made < used < made

    def test_a_dataset_is_traced_once_while_it_lives(self) -> None:
        ds = tiny_run().dataset
        assert traced(ds, 2030) is traced(ds, 2030)
        assert traced(ds.copy(), 2030) is not traced(ds, 2030)


class TestHours:
    def test_curtailment_and_residual_demand_are_of_what_is_available(self) -> None:
        """Half of what wind gives, as if the rest were curtailed."""
        ds = tiny_run().dataset
        found = hourly_city(ds.assign(dispatch=ds["dispatch"] / 2), 2030)
        available = float(ds["available_energy"].sel(producer="sea_wind").sum())
        given = float(ds["dispatch"].sel(producer="sea_wind").sum()) / 2
        assert found["curtailment"].sum() == pytest.approx(available - given)
        assert (found["demand"] - found["residual"]).sum() == pytest.approx(available)

    def test_price_is_weighted_with_demand(self) -> None:
        price = tiny_run().dataset["price"].sel(zone="city", carrier="electricity").values
        np.testing.assert_allclose(city()["price"], price, rtol=1e-5)  # only the city has a demand

    def test_storages_are_full_at_their_energy_capacity(self) -> None:
        ds = tiny_run().dataset
        held = ds["state_of_charge"].sel(storage="city_battery") / float(ds["energy_capacity"].sum())
        np.testing.assert_allclose(city()["state_of_charge"], held, atol=1e-9)

    def test_days_by_hours_with_gaps(self) -> None:
        time = pd.to_datetime(["2030-01-01 00:00", "2030-01-01 23:00", "2030-01-03 05:00"])
        wide = by_day(pd.DataFrame({"time": time, "length": 1.0, "price": [1.0, 2.0, 3.0]}), "price")
        assert wide.shape == (24, 3)
        assert (wide.iloc[0, 0], wide.iloc[23, 0], wide.iloc[5, 2]) == (1, 2, 3)
        assert wide.iloc[:, 1].isna().all()

    def test_longer_steps_fill_their_hours_and_shorter_ones_share_one(self) -> None:
        time = pd.to_datetime(["2030-01-01 22:00", "2030-01-02 01:00", "2030-01-02 01:30"])
        wide = by_day(pd.DataFrame({"time": time, "length": [3.0, 0.5, 0.5], "price": [1.0, 2.0, 4.0]}), "price")
        assert wide.iloc[[22, 23], 0].tolist() == [1, 1] and wide.iloc[[0, 1], 1].tolist() == [1, 3]
        assert wide.notna().to_numpy().sum() == 4

    def test_thinned_curves_keep_their_ends(self) -> None:
        at = kept(8760, 400)
        assert [at[0], at[1], at[-1]] == [0, 1, 8759]
        assert 370 < len(at) <= 400
        found = duration_curves(tiny_run().dataset, (2030,), most=20).query("kind == 'residual'")
        assert list(found["value"][[found.index[0], found.index[-1]]]) == [
            city()["residual"].max(),
            city()["residual"].min(),
        ]
        assert found["value"].is_monotonic_decreasing
        assert found["hours"].iloc[-1] == 168


class TestHeat:
    def test_arrays_are_as_small_as_the_numbers_allow(self) -> None:
        kinds = [small(np.array(values)).dtype for values in ([0.0, 254.6], [-1.0], [40_000.0], [0.4, np.nan])]
        assert kinds == ["uint8", "int16", "int32", "float32"]

    def test_nothing_to_draw_is_said(self) -> None:
        ds = tiny_run().dataset
        empty = ds.assign(energy_capacity=ds["energy_capacity"] * 0)
        part = hour_sections.heat(replace(tiny_run(), solved=empty), Labels(ds, "en"))
        assert "heat-state_of_charge" not in part.figures
        assert part.bullets == [
            "There is no storage of electricity in 2030.",
            "Nothing is curtailed in 2030 (less than 0.5 MW in every hour).",
        ]

    def test_colours_and_caption_tell_the_hours(self) -> None:
        part = hour_sections.heat(tiny_run(), Labels(tiny_run().dataset, "en"))
        shown = part.figures["heat-green_share"]
        used, share = city()["used"], city()["green_share"]
        assert f"Mean of the year: {100 * (used * share).sum() / used.sum():.3g} %" in shown.caption
        np.testing.assert_allclose(shown.figure.data[0].z.T.ravel(), 100 * share, atol=0.51)


class TestYears:
    def test_small_items_become_others_and_nothing_is_lost(self) -> None:
        items = [(f"t{n}", year, float(n)) for n in range(20) for year in (2030, 2035)]
        table = pd.DataFrame(items, columns=["item", "year", "value"])
        found = gathered(table)
        assert set(found["item"]) == {*(f"t{n}" for n in range(6, 20)), "other"}
        assert found["value"].sum() == table["value"].sum()

    def test_costs_stack_to_the_sum_of_the_year(self) -> None:
        run, labels = tiny_path(), Labels(tiny_path().dataset, "en")
        section = Section("costs", "")
        year_figures.add_costs(section, run, labels)
        *bars, sums, _ = section.figures["costs-years"].figure.data
        assert list(sums.x) == ["2030", "2040"]
        np.testing.assert_allclose(sums.y, run.table("pathway")["cost"] / 1e9, atol=1e-3)
        np.testing.assert_allclose(np.sum([bar.y for bar in bars], axis=0), sums.y, atol=1e-3)
        assert any(bar.marker.pattern.shape == "/" and min(bar.y) < 0 for bar in bars)

    def test_the_peak_is_marked_and_gaps_are_dashed(self) -> None:
        rows = [("p", "Mt", 2029, year, value, year == 2031) for year, value in ((2030, 3.0), (2031, 5.0), (2035, 4.0))]
        table = pd.DataFrame(rows, columns=["target", "unit", "limit", "year", "value", "highest"])
        figure = figures.peaks(table, Labels(NO_WORDS, "zh"))
        assert [trace.line.dash for trace in figure.data[:2]] == ["solid", "dash"]
        assert list(figure.data[2].marker.size) == [8, 13, 8]
        assert [note.text for note in figure.layout.annotations] == ["p", "300", "<b>2031: 500</b>", "400"]
        assert figure.layout.shapes[0].x0 == 2029.5

    def test_years_between_are_told_to_be_unknown(self) -> None:
        captions = [year_figures.accounts(run, Labels(run.dataset, "en")).figures for run in (tiny_path(), tiny_run())]
        assert "not modelled" in captions[0]["accounts"].caption
        assert captions[1] == {}


class TestMap:
    def test_flows_point_where_more_goes(self) -> None:
        run = tiny_run()
        (route,) = routes(run.dataset, run.table("flows"), 2030).itertuples()
        assert (route.carrier, route.zone, route.to_zone) == ("electricity", "sea", "city")
        assert route.net == pytest.approx(run.table("flows")["sent"].sum())
        turned = run.table("flows").assign(sent=1.0, sent_back=3.0)
        (back,) = routes(run.dataset, turned, 2030).itertuples()
        assert (back.zone, back.to_zone, back.sent, back.sent_back, back.net) == ("city", "sea", 3.0, 1.0, 2.0)

    def test_zones_sum_to_the_balance(self) -> None:
        run = tiny_run()
        found = places(run.dataset, run.table("zone_balance"), 2030).set_index("zone")
        hours = traced(run.dataset, 2030)
        assert found["used"].sum() == pytest.approx(float((hours.used @ hours.weight).sum()))
        assert found.loc["sea", "made"] == pytest.approx(float(run.dataset["dispatch"].sel(producer="sea_wind").sum()))

    def test_names_are_escaped_and_degrees_keep_their_length(self) -> None:
        run = tiny_run()
        ds = run.dataset.assign(zone_name_en=("zone", np.array(["<b>A</b> (x)", "B"], dtype=object)))
        (part,) = map_section.zone_map(replace(run, solved=ds), Labels(ds, "en"))
        figure = part.figures["map"].figure
        text = [name for trace in figure.data if trace.text is not None for name in trace.text]
        assert [unescape(name) for name in text] == ["<b>A</b>", "B"]
        assert "<b>A</b>" not in text
        assert figure.layout.yaxis.scaleratio == pytest.approx(1 / np.cos(np.radians(32.25)), abs=1e-3)

    def test_without_coordinates_there_is_no_map(self) -> None:
        run = tiny_run()
        ds = run.dataset.drop_vars(["latitude", "longitude"])
        assert map_section.zone_map(replace(run, solved=ds), Labels(ds, "en")) == []

    def test_labels_keep_clear_of_one_another_and_of_lines(self) -> None:
        near = pd.DataFrame({"longitude": [121.0, 121.0, 122.0], "latitude": [32.0, 32.03, 32.0]})
        names = [["a long name"], ["a long name"], ["far"]]
        _, sides = label_places(near, np.full(3, 10.0), names, [(0, 2)], (1000, 600))
        assert sides[0] != "middle right", "the line to the third leaves there"
        assert sides[0].split()[0] != sides[1].split()[0] or sides[0].split()[1] != sides[1].split()[1]
