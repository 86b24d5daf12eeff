"""A quantity has one unit in a whole run, the largest that its largest value is not below."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energy_model.sheets.prefixes import position, size_in
from energy_model.sheets.wording import Labels
from tests.support.tiny_run import tiny_run


@pytest.mark.parametrize(
    ("quantity", "size", "zh", "en"),
    [
        ("power", 0.5, "500 千瓦", "500 kW"),
        ("power", 30.0, "3 万千瓦", "30 MW"),
        ("power", 25e3, "2,500 万千瓦", "25 GW"),
        ("energy", 4380.0, "438 万千瓦时", "4.38 GWh"),
        ("energy", 1.5e8, "1,500 亿千瓦时", "150 TWh"),
        ("storage_energy", 0.2, "200 千瓦时", "200 kWh"),
        ("money", 250.0, "250 元", "250 CNY"),
        ("money", 48e3, "4.8 万元", "48 thousand CNY"),
        ("money", 3.2e6, "320 万元", "3.2 million CNY"),
        ("money", 1.53e11, "1,530 亿元", "153 bn CNY"),
        ("co2", 12.0, "12 吨", "12 t"),
        ("co2", 8e7, "8,000 万吨", "80 Mt"),
        ("power", 0.0, "0 千瓦", "0 kW"),
    ],
)
def test_the_unit_follows_the_size(quantity: str, size: float, zh: str, en: str) -> None:
    data = tiny_run().dataset
    assert Labels(data, "zh", lambda _: size).figure(quantity, size) == zh
    assert Labels(data, "en", lambda _: size).figure(quantity, size) == en


def test_a_small_value_stands_in_the_unit_of_the_large_ones() -> None:
    labels = Labels(tiny_run().dataset, "en", lambda _: 2e3)
    assert labels.figures("power", [2000.0, 1.0]) == ["2.000", "0.001"]
    assert labels.unit("power") == "GW" and labels.scale("power") == 1e3


def test_the_size_is_that_of_the_largest_run() -> None:
    run = tiny_run()
    (row,) = run.summary["costs"]
    dear = replace(run, summary=run.summary | {"costs": [row | {"cost": 5e10}]})
    alone, both = size_in([run])("money"), size_in([run, dear])("money")
    assert alone == row["cost"] < both == 5e10
    assert position("en", "money", alone) < position("en", "money", both)
    assert size_in([run])("power") == run.table("capacity")["capacity"].max()


def test_where_nothing_is_known_the_largest_unit_is_shown() -> None:
    assert Labels(tiny_run().dataset, "en").unit("money") == "bn CNY"
    assert Labels(tiny_run().dataset, "zh").unit("energy") == "亿千瓦时"


def test_money_has_the_word_of_its_currency() -> None:
    euro = tiny_run().dataset.assign_attrs(currency="EUR")
    assert Labels(euro, "zh").unit("money") == "亿欧元" and Labels(euro, "en").unit("price") == "EUR/MWh"
    assert Labels(euro, "zh").money("CNY/MW") == "欧元/MW" and Labels(euro, "en").money("EUR/t") == "EUR/t"
