"""Energy flows: nodes balance, the figures are those of the tables, nothing runs in a circle."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_model.analysis.energy.flow_graph import energy_flows, services
from energy_model.analysis.energy.graph_simplification import drawable, sizes
from energy_model.report.figures.sankeys import sankey
from energy_model.sheets.wording import Labels
from tests.support.analysed import complete
from tests.support.park import park_run

pytestmark = pytest.mark.proof

COLUMNS = ["source", "target", "carrier", "energy"]


def _imbalance(graph: pd.DataFrame) -> float:
    """Largest difference of in and out, relative to what goes through; sectors may give fuel back and are ends."""
    into, out = graph.groupby("target")["energy"].sum(), graph.groupby("source")["energy"].sum()
    both = [node for node in into.index.intersection(out.index) if not node.startswith("sector:")]
    return float(((into[both] - out[both]).abs() / out[both]).max()) if both else 0.0


def _graphs() -> list[pd.DataFrame]:
    found = [energy_flows(complete()), energy_flows(park_run().dataset)]
    return [graph for table in found for _, graph in table.groupby(["scope", "year"])]


def test_every_node_between_balances_whole_or_drawn() -> None:
    graphs = _graphs()
    assert len(graphs) >= 4
    for graph in graphs:
        assert _imbalance(graph) < 1e-6
        for most in (40, 6):
            assert _imbalance(drawable(graph, most)[0]) < 1e-6


def test_what_demands_markets_and_supply_have_is_that_of_the_tables() -> None:
    run = park_run()
    ways = run.table("energy_flows")
    whole, park = (ways[ways["scope"] == scope] for scope in ("", "park"))
    balance = run.table("energy_balance")
    for kind, column, source in (("supply", "source", "supply:"), ("trade", "source", "market:")):
        told = whole[whole[column].str.startswith(source)]["energy"].sum()
        assert told == pytest.approx(balance[(balance["kind"] == kind) & (balance["energy"] > 0)]["energy"].sum())
    used = whole[whole["target"].str.startswith("used:")].groupby("carrier")["energy"].sum()
    served = run.table("demand").groupby("carrier")["served"].sum()
    assert used.to_dict() == pytest.approx(served.to_dict())
    lines = park[park["target"] == "to:feed_in_line"]["energy"].sum()
    own = park[(park["source"] == "carrier:green") & (park["target"] == "carrier:electricity")]["energy"].sum()
    assert lines + own == pytest.approx(11_160.0)  # 4 days of 15 MW, 3 of 135
    # gas of the terminal comes from outside the park's graph, its cold does not
    assert park[park["source"] == "from:gas"]["energy"].sum() == pytest.approx(8_400.0)
    assert park[park["source"] == "plants:regas"]["carrier"].tolist() == ["cold"]


def test_what_processes_make_for_demands_only_is_no_carrier() -> None:
    ds = complete()
    assert "electricity" not in services(ds)
    assert not energy_flows(ds)["carrier"].isin(services(ds)).any()


def test_circles_are_netted_and_carriers_with_one_way_left_out() -> None:
    rows = [
        *(("market:coal", "carrier:coal", "coal", 100e6), ("carrier:coal", "plants:a", "coal", 100e6)),
        *(("plants:a", "carrier:power", "power", 60e6), ("plants:a", "losses:conversion", "", 40e6)),
        *(("carrier:power", "used:power", "power", 50e6), ("carrier:power", "plants:b", "power", 20e6)),
        *(("plants:b", "carrier:gas", "gas", 14e6), ("plants:b", "losses:conversion", "", 6e6)),
        *(("carrier:gas", "plants:c", "gas", 14e6), ("plants:c", "carrier:power", "power", 10e6)),
        ("plants:c", "losses:conversion", "", 4e6),
    ]
    drawn, least = drawable(pd.DataFrame(rows, columns=COLUMNS), 30)
    found = {(source, target): energy / 1e6 for source, target, _, energy in drawn.to_numpy()}
    assert least == 0.0
    assert found["market:coal", "plants:a"] == 100 and found["plants:a", "used:power"] == 50
    # of the 20 that go round through gas 10 come back: what is left goes into losses
    assert found["plants:a", "plants:b"] == 10 and found["plants:b", "plants:c"] == 4
    assert not [pair for pair in found if any("carrier:" in node for node in pair)]
    few, least = drawable(pd.DataFrame(rows, columns=COLUMNS), 5)
    assert least > 0 and len({*few["source"], *few["target"]}) <= 5 and "plants:small" in set(few["source"])
    assert sizes({("a", "b", ""): 3.0, ("b", "c", ""): 1.0}) == {"a": 3.0, "b": 3.0, "c": 1.0}


@pytest.mark.parametrize(("lang", "amount"), [("zh", 0.1116), ("en", 0.01116)])
def test_the_figure_shows_energy_in_the_readers_unit_and_escapes_names(lang: str, amount: float) -> None:
    run = park_run()
    ways = run.table("energy_flows")
    table = drawable(ways[ways["scope"] == "park"], 30)[0]
    (trace,) = sankey(table, {"green": "#2e9e5b", "cold": "no colour"}, {}, Labels(run.dataset, lang)).data
    wind = list(trace.node.label).index(next(text for text in trace.node.label if "park_wind" in text))
    assert sum(v for v, s in zip(trace.link.value, trace.link.source, strict=True) if s == wind) == pytest.approx(
        amount
    )
    assert all(colour.startswith("rgba(") for colour in trace.link.color)
    assert "&lt;i&gt;park_wind&lt;/i&gt;" in trace.node.label[wind]
