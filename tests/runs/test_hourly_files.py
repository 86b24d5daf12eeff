"""The steps of a run as Parquet files are those of its dataset."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from energy_model.dataset import StudyError
from energy_model.runs import hourly_files
from tests.support.tiny_run import tiny_path

pytestmark = pytest.mark.proof


def test_files_hold_what_the_dataset_holds(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    ds = tiny_path().dataset
    folder = tiny_path().export(tmp_path / "hourly", form="parquet")
    assert {"dispatch", "price", "state_of_charge"} <= {path.stem for path in folder.iterdir()}
    found = pd.read_parquet(folder / "dispatch.parquet")
    assert list(found.columns) == ["producer", "step", "year_of", "time", "weight", "dispatch"]
    assert set(found["year_of"]) == {2030, 2040}
    wide = found.pivot(index="producer", columns="step", values="dispatch").reindex(ds["producer"].values)
    assert (wide.to_numpy() == ds["dispatch"].transpose("producer", "step").values).all()
    assert found["time"].iloc[0] == pd.Timestamp("2025-01-01")
    price = pd.read_parquet(folder / "price.parquet")
    nodes = price[["zone", "carrier"]].drop_duplicates()
    assert len(nodes) == int(ds["price"].notnull().any("step").sum())
    field = parquet.read_schema(folder / "dispatch.parquet").field("dispatch")
    assert field.metadata[b"units"] == b"MW"


def test_without_pyarrow_one_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StudyError, match="pip install pyarrow"):
        hourly_files.write(tiny_path().dataset, tmp_path)
