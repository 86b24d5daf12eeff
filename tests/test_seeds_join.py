"""Facts of the plan and rows of the study are joined: every reference exists, numbers that are inputs are the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
KEYS = {
    "plants": "plant", "potentials": "asset", "links": "link", "zones": "zone", "targets": "target", "assets": "asset",
}  # fmt: skip


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return pd.read_csv(ROOT / "seeds" / "plan_facts.csv", dtype=str, keep_default_na=False).set_index("id")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(ROOT / "inputs" / f"{name}.csv", encoding="utf-8-sig") for name in KEYS}


def _referred(fact: pd.Series) -> list[tuple[str, str]]:
    return [(word.partition(":")[0], word.partition(":")[2]) for word in fact["rows"].split()]


def test_every_answered_fact_refers_to_rows_that_exist(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    for name, fact in facts.iterrows():
        referred = _referred(fact)
        assert bool(referred) == (fact["answer"] in {"input", "target", "scenario"}), name
        for table, key in referred:
            assert key in set(tables[table][KEYS[table]]), f"{name}: {table} has no {key}"


def test_targets_name_the_facts_that_name_them(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    named = {(row["target"], fact) for _, row in tables["targets"].iterrows() for fact in str(row["facts"]).split()}
    naming = {(key, name) for name, fact in facts.iterrows() for table, key in _referred(fact) if table == "targets"}
    assert naming <= named  # a target may name further facts that say the same
    assert {fact for _, fact in named} <= set(facts.index)


@pytest.mark.parametrize("fact", ["T010", "T011", "T047", "T048", "T067", "T076", "T077"])
def test_plants_add_up_to_the_fact(fact: str, facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    keys = [key for table, key in _referred(facts.loc[fact]) if table == "plants"]
    plants = tables["plants"].set_index("plant")
    assert plants.loc[keys, "capacity [MW]"].sum() == pytest.approx(1000 * float(facts.loc[fact, "value"]))


def test_existing_sums_leave_nothing_out(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Every renewable plant that operates in 2025 belongs to the plan's 17.72 GW, every offshore one to its 5.98 GW."""
    plants = tables["plants"]
    there = plants[(plants["status"] == "operating") & (plants["start"] <= 2025)]
    for fact, beginnings in (("T010", ("wind_", "pv_", "biomass")), ("T011", ("wind_near", "wind_far"))):
        expected = {key for _, key in _referred(facts.loc[fact])}
        assert set(there.loc[there["asset"].str.startswith(beginnings), "plant"]) == expected


def test_targets_ask_what_the_plan_says(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Numbers of targets are those of the facts; a year that the fact leaves open is explained in `basis`."""
    targets = tables["targets"].set_index("target")
    for name, fact in facts[facts["answer"] == "target"].iterrows():
        for _, key in _referred(fact):
            if fact["value"]:
                assert targets.loc[key, "value"] == pytest.approx(float(fact["value"])), name
            assert len(str(targets.loc[key, "basis"])) > 20, name
