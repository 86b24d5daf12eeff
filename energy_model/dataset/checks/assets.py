"""Technologies, assets, plants and potentials: each has what its behaviour needs, and the numbers fit together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from energy_model.dataset.assembly.assets import WITH_PORTS
from energy_model.dataset.assembly.interpolation import by_year
from energy_model.dataset.assembly.plants import alive, ends
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.reading.cells import NEVER_WORDS
from energy_model.dataset.rows import by_row, records
from energy_model.dataset.tables import Tables

TOLERANCE = 1e-6  # MW


def check_behaviours(tables: Tables, years: Sequence[int]) -> None:
    """Report assets, links and ports whose technology has another behaviour than they need."""
    behaviour = behaviours(tables)
    others = ("supply", *WITH_PORTS, "storage")
    for table, allowed in (("assets", others), ("links", ("transmission",)), ("ports", WITH_PORTS)):
        words = tables.sound(table, ["technology"])["technology"]
        for row, technology in by_row(words[words.isin(behaviour.index)]):
            if behaviour[technology] not in allowed:
                message = f"'{technology}' is a technology of behaviour {behaviour[technology]}."
                hint = f"The table {table} needs {' or '.join(allowed)}."
                tables.report("behaviour", table, message, hint, row=row, column="technology")


def check_ports(tables: Tables, years: Sequence[int]) -> None:
    """Report conversion technologies without ports, or without a port of ratio 1 in their own carrier."""
    if not tables.clean("ports.technology", "ports.carrier", "ports.value", "ports.unit"):
        return
    technologies = tables.sound("technologies", ["technology", "behaviour", "carrier"])
    for row, technology in records(technologies[technologies["behaviour"].isin(WITH_PORTS)]):
        name, carrier = technology["technology"], technology["carrier"]
        ports = tables["ports"][tables["ports"]["technology"] == name]
        own = ports[ports["carrier"] == carrier]
        if not len(ports):
            message, hint = (
                f"the {technology['behaviour']} '{name}' has no ports.",
                f"Add its flows to {tables.place('ports')}.",
            )
            tables.report("ports", "technologies", message, hint, row=row, column="technology")
        elif not ((own["value"] - 1).abs() < TOLERANCE).any():
            message = f"the {technology['behaviour']} '{name}' has no port of ratio 1 in its carrier '{carrier}'."
            hint = f"Write the flows in {tables.place('ports')} per unit of '{carrier}', in which capacity is measured."
            tables.report("ports", "technologies", message, hint, row=row, column="carrier")


def check_parameters(tables: Tables, years: Sequence[int]) -> None:
    """Report technologies in use without a parameter that they need, and settings that are missing."""
    if tables.clean("technology_data.technology", "technology_data.parameter"):
        data = tables["technology_data"]
        required = [rule.name for rule in dictionary()["technology_data"].parameters.values() if rule.required]
        for row, technology in by_row(_in_use(tables)):
            given = set(data["parameter"][data["technology"] == technology])
            for name in required:
                if name not in given:
                    _report_missing(tables, row, technology, name)
    if tables.clean("settings.setting"):
        for rule in dictionary()["settings"].parameters.values():
            if rule.required and rule.name not in set(tables["settings"]["setting"]):
                message, hint = f"the setting '{rule.name}' is missing.", f"Add a row: {rule.sentence}"
                tables.report("missing-parameter", "settings", message, hint, column="setting")


def check_storage(tables: Tables, years: Sequence[int]) -> None:
    """Report storage that cycles for free, or that can be built without a longest duration or one below the least."""
    if not tables.clean("technology_data.technology", "technology_data.parameter", "technology_data.value"):
        return
    behaviour, data = behaviours(tables), tables["technology_data"]
    buildable = set(tables.sound("potentials", ["asset"])["asset"])
    assets = tables.sound("assets", ["asset", "technology"])
    built = set(assets["technology"][assets["asset"].isin(buildable)])
    for row, technology in by_row(_in_use(tables)):
        if behaviour.get(technology) != "storage":
            continue
        numbers = data[data["technology"] == technology]
        durations = numbers[numbers["parameter"] == "duration_max"]
        shortest = numbers["value"][numbers["parameter"] == "duration_min"].max()
        if technology in built and durations.empty:
            _report_missing(tables, row, technology, "duration_max")
        for place, longest in by_row(durations["value"][durations["value"] < shortest]):
            message = (
                f"duration_max of '{technology}' ({longest:g} hour) is below its duration_min ({shortest:g} hour)."
            )
            tables.report("durations", "technology_data", message, "Exchange them.", row=place, column="value")
        _check_cycling(tables, row, technology, numbers)


def _check_cycling(tables: Tables, row: int, technology: str, numbers: pd.DataFrame) -> None:
    """Report a storage that neither loses nor costs anything: it may charge and discharge at once in any hour."""
    costs = numbers[numbers["parameter"] == "variable_om"]
    efficiency = numbers["value"][numbers["parameter"].isin(["efficiency_in", "efficiency_out"])].to_numpy(float).prod()
    if efficiency < 1 - TOLERANCE:  # what goes round in circles is lost in part
        return
    hint = f"Give it a small one, e.g. 1 {tables.currency}/MWh: with none it may charge and discharge at once."
    message = f"the storage '{technology}' has no variable_om and loses nothing of what it takes and gives."
    if costs.empty:
        tables.report("free-cycling", "technologies", message, hint, row=row, column="technology")
    for place in costs.index[costs["value"] == 0]:
        tables.report("free-cycling", "technology_data", message, hint, row=int(place), column="value")


def check_plants(tables: Tables, years: Sequence[int]) -> None:
    """Report plants that end before they start, storage plants without energy, and others with."""
    plants = tables.sound("plants", ["start", "end"])
    early = plants[(plants["end"] <= plants["start"]).fillna(False).astype(bool)]
    for row, plant in records(early):
        message = f"the plant ends in {plant['end']}, but starts in {plant['start']}."
        hint = "'end' is the first year in which it is gone; blank: start and lifetime; never: it stays."
        tables.report("plant-years", "plants", message, hint, row=row, column="end")
    behaviour = tables.sound("assets", ["asset", "technology"]).set_index("asset")["technology"].map(behaviours(tables))
    links = set(tables["links"]["link"])
    for row, plant in records(tables.sound("plants", ["asset", "energy", "capacity"])):
        kind = "transmission" if plant["asset"] in links else behaviour.get(plant["asset"])
        if kind == "storage" and plant["energy"] == 0 and plant["capacity"] > 0:
            message, hint = (
                "a storage plant needs its energy capacity.",
                "Write it, e.g. twice the capacity for two hours.",
            )
            tables.report("plant-energy", "plants", message, hint, row=row, column="energy")
        if isinstance(kind, str) and kind != "storage" and plant["energy"] > 0:
            message, hint = f"a plant of behaviour {kind} has no energy capacity.", "Leave the cell blank."
            tables.report("plant-energy", "plants", message, hint, row=row, column="energy")


def check_ends(tables: Tables, years: Sequence[int]) -> None:
    """Report plants in operation that by their technology's lifetime are gone in the base year."""
    needed = ("plants.plant", "plants.asset", "plants.start", "plants.end", "plants.status", "settings.value")
    known = ("assets.asset", "assets.technology", "links.link", "links.technology")
    data = ("technology_data.technology", "technology_data.parameter", "technology_data.value", "technology_data.unit")
    if not tables.clean(*needed, *known, *data, "settings.setting"):
        return
    base, plants = float(setting(tables, "base_year", [0])[0]), tables["plants"]
    gone = plants.assign(gone=ends(tables))
    gone = gone[gone["end"].isna() & (gone["status"] == "operating") & (gone["gone"] <= base)]
    for row, plant in records(gone):
        message = (
            f"the plant operates in the base year {base:.0f}, but starts in {plant['start']} "
            f"and by the lifetime of its technology is gone in {plant['gone']:.0f}."
        )
        hint = f"Write the year in which it is gone, or {NEVER_WORDS[0]} if it stays."
        tables.report("plant-years", "plants", message, hint, row=row, column="end")


def check_potentials(tables: Tables, years: Sequence[int]) -> None:
    """Report a minimum above its maximum, and what is there above what may be (unless it may be retired)."""
    limits = tables.sound("potentials", ["minimum", "maximum"])
    for row, limit in records(limits[limits["minimum"] > limits["maximum"] + TOLERANCE]):
        message = f"the minimum ({limit['minimum']:g} MW) is above the maximum ({limit['maximum']:g} MW)."
        tables.report("minimum-above-maximum", "potentials", message, "Exchange them.", row=row, column="minimum")
    needed = ("plants.asset", "plants.capacity", "plants.start", "plants.end", "assets.asset", "links.link")
    if tables.clean(*needed, "assets.retirable", "potentials.asset", "potentials.year", "potentials.maximum"):
        _check_existing(tables, years)


def _check_existing(tables: Tables, years: Sequence[int]) -> None:
    """Report assets of which more is there in a year than its maximum allows."""
    assets, potentials = tables["assets"], tables["potentials"]
    retirable = set(assets["asset"][assets["retirable"].astype(bool)])
    keys = [key for key in dict.fromkeys(potentials["asset"]) if key not in retirable]
    existing = alive(tables, "capacity", tables.keys("assets", "links"), years)
    maximum = by_year(potentials, "asset", "maximum", keys, years)
    for key, most in zip(keys, maximum, strict=True):
        there = existing[tables.keys("assets", "links").index(key)]
        excess = [position for position in range(len(years)) if there[position] > most[position] + TOLERANCE]
        if excess:
            at = excess[0]
            rows = potentials[potentials["asset"] == key]
            row = int(rows.index[(rows["year"] == years[at]).fillna(True).argmax()])  # its year's, else the first
            message = f"'{key}' has {there[at]:g} MW of plants in {years[at]}, above the maximum of {most[at]:g} MW."
            hint = "'maximum' counts existing and new capacity."
            tables.report("existing-above-maximum", "potentials", message, hint, row=row, column="maximum")


def behaviours(tables: Tables) -> pd.Series[str]:
    """Give the behaviour of each technology of which it is known."""
    technologies = tables.sound("technologies", ["technology", "behaviour"])
    return technologies.set_index("technology")["behaviour"]


def _in_use(tables: Tables) -> pd.Series[str]:
    """Give the technologies that an asset or a link has, with their rows in the table technologies."""
    used = {*tables["assets"]["technology"], *tables["links"]["technology"]}
    names = tables.sound("technologies", ["technology", "behaviour"])["technology"]
    return names[names.isin(used)]


def _report_missing(tables: Tables, row: int, technology: str, parameter: str) -> None:
    """Report a technology without a parameter."""
    rule = dictionary()["technology_data"].parameters[parameter]
    message = f"the technology '{technology}' has no {parameter}."
    hint = f"Add a row to {tables.place('technology_data')} ({rule.unit}): {rule.sentence}"
    tables.report("missing-parameter", "technologies", message, hint, row=row, column="technology")


CHECKS = (check_behaviours, check_ports, check_parameters, check_storage, check_plants, check_ends, check_potentials)
