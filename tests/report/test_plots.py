"""`run.plot` gives the figures that the report has."""

from __future__ import annotations

import pytest

from energy_model.report.plots import RunPlots
from energy_model.report.sections.contents import sections
from energy_model.sheets.wording import Labels
from tests.support.tiny_run import tiny_path, tiny_run

pytestmark = pytest.mark.proof


def test_every_figure_of_the_report_is_to_be_had() -> None:
    run = tiny_path()
    drawn = {
        "capacity": run.plot.capacity(),
        "capacity-generation": run.plot.capacity_over_years(),
        "capacity-storage": run.plot.capacity_over_years("storage"),
        "balance-2030": run.plot.balance(),
        "balance-2040": run.plot.balance(2040),
        "costs": run.plot.costs(),
        "costs-years": run.plot.costs_over_years(),
        "prices": run.plot.prices(),
        "hours-2030": run.plot.dispatch(),
        "hours-2040": run.plot.dispatch(2040),
        "map": run.plot.map(),
        "sankey": run.plot.sankey(),
        "accounts": run.plot.accounts(),
        "storage-revenue": run.plot.storage_revenue(),
        **{f"heat-{name}": run.plot.heat(name) for name in ("price", "green_share", "state_of_charge")},
        **{f"duration-{name}": run.plot.duration(name) for name in ("power", "price")},
    }
    shown = {
        name: kept.figure for part in sections(run, Labels.of_run(run, "en")) for name, kept in part.figures.items()
    }
    assert set(shown) <= set(drawn)
    assert all(drawn[name].to_plotly_json() == shown[name].to_plotly_json() for name in shown)


def test_a_figure_speaks_the_language_that_is_asked_for() -> None:
    assert tiny_run().plot.costs(lang="zh") != tiny_run().plot.costs()


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(ValueError, match=r"no figure 'balance-2050'.*balance-2030"):
        tiny_run().plot.balance(2050)
    with pytest.raises(ValueError, match="none"):
        tiny_run().plot.peaks()


def test_figures_are_listed() -> None:
    assert "capacity, capacity_over_years" in repr(tiny_run().plot)
    assert all(getattr(RunPlots, name).__doc__ for name in dir(RunPlots) if not name.startswith("_"))
