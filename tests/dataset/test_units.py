"""Units: factors against numbers worked out by hand, what is refused, and numbers that survive the conversion."""

from __future__ import annotations

import pytest

from energy_model.dataset import units


@pytest.mark.parametrize(
    ("unit", "target", "expected"),
    [
        ("GW", "MW", 1000),
        ("万千瓦", "MW", 10),
        ("亿千瓦时", "MWh", 1e5),
        ("TWh/year", "MWh/year", 1e6),
        ("亿kWh/年", "MWh/year", 1e5),
        ("CNY/kW", "CNY/MW", 1000),
        ("万元/万千瓦", "CNY/MW", 1000),
        ("元/度", "CNY/MWh", 1000),
        ("CNY/kW/year", "CNY/MW/year", 1000),
        ("CNY/(kW*km)", "CNY/MW/km", 1000),
        ("Mt", "t", 1e6),
        ("万吨", "t", 1e4),
        ("tce", "MWh", 29.3076 / 3.6),
        ("gce/kWh", "MWh/MWh", 29.3076e3 / 3.6e6),
        ("kgce/kWh", "MWh/MWh", 29.3076 / 3.6),
        ("kg/GJ", "t/MWh", 0.0036),
        ("t/tce", "t/MWh", 3.6 / 29.3076),
        ("%", "1", 0.01),
        ("%/min", "1/hour", 0.6),
        ("%/day", "1/hour", 0.01 / 24),
        ("MJ", "MWh", 1 / 3600),
        ("kW·h per tonnes", "MWh/t", 0.001),
        ("kW h", "MWh", 0.001),
        ("MW^2/MWh**-1", "MW*MW*MWh", 1),
    ],
)
def test_factors(unit: str, target: str, expected: float) -> None:
    assert units.factor(unit, target) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        ("MWh", "MW"),
        ("CNY/MWh", "CNY/MW/year"),
        ("TWh/year", "MW"),
        ("%", "MW"),
        ("MW", "1"),
        ("Mt", "MWh"),
        ("USD", "CNY"),
    ],
)
def test_another_kind_is_refused(unit: str, target: str) -> None:
    with pytest.raises(units.UnitError):
        units.factor(unit, target)


@pytest.mark.parametrize(
    "unit", ["mW", "mwh", "MWh/", "2 GW", "GW GW2x", "__import__('os')", "kW/0", "(", "tons of coal", "kW h)"]
)
def test_malformed_units_are_refused(unit: str) -> None:
    with pytest.raises(units.UnitError) as raised:
        units.parse(unit)
    assert raised.value.kind == "unit-unknown"


@pytest.mark.parametrize(
    ("number", "unit", "target", "exact"),
    [
        (95.0, "%", "1", 0.95),
        (0.24, "%/day", "1/hour", 0.0001),
        (1.45, "GW", "MW", 1450.0),
        (60.0, "%/h", "1/hour", 0.6),
    ],
)
def test_no_noise_in_the_last_digit(number: float, unit: str, target: str, exact: float) -> None:
    assert units.convert(number, unit, target) == pytest.approx(exact, rel=3e-16)


@pytest.mark.parametrize(
    ("unit", "model"), [("GW", "MW"), ("tce", "MWh"), ("亿千瓦时", "MWh"), ("万吨", "t"), ("%", "1"), ("亿元", "CNY")]
)
def test_the_model_unit_of_a_kind(unit: str, model: str) -> None:
    assert units.model_unit(unit) == model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 CNY/t", (60.0, "CNY/t")),
        ("-3.5e2CNY/MWh", (-350.0, "CNY/MWh")),
        ("1.2万千瓦", (1.2, "万千瓦")),
        ("5%", (5.0, "%")),
        (".5", (0.5, "")),
        ("GW", None),
        ("", None),
    ],
)
def test_quantities(text: str, expected: tuple[float, str] | None) -> None:
    assert units.split_quantity(text) == expected


def test_usual_factors_are_those_of_the_definitions() -> None:
    known = units._usual_factors()
    assert len(known) > 25 and all(unit != target for unit, target in known)
    assert {pair: factor for pair, factor in known.items() if units.by_registry(*pair) != factor} == {}
