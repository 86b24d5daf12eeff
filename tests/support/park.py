"""A tiny study with a park: wind of its own, lines that are traced, an LNG terminal with cold; solved once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import energy_model
from energy_model.run import Run
from tests.support.study import HOURS, add_row, write_rows, write_study

NAME = "<b>Park</b>"  # names are what users typed


@cache
def park_run() -> Run:
    """`park_study`, solved. Tests must not change it."""
    folder = park_study(Path(tempfile.mkdtemp(prefix="energy-model-")) / "study")
    return energy_model.solve("baseline", study=folder, hours=HOURS)


def park_study(folder: Path, hours: int = HOURS) -> Path:
    """A park that uses 100 MW in every hour and owns 150 MW of wind: 15 MW on calm days, 135 MW on windy ones.

    Its terminal regasifies 50 MW with 10 MW of cold, of which 5 MW are used.
    """
    write_study(folder, hours=hours)
    add_row(folder, "zones", zone="park", name_zh=NAME, name_en=NAME, kind="park", latitude="32.1", longitude="121.0")
    for carrier, factor, disposable in (
        *(("green", "", ""), ("lng", "56", ""), ("gas", "56", ""), ("cold", "", "yes"), ("cooling", "", "")),
        ("arriving", "56", ""),
    ):
        row = {"carrier": carrier, "emission_factor": factor, "disposable": disposable, "colour": "#2e9e5b"}
        add_row(folder, "carriers", **row, name_zh=carrier, name_en=carrier)
    _plants(folder)
    _lines(folder)
    for demand, carrier, power in (
        ("works", "electricity", 0.876),
        ("burners", "gas", 0.438),
        ("halls", "cooling", 0.0438),
    ):
        row = {"demand": demand, "zone": "park", "carrier": carrier, "unserved_cost": "50"}
        add_row(folder, "demands", **row, name_zh=demand, name_en=demand)
        add_row(folder, "demand_data", demand=demand, year="2030", energy=str(power))
    market = {"market": "cargoes", "zone": "park", "carrier": "arriving", "direction": "buy"}
    add_row(folder, "markets", **market, name_zh="到港", name_en="Cargoes")
    add_row(folder, "market_data", market="cargoes", price="200", capacity="100")
    _targets(folder)
    return folder


def _plants(folder: Path) -> None:
    ports = {
        "berth": {"arriving": -1.0, "lng": 1.0},
        "regas": {"lng": -1.0, "gas": 1.0, "cold": 0.2},
        "exchanger": {"cold": -1.0, "cooling": 1.0},
    }
    sizes = {"park_wind": 150, "berth": 100, "regas": 100, "exchanger": 20, "tank": 50}
    for name, carrier, behaviour, sector in (
        *(("park_wind", "green", "supply", "power"), ("berth", "lng", "conversion", "gas")),
        *(("regas", "gas", "conversion", "gas"), ("exchanger", "cooling", "conversion", "other")),
        ("tank", "lng", "storage", "gas"),
    ):
        row = {"technology": name, "behaviour": behaviour, "carrier": carrier, "sector": sector}
        row |= {"group": "wind" if behaviour == "supply" else "cooling" if sector == "other" else "lng"}
        row |= {"green": "yes" if behaviour == "supply" else "", "colour": "#123456"}
        add_row(folder, "technologies", **row, name_zh=f"<i>{name}</i>", name_en=f"<i>{name}</i>")
        wind = "sea_wind" if behaviour == "supply" else ""
        add_row(
            folder, "assets", asset=name, technology=name, zone="park", availability=wind, name_zh=name, name_en=name
        )
        plant = {"plant": name, "asset": name, "capacity": str(sizes[name]), "start": "2020", "status": "operating"}
        if behaviour == "storage":
            plant |= {"energy": "1000"}
            add_row(folder, "technology_data", technology=name, parameter="variable_om", value="1", unit="CNY/MWh")
        add_row(folder, "plants", **plant, name_zh=name, name_en=name)
        add_row(folder, "technology_data", technology=name, parameter="lifetime", value="30", unit="year")
        for port, value in ports.get(name, {}).items():
            way = {"direction": "out" if value > 0 else "in", "value": str(abs(value)), "unit": "MWh/MWh"}
            add_row(folder, "ports", technology=name, carrier=port, **way)


def _lines(folder: Path) -> None:
    """Lines of the park; what it feeds in has certificates that are worth 6 CNY."""
    for technology in ("line", "feed_in_line"):
        row = {"technology": technology, "behaviour": "transmission", "carrier": "electricity", "group": "grid"}
        add_row(folder, "technologies", **row, name_zh=technology, name_en=technology, colour="#777777")
        add_row(folder, "technology_data", technology=technology, parameter="lifetime", value="40", unit="year")
    add_row(folder, "technology_data", technology="feed_in_line", parameter="certificates", value="1", unit="1")
    add_row(folder, "settings", setting="certificate_price", value="6", unit="CNY/MWh")
    for link, begin, end, carrier in (
        *(("own_use", "park", "park", "green"), ("feed_in", "park", "city", "green")),
        ("supply", "city", "park", "electricity"),
    ):
        ends = {"from_zone": begin, "to_zone": end, "from_carrier": carrier, "to_carrier": "electricity"}
        traced = "park" if carrier == "green" else ""
        technology = "feed_in_line" if link == "feed_in" else "line"
        row = {"link": link, "technology": technology, "bidirectional": "no", "length": "1", "traced_zone": traced}
        add_row(folder, "links", **row, **ends, name_zh=link, name_en=link)
        plant = {"plant": link, "asset": link, "capacity": "300", "start": "2020", "status": "operating"}
        add_row(folder, "plants", **plant, name_zh=link, name_en=link)


def _targets(folder: Path) -> None:
    """A share of green power, enforced, that names its park by what it adds up; CO2 per energy: at most 0.5 t/tce."""
    kinds = {
        "green_park": "TWh",
        "used_park": "TWh",
        "co2_park": "kt",
        "energy_park": "Mtce",
        "co2_allowance_park": "kt",
    }
    for metric, unit in kinds.items():
        add_row(folder, "metrics", metric=metric, unit=unit, name_zh=metric, name_en=metric)
    gas = {"quantity": "consumption", "zone": "park", "carrier": "gas"}
    for term in (
        {"metric": "green_park", "quantity": "matched", "zone": "park"},
        {"metric": "used_park", "quantity": "consumption", "zone": "park", "carrier": "electricity"},
        {"metric": "co2_park", "coefficient": "0.2", "unit": "t/MWh"} | gas,
        {"metric": "energy_park"} | gas,
        {"metric": "co2_allowance_park", "coefficient": str(0.5 / 8.141), "unit": "t/MWh"} | gas,
    ):
        add_row(folder, "metric_terms", **term)
    rules = [["park_rule", "modelled", "name_zh", "name_en", "source", "confidence"]]
    for target, metric, of, sense, value in (
        ("own_use_generation_park", "green_park", "used_park", "at_least", "60"),
        ("zero_carbon_co2_park", "co2_park", "co2_allowance_park", "at_most", "100"),
    ):
        per_energy = of == "co2_allowance_park"
        rule = "co2_per_energy" if per_energy else "own_use"
        rules.append([rule, "yes", rule, f"Rule {rule}", "made up", "C"])
        row = {
            "target": target,
            "metric": metric,
            "of": of,
            "year": "2030",
            "sense": sense,
            "value": value,
            "unit": "%",
            "mode": "check" if per_energy else "enforce",
            "park_rule": rule,
            "shown_per": "energy_park" if per_energy else "",
            "shown_beside": "used_park" if per_energy else "",
        }
        words = {"clause": "none", "facts": "none", "basis": "As written."}
        add_row(folder, "targets", **row, **words, name_zh=target, name_en=target)
    rules.append(["water", "no", "用水", "Rule water", "made up", "C"])
    write_rows(folder, "park_rules", rules)
