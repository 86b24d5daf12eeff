"""A run at a glance: five lines, and its tables as attributes."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_model.analysis.tables import TABLES
from energy_model.run import Run
from energy_model.runs.run_data import RunData
from tests.support.tiny_run import tiny_folder, tiny_run

pytestmark = pytest.mark.proof


def test_a_run_shows_five_lines_and_reads_nothing_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run.load(tiny_folder())
    monkeypatch.setattr(type(run.solved), "dataset", property(lambda _: pytest.fail("the dataset was read")))
    first, *others = repr(run).splitlines()
    assert first == "Run      baseline (Baseline): 2030" and len(others) == 4
    cost, targets, solved, place = others
    assert f"{run.objective / 1e9:,.4g} bn CNY" in cost and "gap" in cost
    met = [target["met"] for target in run.summary["targets"]]
    assert f"{met.count(True)} met" in targets
    assert f"{run.summary['size']['rows']:,} rows" in solved
    assert str(tiny_folder()) in place


def test_a_notebook_shows_them_as_a_table() -> None:
    summary = tiny_run().summary | {"name_en": "<b>Base</b>"}
    html = Run(tiny_run().solved, summary, tiny_run().manifest)._repr_html_()
    assert html.count("<tr>") == 5 and "<b>" not in html and "in memory" in html


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_an_attribute_and_in_its_tables(name: str) -> None:
    run = tiny_run()
    pd.testing.assert_frame_equal(getattr(run, name), run.table(name))
    pd.testing.assert_frame_equal(run.tables[name], run.table(name))
    assert name in dir(run) and name in run.tables._ipython_key_completions_()


def test_no_table_hides_another_attribute() -> None:
    own = {name for kind in (RunData, Run) for name, value in vars(kind).items() if not _is_of_table(value)}
    assert not own & set(TABLES)


def _is_of_table(value: object) -> bool:
    return isinstance(value, property) and "run.table(" in (value.__doc__ or "")


def test_tables_say_what_they_hold() -> None:
    assert "Capacity of each asset and year" in repr(tiny_run().tables)
    with pytest.raises(KeyError, match="there are capacity, generation"):
        tiny_run().tables["capacities"]
    with pytest.raises(AttributeError):
        tiny_run().capacities  # type: ignore[attr-defined]  # noqa: B018
