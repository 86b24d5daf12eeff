"""Tables in one signature: their dictionary is complete, and what is put together is what it must be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from energy_model import cli
from energy_model.analysis.columns import SCORECARD, described
from energy_model.analysis.statistics import StatisticError, statistics
from energy_model.analysis.tables import TABLES
from energy_model.dataset import units
from energy_model.run import Run
from energy_model.sheets import table_headings as table_words
from energy_model.sheets.messages import Messages
from energy_model.sheets.prefixes import DIVISORS
from tests.support.tiny_run import tiny_path
from tests.support.tiny_run import tiny_run as run_of_one_year

pytestmark = pytest.mark.proof


class Given:
    """Tables that are given instead of computed; all else of them is as in a run."""

    def __init__(self, name: str, **columns: list[object]) -> None:
        self._name, self._frame = name, pd.DataFrame(columns)

    def table(self, name: str) -> pd.DataFrame:
        assert name == self._name
        return self._frame


class TestDictionary:
    def test_every_column_is_described(self) -> None:
        for name in TABLES:
            assert set(tiny_path().table(name)) == set(described()[name].columns), name

    def test_there_are_no_others(self) -> None:
        assert set(described()) == {*TABLES, SCORECARD}
        assert list(tiny_path().targets) == list(described()[SCORECARD].columns)

    def test_it_is_coherent(self) -> None:
        for name, about in described().items():
            assert all(about.names.values()), name
            for column in about.columns.values():
                where = f"{name}.{column.name}"
                assert all(column.names.values()), where
                used = {*column.numerator, *column.denominator, *filter(None, [column.apart])}
                assert used <= set(about.columns), where
                assert bool(column.numerator) == (column.kind == "ratio"), where
                assert column.is_key or table_words.quantity(column) in ("", *DIVISORS["en"]), where
                if column.unit and not column.unit.startswith("("):
                    units.parse(column.unit)
                elif column.unit:
                    assert column.unit[1:-1] in about.columns, where

    def test_ratios_of_single_rows_are_those_of_the_tables(self) -> None:
        """A ratio that is made anew from its parts is the one that the table computed: factor and parts are right."""
        for name, about in described().items():
            ratios = [column for column in about.columns.values() if column.kind == "ratio"]
            for column in ratios:
                frame = tiny_path().table(name)
                twice = Given(name, **{str(c): [*frame[c], *frame[c]] for c in frame})
                found = statistics(twice, name, about.keys, columns=column.name)[column.name]
                wanted = frame[column.name].astype(float)
                np.testing.assert_allclose(found.astype(float), wanted, rtol=1e-9, err_msg=f"{name}.{column.name}")


class TestGrouping:
    def test_sums_are_added_and_ratios_made_anew(self) -> None:
        generation = {
            "asset": ["a", "b", "c"], "technology": ["wind"] * 3, "group": ["wind"] * 3, "zone": ["sea", "sea", "city"],
            "year": [2030] * 3, "generation": [300.0, 100.0, 50.0], "available": [300.0, 100.0, np.nan],
            "curtailed": [0.0, 0.0, np.nan], "capacity": [1.0, 3.0, 1.0], "full_load_hours": [300.0, 100 / 3, 50.0],
            "capacity_factor": [0.4, 0.2, 0.1],
        }  # fmt: skip
        found = statistics(Given("generation", **generation), "generation", by="zone").set_index("zone")
        assert found.loc["sea", ["generation", "capacity"]].tolist() == [400.0, 4.0]
        assert found.loc["sea", "full_load_hours"] == pytest.approx(100.0)
        assert found.loc["sea", "capacity_factor"] == pytest.approx((0.4 * 1 + 0.2 * 3) / 4)
        assert np.isnan(found.loc["city", "available"]), "what no row has is not zero"
        assert found["year"].tolist() == [2030, 2030] and "asset" not in found
        everything = statistics(Given("generation", **generation), "generation", by=())
        assert everything["full_load_hours"].tolist() == [90.0]

    def test_of_a_run_and_of_its_dataset(self) -> None:
        run, wanted = tiny_path(), {"by": ["technology"], "year": 2040, "columns": "generation"}
        found = run.statistic("generation", **wanted)
        pd.testing.assert_frame_equal(found, statistics(run.dataset, "generation", **wanted))
        table = run.table("generation")
        assert found["generation"].sum() == pytest.approx(table.loc[table["year"] == 2040, "generation"].sum())
        assert list(found) == ["technology", "generation"]

    def test_rows_as_they_are(self) -> None:
        found = tiny_path().statistic(
            "capacity", where={"technology": ["wind", "cable"], "year": "2030"}, columns="new"
        )
        assert list(found) == ["asset", "technology", "group", "zone", "year", "new"]
        assert found["asset"].tolist() == ["sea_wind", "sea_cable"]

    def test_years_are_not_added_but_present_values_are(self) -> None:
        run = tiny_path()
        found = run.statistic("costs", by="kind")
        assert list(found) == ["kind", "present"]
        assert found["present"].sum() == pytest.approx(run.summary["objective_cny"])
        assert "cost" in run_of_one_year().statistic("costs", by="kind")
        with pytest.raises(StatisticError, match="put 'year' into by"):
            run.statistic("capacity", by="technology")
        with pytest.raises(StatisticError, match="put 'year' into by"):
            run.statistic("costs", by="kind", columns="cost")

    def test_what_must_stay_apart(self) -> None:
        with pytest.raises(StatisticError, match="put 'direction' into by"):
            tiny_path().statistic("trade", by="year")
        found = tiny_path().statistic("trade", by="year", where={"direction": "sell"})
        assert found["energy"].tolist() == tiny_path().table("trade").query("direction == 'sell'")["energy"].tolist()

    def test_least_most_and_what_agrees(self) -> None:
        prices = {"zone": ["a", "b"], "carrier": ["x", "x"], "year": [2030, 2030], "mean": [1.0, 3.0],
                  "least": [-5.0, 1.0], "most": [9.0, 20.0]}  # fmt: skip
        found = statistics(Given("prices", **prices), "prices", by=("carrier", "year"))
        assert found.to_dict("records") == [{"carrier": "x", "year": 2030, "least": -5.0, "most": 20.0}]

    @pytest.mark.parametrize(
        ("arguments", "text"),
        [
            ({"table": "capcity"}, "no table 'capcity'. Did you mean 'capacity'?"),
            ({"table": "capacity", "by": "technolgy"}, "Did you mean 'technology'?"),
            ({"table": "capacity", "by": "new"}, "'new' is no key to group by"),
            ({"table": "capacity", "columns": ["nwe"]}, "Did you mean 'new'?"),
            (
                {"table": "capacity", "where": {"zone": "ciy"}},
                "No row of 'capacity' has zone 'ciy'. Did you mean 'city'?",
            ),
            ({"table": "capacity", "year": 2031}, "has year '2031'. Did you mean '2030'?"),
        ],
    )
    def test_what_is_not_there(self, arguments: dict[str, object], text: str) -> None:
        with pytest.raises(StatisticError) as raised:
            tiny_path().statistic(**arguments)  # type: ignore[arg-type]
        assert text in str(raised.value)

    def test_empty_tables(self) -> None:
        empty = Given("reference_figures", **{name: [] for name in described()["reference_figures"].columns})
        assert len(statistics(empty, "reference_figures", by="year")) == 0
        assert len(statistics(empty, "reference_figures")) == 0


class TestCommand:
    @pytest.fixture
    def call(self, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(Run, "load", classmethod(lambda cls, folder: tiny_path()))
        return lambda *labels: CliRunner().invoke(cli.commands, ["statistics", "x", *labels])

    def test_in_the_readers_units_and_language(self, call, tmp_path) -> None:  # type: ignore[no-untyped-def]
        grouped = ("capacity", "--by", "technology", "--where", "year=2040", "--where", "technology=wind")
        found = call(*grouped, "--lang", "zh", "--csv", str(tmp_path / "x.csv"))
        assert found.exit_code == 0, found.output
        wind = pd.read_csv(tmp_path / "x.csv")
        assert wind.loc[0, ["technology", "capacity"]].tolist() == ["wind", pytest.approx(800.0)]
        assert "装机 [万千瓦]" in found.stdout and "80.0" in found.stdout and "风电" in found.stdout

    def test_tables_are_listed_and_faults_told(self, call) -> None:  # type: ignore[no-untyped-def]
        assert all(name in call("--lang", "en").stdout for name in TABLES)
        found = call("capacity", "--by", "yaer", "--lang", "en")
        assert found.exit_code == 2 and "Did you mean 'year'?" in found.stderr
        assert call("capacity", "--where", "zone").exit_code == 2


def test_words_of_cells_are_named_in_chinese() -> None:
    """Words that come from the analysis, and not from the study's authors, have a Chinese name."""
    labels, not_evaluated = table_words.Labels(tiny_path().dataset, "zh"), set()
    for name in TABLES:
        for column in described()[name].columns.values():
            if set(column.shown.split("|")) & {"word", "cost", "level"}:
                values = set(tiny_path().table(name)[column.name].astype(str))
                not_evaluated |= {
                    value for value in values if value and table_words.named(column, value, labels).isascii()
                }
    assert not_evaluated == set() and Messages("zh")("word.yes") == "是"
