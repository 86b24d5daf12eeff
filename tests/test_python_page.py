"""docs/python.md names all that is public, and its example of rules runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xarray as xr

import energy_model
from energy_model.analysis.tables import TABLES
from energy_model.report.plots import RunPlots
from energy_model.run import EXPORTS, Run
from energy_model.workflow.extension import Extension
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import random_system
from tests.test_architecture import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
FIELDS = {"solved", "whole", "search", "of"}  # of the class itself


def test_every_public_name_is_on_the_page() -> None:
    of_run = {name for name in dir(Run) if not name.startswith("_")} - set(TABLES) - FIELDS
    missing = [name for name in of_run if not re.search(rf"run\.{name}\b|Run\.{name}\b", PAGE, re.IGNORECASE)]
    missing += [name for name in energy_model.__all__ if f"`{name}" not in PAGE]
    missing += [name for name in dir(RunPlots) if not name.startswith("_") and f"plot.{name}(" not in PAGE]
    missing += [name for name in RunOptions.__dataclass_fields__ if f"`{name}`" not in PAGE]
    missing += [name for name in EXPORTS if f"`{name}`" not in PAGE]
    assert not missing


def test_every_name_on_the_page_is_there() -> None:
    """What the page promises goes only with a warning first, and then from the page."""
    fields = set(Run.__dataclass_fields__)
    assert not [name for name in re.findall(r"`run\.(\w+)", PAGE) if not hasattr(Run, name) and name not in fields]
    assert not [name for name in re.findall(r"plot\.(\w+)\(", PAGE) if not hasattr(RunPlots, name)]


@pytest.mark.proof
def test_the_example_of_rules_runs(tmp_path: Path) -> None:
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "def extend" in block)
    (tmp_path / "rules.py").write_text(code, encoding="utf-8")
    extension = Extension.load(tmp_path / "rules.py")
    _, found, _ = solve_dataset(random_system(2, 96), RunOptions(polish=False), extension=extension)
    power = {kind: found["capacity"].sel(asset=found[kind].values).sum("asset") for kind in ("storage", "producer")}
    assert bool((power["storage"] >= 0.1 * _of_supply(found) - 1e-6).all()) and bool((power["producer"] > 0).all())
    assert "levy" in {term["name"] for term in json.loads(found.attrs["cost_terms"])}


def _of_supply(found: xr.Dataset) -> xr.DataArray:
    return found["capacity"].where(found["natural"], 0.0).sum("asset")
