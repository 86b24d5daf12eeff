"""Parks, LNG and cold: figures by hand, the model's own matching, limits beside what is reached, sections."""

from __future__ import annotations

import pytest

from energy_model.analysis.lng import tank_levels
from energy_model.analysis.parks import mean_prices, parks_of_targets
from energy_model.report.sections import gas as gas_sections
from energy_model.report.sections import parks as park_sections
from energy_model.sheets.parks import side_by_side
from energy_model.sheets.wording import Labels
from tests.support.park import NAME, park_run
from tests.support.tiny_run import tiny_run

pytestmark = pytest.mark.proof


def test_figures_of_a_park_by_hand() -> None:
    """100 MW are used; the wind gives 15 MW on four days and 135 MW on three. 60 % count, the rest is sold."""
    row = park_run().table("parks").iloc[0]
    assert row["used"] == pytest.approx(100.0 * 168)
    assert row["green_generated"] == pytest.approx(24 * (4 * 15 + 3 * 135))
    assert row["own_use"] + row["fed_in"] == pytest.approx(row["delivered"])
    assert (
        row["counted"] == pytest.approx(row["own_use"] + row["certificates_kept"]) == pytest.approx(0.6 * row["used"])
    )
    assert row["certificates_sold"] == pytest.approx(row["delivered"] - row["counted"])
    for name in ("annual", "matched", "contractual"):
        assert row[f"share_{name}"] == pytest.approx(0.6)
    assert row["share_hourly"] <= row["share_monthly"] + 1e-9
    # what the model matched by its own rows is the share of the matching in force
    assert row["matching"] == "annual"
    assert row["matched"] == pytest.approx(row["share_annual"] * row["used"])


def test_three_shares_come_from_amounts_that_are_written() -> None:
    run = park_run()
    row, sold = run.table("parks").iloc[0], run.table("certificates").set_index("asset").loc["feed_in"]
    for share, of in (("physical", "green_used"), ("matched", "matched"), ("contractual", "counted")):
        assert row[f"share_{share}"] == pytest.approx(row[of] / row["used"])
    assert (
        sold["issued"] == pytest.approx(sold["kept"] + sold["sold"]) == pytest.approx(row["fed_in"])
        and sold["sold"] > 1000
    )
    assert sold["income"] == pytest.approx(6.0 * sold["sold"]) and sold["park"] == "park"
    costs = run.table("costs")
    assert -costs.loc[costs["kind"] == "certificates", "cost"].sum() == pytest.approx(sold["income"])


def test_targets_belong_to_the_park_that_their_metrics_count() -> None:
    ds = park_run().dataset
    assert parks_of_targets(ds) == {"own_use_generation_park": "park", "zero_carbon_co2_park": "park"}
    prices = mean_prices(ds, 2030).set_index("carrier")["price"]
    expected = ds["price"].sel(zone="park", carrier="gas").mean()
    assert prices["gas"] == pytest.approx(float(expected), rel=1e-5) and "hydrogen" not in prices


def test_limits_stand_beside_what_is_reached() -> None:
    run = park_run()
    sheet = side_by_side(run, Labels(run.dataset, "en"), parks_of_targets(run.dataset))
    rows = {row.cells[0]: row.cells[1:] for row in sheet.rows}
    assert rows["Rule own_use"] == ("≥ 60 %", "60 % ✓")
    # 0.2 t/MWh of gas at 8.141 MWh/tce, against 0.5 t/tce
    limit, reached = rows["Rule co2_per_energy [t/tce]"]
    assert limit == "≤ 0.5" and reached.startswith("1.63 ✗ [") and "In square brackets" in sheet.notes[0]
    assert rows["Rule water"] == ("", "not modelled")
    assert rows["Green share, matched (as the run matches)"] == rows["If matched by year"] == ("", "60.0 %")
    assert sheet.columns[2].title == NAME  # the page escapes it


def test_terminals_and_cold_by_hand() -> None:
    run = park_run()
    terminal, cold = run.table("lng").iloc[0], run.table("cold").iloc[0]
    assert terminal["unloaded"] == pytest.approx(terminal["regasified"] + terminal["boil_off"])
    assert terminal["berth_use"] == pytest.approx(0.5) and terminal["tanks"] == pytest.approx(1000.0)
    assert (cold["released"], cold["used"], cold["share"]) == pytest.approx((1680.0, 840.0, 0.5))
    levels = tank_levels(run.dataset, 2030)
    at = run.dataset["state_of_charge"].sel(storage="tank").values[23::24]
    assert len(levels) == 7 and levels["level"].to_numpy() == pytest.approx(at / 1000.0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sections_are_there_where_there_is_something_to_say(lang: str) -> None:
    run, plain = park_run(), tiny_run()
    labels, without = Labels(run.dataset, lang), Labels(plain.dataset, lang)
    parks = park_sections.parks(run, labels)
    assert [(section.name, section.folded) for section in parks] == [("parks", False), ("parks-park", True)]
    assert list(parks[1].figures) == ["sankey-park"] and len(parks[1].sheets) == 2
    assert [section.name for section in gas_sections.lng(run, labels)] == ["lng"]
    assert [section.name for section in gas_sections.cold(run, labels)] == ["cold"]
    assert (
        park_sections.parks(plain, without)
        == gas_sections.lng(plain, without)
        == gas_sections.cold(plain, without)
        == []
    )
    drawn = park_sections.ways(plain, without).figures["sankey"]
    assert len(drawn.figure.data[0].link.value) > 3 and ("亿千瓦时" if lang == "zh" else "TWh") in drawn.caption
