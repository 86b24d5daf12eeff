"""A study counts in one currency: its tables are read in it, others are refused, and its outcome is the same number."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import StudyError, units
from energy_model.dataset.assembly.dataset import assemble
from energy_model.dataset.checks.study import read_study
from energy_model.dataset.dictionary import dictionary
from energy_model.scenario.scenario import load_scenario
from tests.support.study import HOURS, add_row, change_cell, read_rows, write_rows, write_study

pytestmark = pytest.mark.proof


def in_euro(folder: Path) -> Path:
    """The tiny study with its amounts in EUR; all that the tables write in CNY or 元."""
    study = write_study(folder)
    for path in (study / "inputs").glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("元/kW", "CNY/kW")
        path.write_text(text.replace("CNY", "EUR"), encoding="utf-8")
    add_row(study, "settings", setting="currency", value="EUR")
    return study


def messages(study: Path) -> list[str]:
    with pytest.raises(StudyError) as raised:
        read_study(study, HOURS)
    return [str(problem) for problem in raised.value.problems]


def test_the_choices_are_the_currencies_that_units_know() -> None:
    assert dictionary()["settings"].parameters["currency"].choices == units.currencies()


def test_amounts_in_the_currency_of_the_study_are_the_same_numbers(tmp_path: Path) -> None:
    euro = assemble(read_study(in_euro(tmp_path / "euro"), HOURS), [2030])
    yuan = assemble(read_study(write_study(tmp_path / "yuan"), HOURS), [2030])
    assert (euro.attrs["currency"], yuan.attrs["currency"]) == ("EUR", "CNY")
    assert (euro.attrs["coal_equivalent"], yuan.attrs["coal_equivalent"]) == ("no", "yes")
    assert euro.identical(yuan.assign_attrs(euro.attrs))


def test_another_currency_is_refused_in_a_row_and_in_a_header(tmp_path: Path) -> None:
    study = in_euro(tmp_path)
    row = next(at for at, row in enumerate(read_rows(study, "technology_data"), 1) if row[4] == "EUR/kW")
    change_cell(study, "technology_data", row, "unit", "USD/kW")
    header, *rows = read_rows(study, "market_data")
    write_rows(study, "market_data", [[name.replace("EUR", "CNY") for name in header], *rows])
    in_row, in_header = sorted(messages(study), key=lambda text: "market_data" in text)
    assert f"technology_data.csv, row {row}, column unit: the unit 'USD/kW' is in USD" in in_row
    assert "the study counts in EUR" in in_row and "CNY, EUR, USD" in in_row
    assert "market_data.csv, row 1, column price: the unit 'CNY/MWh' is in CNY" in in_header


def test_an_unknown_unit_is_answered_with_the_units_and_currencies(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    change_cell(study, "technology_data", 2, "unit", "Gulden/kW")
    (message,) = messages(study)
    assert "the unit 'Gulden/kW' is not known. Units: MW, GW," in message and "currencies: CNY, EUR," in message


@pytest.mark.parametrize(("text", "hint"), [("eur", "Did you mean 'EUR'?"), ("Taler", "There are: CNY, EUR,")])
def test_a_currency_that_there_is_not(tmp_path: Path, text: str, hint: str) -> None:
    study = write_study(tmp_path)
    add_row(study, "settings", setting="currency", value=text)
    (message,) = messages(study)
    assert f"'{text}' is not a choice of the setting 'currency'. {hint}" in message


def test_a_text_has_neither_unit_nor_year(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    add_row(study, "settings", setting="place_en", value="Hamburg", unit="MW", year="2030")
    assert sorted(text.split("column ")[1] for text in messages(study)) == [
        "unit: a setting that is a text has no unit. Leave the cell blank.",
        "year: a setting that is a text has no year. Leave the cell blank.",
    ]


def test_a_scenario_sets_words_and_amounts_but_not_the_currency(tmp_path: Path) -> None:
    study = in_euro(tmp_path)
    scenarios = study / "scenarios"
    (scenarios / "north.yaml").write_text('settings: {place_en: "the north", co2_price: "90 EUR/t"}\nyears: [2030]\n')
    tables = load_scenario("north", study).read(HOURS)
    assert assemble(tables, [2030]).attrs["place_en"] == "the north"
    (scenarios / "yen.yaml").write_text("settings: {currency: JPY}\nyears: [2030]\n")
    with pytest.raises(StudyError, match=r"'currency' says how the tables are written. Write it into inputs/settings"):
        load_scenario("yen", study).read(HOURS)
    (scenarios / "dollar.yaml").write_text('settings: {co2_price: "90 USD/t"}\nyears: [2030]\n')
    with pytest.raises(StudyError, match="is in USD, but the study counts in EUR"):
        load_scenario("dollar", study).read(HOURS)
