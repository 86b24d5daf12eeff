"""From a PyPSA network to a study: the components one after the other, and a ledger of what could not be carried."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import energy_model.dataset.units as units
from energy_model.dataset import read_study
from energy_model.dataset.problems import Problem, StudyError
from energy_model.exchange.pypsa import (
    buses,
    generators,
    global_constraints,
    lines,
    links,
    loads,
    storage_units,
    stores,
)
from energy_model.exchange.pypsa.impedances import reactances
from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.pypsa.network import open_network, quietly
from energy_model.exchange.pypsa.parts import Part, parts, settle
from energy_model.exchange.pypsa.places import placed
from energy_model.exchange.pypsa.ports import ends
from energy_model.exchange.pypsa.steps import snapshots
from energy_model.exchange.pypsa.study import StudyOfNetwork
from energy_model.exchange.pypsa.study_page import page
from energy_model.exchange.study_rows import StudyRows
from energy_model.study.copying import README, new_folder

READINGS = (
    *(buses.BUS, buses.CARRIER, loads.READING, generators.READING, links.READING, links.PROCESS),
    *(lines.LINE, lines.TRANSFORMER, storage_units.READING, stores.READING, global_constraints.READING),
)
_WITH_CARRIERS = ("Generator", "StorageUnit", "Store", "Link", "Process", "Line", "Transformer")
DEAREST, CHEAPEST = 1e7, 1e4  # between which lost load is valued [money/MWh]


@dataclass(frozen=True)
class ImportedNetwork:
    """Outcome of an import.

    folder : of the study; None where nothing was written
    ledger : what was not carried; study : what the network became, None where it was not looked at
    """

    folder: Path | None
    ledger: Ledger
    study: StudyOfNetwork | None = None


def import_network(
    network: Path | str, target: Path | str, currency: str = "EUR", *, partial: bool = False
) -> ImportedNetwork:
    """Write a study of a network into a new or empty folder.

    network : a file .nc or .h5, or a folder of CSV files
    partial : write it also where something could not be carried, without that

    Raises StudyError where there is no network, PyPSA is not installed, or there is something in the folder; and where
    the study, which is written, has faults: the network could not be solved either.
    """
    if currency not in units.currencies():
        hint = f"There are: {', '.join(units.currencies())}."
        raise StudyError([Problem("unknown-currency", currency, "this is not the code of a currency.", hint)])
    done = write_study(open_network(Path(network)), target, Path(network).name, currency, partial=partial)
    if done.folder is not None:
        read_study(done.folder)
    return done


def write_study(
    network: Any, target: Path | str, source: str, currency: str = "EUR", *, partial: bool = False
) -> ImportedNetwork:
    """Write a study of a network in memory; source : name of where it is from; else as `import_network`."""
    rows, ledger = StudyRows(f"PyPSA network {source}", currency), Ledger()
    if _cannot_be_read(network, ledger):
        return ImportedNetwork(None, ledger)
    with quietly():
        study = _study(network, rows, ledger)
    if ledger.refused and not partial:
        return ImportedNetwork(None, ledger, study)
    folder = new_folder(target)
    rows.write(folder / "inputs")
    (folder / "scenarios").mkdir()
    name = str(network.name or Path(source).stem)
    scenario = f"name_en: {json.dumps(name)}\nyears: [{study.steps.year}]\n"
    (folder / "scenarios" / "baseline.yaml").write_text(scenario, encoding="utf-8")
    (folder / README).write_text(page(name, rows, ledger), encoding="utf-8")
    return ImportedNetwork(folder, ledger, study)


def _cannot_be_read(network: Any, ledger: Ledger) -> bool:
    """Whether a network is of a kind that no study is; the ledger says which."""
    if network.has_periods:
        ledger.refuse("Network", "investment_periods", network.investment_periods, "periods")
    if network.has_scenarios:
        ledger.refuse("Network", "scenarios", network.scenarios, "periods")
    return bool(ledger.refused)


def _study(network: Any, rows: StudyRows, ledger: Ledger) -> StudyOfNetwork:
    """Add all components."""
    found = {reading.component: parts(network, reading.component) for reading in READINGS}
    for reading in READINGS:
        settle(network, reading, ledger)
    buses.refuse_limits(network, ledger)
    steps = snapshots(network, rows, ledger, has_storage=bool(found["StorageUnit"] or found["Store"]))
    conversions = [ends(p) for p in found["Link"] if not links.is_line(p) or not links.both_ways(p)]
    conversions += [ends(p) for p in found["Process"]]
    places = placed(found["Bus"], _both_ways(found), conversions, rows)
    carriers = {carrier.name: carrier for carrier in found["Carrier"]}
    buses.add_places(rows, places, carriers, is_geographic=str(network.srid) == "4326")
    emissions = {name: carrier.number("co2_emissions") for name, carrier in carriers.items()}
    study = StudyOfNetwork(rows, places, steps, ledger, emissions)
    used = [p.text("carrier") for kind in _WITH_CARRIERS for p in found[kind]]
    study.groups.update(buses.add_groups(rows, found["Carrier"], used))
    _add_assets(network, study, found)
    lost_load = value_of_lost_load(study.largest_cost)
    for load in found["Load"]:
        loads.add(study, load, lost_load)
    for constraint in found["GlobalConstraint"]:
        global_constraints.add(study, constraint, found)
    _settings(study, lost_load)
    return study


def _both_ways(found: dict[str, list[Part]]) -> Iterator[tuple[str, str]]:
    """Ends of what runs both ways, lines first."""
    for part in (*found["Line"], *found["Transformer"]):
        yield part.text("bus0"), part.text("bus1")
    for part in found["Link"]:
        if links.both_ways(part) and links.is_line(part):
            yield part.text("bus0"), part.text("bus1")


def _add_assets(network: Any, study: StudyOfNetwork, found: dict[str, list[Part]]) -> None:
    for module in (generators, storage_units, stores, links):
        for part in found[module.COMPONENT]:
            module.add(study, part)
    for part in found["Process"]:
        links.add_conversion(study, part, "Process")
    impedance = reactances(network, study.ledger)
    for component in ("Line", "Transformer"):
        for part in found[component]:
            lines.add(study, part, component, impedance.get((component, part.name), 0.0))


def value_of_lost_load(largest_cost: float) -> float:
    """A power of ten above ten times the largest cost of a MWh in the network [money/MWh]."""
    power = 10.0 ** math.ceil(math.log10(max(10 * largest_cost, CHEAPEST)))
    return min(max(power, CHEAPEST), DEAREST)


def _settings(study: StudyOfNetwork, lost_load: float) -> None:
    """Add settings: money is that of the network, which says neither year nor currency; nothing is discounted."""
    rows, year = study.rows, float(study.steps.year)
    own = [("wacc", 0.0, "1"), ("discount_rate", 0.0, "1"), ("base_year", year, "year")]
    own.append(("horizon", study.steps.hours, "hour"))
    for setting, value, unit in own:
        rows.add("settings", setting=setting, value=value, unit=unit)
    for setting, text in (("currency", rows.currency), ("languages", "en"), ("place_en", "the network")):
        rows.add("settings", setting=setting, value=text)
    study.ledger.note(
        f"Demand that is not served costs {lost_load:,.0f} {rows.currency}/MWh, which PyPSA does not have. Where some "
        "is not served the network has no solution in PyPSA, or one at higher prices."
    )
