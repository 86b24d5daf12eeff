"""A study of another place, in its own words: no name of its carriers, groups, zones or profiles is known to the code.

It lies in `tests/support/other_city`: UTC+1, EUR, kinds of zones and groups of its own.
"""

from __future__ import annotations

import base64
import gzip
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import energy_model
from energy_model.analysis.energy.electricity import electricity_balance, electricity_by_hour, monthly_prices
from energy_model.analysis.energy.hourly_city import hourly_city
from energy_model.analysis.energy.zones_and_flows import places, routes
from energy_model.analysis.parks import parks_of_targets
from energy_model.cli import commands
from energy_model.report.sections.contents import sections
from energy_model.run import Run
from energy_model.runs.totals import capacity_by_technology
from energy_model.sheets.headline import left_out
from energy_model.sheets.park_targets import target_rows
from energy_model.sheets.wording import Labels

pytestmark = pytest.mark.proof

STUDY = Path(__file__).parent / "support" / "other_city"
HOURS, YEAR = 48, 2035
FOREIGN = ("Nantong", "南通", "Jiangsu", "江苏", "CNY", "亿元", "人民币", "本市", "全市", "the city", "The city")


@cache
def solved() -> Run:
    """The study, solved and saved once; tests must not change it."""
    return energy_model.solve("baseline", study=STUDY, results=mkdtemp(prefix="energy-model-"), hours=HOURS)


def test_its_electricity_is_balanced() -> None:
    run = solved()
    found = electricity_balance(run.dataset)
    assert abs(found["energy"].sum()) < 1e-6 * found["energy"].abs().sum()
    of = found.set_index("item")["energy"]
    assert {"windrad", "gasturbine", "strombezug"} <= {*of.index[of > 0]}
    demand = (900e3 + 300e3) * HOURS / 8760
    assert of["demand"] == pytest.approx(-demand)
    by_hour = electricity_by_hour(run.dataset, YEAR)
    assert by_hour.loc[by_hour["side"] == "demand", "power"].sum() == pytest.approx(demand)


def test_its_peak_prices_and_hours_are_told() -> None:
    run = solved()
    security = run.table("security")
    assert security["peak"].max() == pytest.approx(900e3 / 8760 * 1.4 + 300e3 / 8760, rel=1e-4)
    assert (monthly_prices(run.dataset, YEAR)["price"] > 0).all() and len(monthly_prices(run.dataset, YEAR)) == 3
    city = hourly_city(run.dataset, YEAR)
    assert city[["price", "green_share", "state_of_charge"]].notna().all(axis=None)
    wind = 60 * np.where(np.arange(HOURS) // 12 % 2, 0.8, 0.15)
    np.testing.assert_allclose(city["demand"] - city["residual"], wind)  # no roof is built
    calm = run.table("calm_days")
    assert calm["gas"].sum() > 0 and calm["other"].sum() == 0


def test_its_storages_and_hydrogen_are_worth_something() -> None:
    value = solved().table("storage_value").set_index("asset")
    assert list(value.index) == ["stadtakku"]  # and not the store of heat
    assert value.loc["stadtakku", "revenue"] > 0
    (made,) = solved().table("hydrogen").to_dict("records")
    assert made["asset"] == "h2_werk" and made["output"] == pytest.approx(120e3 * HOURS / 8760)
    assert 0 < made["intensity"] < 20


def test_its_capacity_stands_where_what_it_makes_says() -> None:
    found = capacity_by_technology(solved()).set_index("technology")["section"].to_dict()
    by_section: dict[str, set[str]] = {}
    for technology, section in found.items():
        by_section.setdefault(section, set()).add(technology)
    assert by_section == {
        "generation": {"windrad", "gasturbine"},
        "storage": {"akku"},
        "transmission": {"leitung", "windleitung"},
        "conversion": {"elektrolyseur", "gaskessel"},
    }
    assert list(found)[:2] == ["windrad", "gasturbine"], "in the order of its groups"


def test_its_zones_count_as_their_kinds_say() -> None:
    run = solved()
    assert set(run.table("carbon_factors")["zone"]) == {"", "mitte", "hafen"}
    assert set(run.table("parks")["zone"]) == {"hafen"}
    where = places(run.dataset, run.table("zone_balance"), YEAR).set_index("zone")
    assert where["colour"].to_dict() == {"mitte": "#3366aa", "hafen": "#22aa66", "umland": "#888888"}
    assert where.loc["mitte", "used"] > 0
    assert set(routes(run.dataset, run.table("flows"), YEAR)["carrier"]) == {"strom"}


def test_its_parks_have_rules_of_its_own() -> None:
    run = solved()
    for lang, name in (("en", "Rule of direct supply"), ("zh", "直供规则")):
        (row,) = target_rows(run, Labels(run.dataset, lang), YEAR, parks_of_targets(run.dataset), ["hafen"])
        assert row[:2] == (name, "≥ 50 %")
        assert row[2][0].endswith("% ✓")


def test_what_no_carrier_has_the_role_for_is_left_out_and_named() -> None:
    run = solved()
    assert [row["role"] for row in run.summary["left_out"]] == ["coal", "lng", "cold"]
    for lang, word in (("en", "LNG terminals"), ("zh", "LNG 接收站")):
        labels = Labels(run.dataset, lang)
        assert any(word in sentence for sentence in left_out(run, labels))
        shown = {section.name: section for section in sections(run, labels)}
        assert {"balance", "dispatch", "prices", "storage", "hydrogen", "parks", "map", "capacity"} <= set(shown)
        assert not {"coal", "lng", "cold"} & set(shown)
        assert set(left_out(run, labels)) <= set(shown["limits"].bullets)


def _texts_of_page(page: str) -> Iterator[str]:
    """The page as it is read: without the library of figures, its packed figures unpacked."""
    packed = re.compile(r'<script type="application/gzip" id="(\w+)">([^<]*)</script>')
    for name, content in packed.findall(page):
        if name != "plotly":
            yield gzip.decompress(base64.b64decode(content)).decode("utf-8")
    yield packed.sub("", page)


def test_its_page_holds_no_word_of_another_city() -> None:
    page = (Path(str(solved().folder)) / "report.html").read_text("utf-8")
    texts = list(_texts_of_page(page))
    assert len(texts) == 2
    assert [(word, text.count(word)) for word in FOREIGN for text in texts if word in text] == []
    for word in ("Port City", "海港城", "EUR", "欧元", "Wind power", "风力", "Port district"):
        assert any(word in text for text in texts), word


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_workbook_holds_no_word_of_another_city(tmp_path: Path, lang: str) -> None:
    book = load_workbook(solved().export(tmp_path / "tables.xlsx", lang=lang))
    cells = [
        (sheet.title, str(cell.value)) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert [(title, text) for title, text in cells for word in FOREIGN if word in text] == []
    assert any("Wind power" in text or "风力" in text for _, text in cells)


def _with_a_whole_year(folder: Path) -> Path:
    """The study with the same two days over and over."""
    study = Path(shutil.copytree(STUDY, folder / "study", copy_function=shutil.copyfile))
    days = pd.read_csv(study / "inputs/hourly.csv")
    year = pd.concat([days] * (8760 // HOURS + 1), ignore_index=True).iloc[:8760]
    year["time"] = pd.date_range("2025-01-01", periods=8760, freq="h").strftime("%Y-%m-%d %H:%M")
    for name in ("lastgang", "heizgang", "boersengang"):
        year[name] /= year[name].mean()
    year.to_csv(study / "inputs/hourly.csv", index=False)
    return study


def test_a_load_with_stamps_in_utc_comes_into_its_time(tmp_path: Path) -> None:
    study = _with_a_whole_year(tmp_path)
    hour = np.arange(8760)
    load = 1 + 0.5 * np.cos(2 * np.pi * (hour - 11) / 24)  # highest at 11:00 UTC
    stamps = pd.date_range("2019-01-01", periods=8760, freq="h", tz="UTC")
    pd.DataFrame({"time": stamps, "mw": load}).to_csv(tmp_path / "last.csv", index=False)
    asked = ["import", str(tmp_path / "last.csv"), "--study", str(study), "--map", "mw=lastgang", "--lang", "en"]
    told = CliRunner().invoke(commands, asked)
    assert told.exit_code == 0, told.output
    assert "Stamps in UTC moved by +1 h to the study's time (UTC+1)." in told.stdout
    written = pd.read_csv(study / "inputs/hourly.csv")["lastgang"].to_numpy()
    np.testing.assert_allclose(written, np.roll(load, 1), atol=1e-5)
    assert written[:24].argmax() == 12
    assert CliRunner().invoke(commands, ["check", "--study", str(study)]).exit_code == 0


def test_a_study_without_electricity_is_warned(tmp_path: Path) -> None:
    study = Path(shutil.copytree(STUDY, tmp_path / "study", copy_function=shutil.copyfile))
    asked = ["check", "--study", str(study), "--hours", str(HOURS), "--lang", "en"]
    assert "no carrier has the role electricity" not in CliRunner().invoke(commands, asked).stderr
    carriers = study / "inputs/carriers.csv"
    carriers.write_text(carriers.read_text("utf-8").replace(",electricity,", ",,"), encoding="utf-8")
    told = CliRunner().invoke(commands, asked)
    assert told.exit_code == 0, told.output
    assert "no carrier has the role electricity" in told.stderr
