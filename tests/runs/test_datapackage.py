"""The description of a run's tables says of every field what it is, and nothing that is not so."""

from __future__ import annotations

import csv
import json
from typing import Any

import pandas as pd
import pytest

from energy_model.runs import datapackage
from energy_model.runs.datapackage import About
from tests.support.tiny_run import tiny_folder

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tiny_folder() / "tables" / "datapackage.json").read_text("utf-8"))
    return found


def _read(resource: dict[str, Any]) -> list[dict[str, str]]:
    with (tiny_folder() / "tables" / resource["path"]).open(encoding=resource["encoding"], newline="") as file:
        return list(csv.DictReader(file))


def test_files_are_read_in_the_encoding_that_is_said(described: dict[str, Any]) -> None:
    for resource in described["resources"]:
        path = tiny_folder() / "tables" / resource["path"]
        header = path.read_bytes().decode(resource["encoding"]).splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert path.stat().st_size == resource["bytes"]


def test_every_field_says_what_it_is(described: dict[str, Any]) -> None:
    fields = {(r["name"], f["name"]): f for r in described["resources"] for f in r["schema"]["fields"]}
    assert not [key for key, field in fields.items() if not (field["title"] and field["title_zh"])]
    assert not [key for key, field in fields.items() if not field["description"]]
    assert not [key for key, field in fields.items() if field["type"] == "number" and not field.get("unit")]
    assert fields["capacity", "energy_capacity"]["unit"] == "MWh"
    assert fields["generation", "full_load_hours"]["description"] == "Ratio of generation to capacity."
    assert fields["costs", "year"]["unit"] == "year"


def test_keys_hold(described: dict[str, Any]) -> None:
    rows = {resource["name"]: _read(resource) for resource in described["resources"]}
    keys = {resource["name"]: resource["schema"].get("primaryKey") for resource in described["resources"]}
    assert keys["capacity"] == ["asset", "year"] and keys["costs"] == ["kind", "item", "year"]
    for name, key in keys.items():
        found = [tuple(row[column] for column in key or ()) for row in rows[name]]
        assert key is None or len(set(found)) == len(found)
    foreign = [(r["name"], key) for r in described["resources"] for key in r["schema"].get("foreignKeys", [])]
    assert ("generation", "capacity") in {(name, key["reference"]["resource"]) for name, key in foreign}
    for name, key in foreign:
        other, columns = key["reference"]["resource"], key["reference"]["fields"]
        known = {tuple(row[column] for column in columns) for row in rows[other]}
        assert {tuple(row[column] for column in key["fields"]) for row in rows[name]} <= known


def test_a_key_is_not_said_where_rows_repeat_or_are_blank() -> None:
    frame = pd.DataFrame({"year": [2030, 2030], "kind": ["a", "a"], "item": ["x", "x"]})
    assert datapackage.keys("costs", {"costs": frame}) == {}
    assert datapackage.keys("costs", {"costs": frame.assign(item=["x", ""])}) == {}
    assert datapackage.keys("costs", {"costs": frame.assign(item=["x", "y"])}) == {
        "primaryKey": ["kind", "item", "year"]
    }


def test_licence_sources_and_currency() -> None:
    about = About(
        "Base", "MIT; CC-BY-4.0; as agreed", "EUR", "0.1", "2030", ("IEA, https://iea.org/x.", "own assumption")
    )
    found = datapackage.package(about, [])
    assert found["licenses"] == [{"name": "MIT"}, {"name": "CC-BY-4.0"}, {"name": "other", "title": "as agreed"}]
    assert found["sources"][0] == {"title": "IEA, https://iea.org/x.", "path": "https://iea.org/x"}
    price = datapackage.field("prices", "mean", {"name": "mean", "type": "number"}, "EUR")
    assert price["unit"] == "EUR/MWh"
    assert "licenses" not in datapackage.package(About(), [])


def test_sources_of_a_run_are_those_of_its_study(described: dict[str, Any]) -> None:
    assert described["sources"] == [{"title": "made up"}]
    assert described["title"] == "Results of Baseline"
