"""An explanation in words, in both languages, and the verb."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import xarray as xr
from click.testing import CliRunner, Result

import energy_model
from energy_model import cli
from energy_model.explanation import Explanation, TargetCost, explain_dataset
from energy_model.sheets.explanation import costs, explained, missed
from energy_model.sheets.wording import Labels
from tests.support.conflicting_systems import cap, sources
from tests.support.study import HOURS, write_study
from tests.support.tiny_run import study_folder

pytestmark = pytest.mark.proof


def named(data: xr.Dataset) -> xr.Dataset:
    """Targets with names."""
    for lang, text in (("zh", "{}目标"), ("en", "the {} target")):
        data[f"target_name_{lang}"] = "target", [text.format(name) for name in data["target"].values]
    return data


def sentences(found: Explanation, lang: str = "en") -> str:
    return "\n".join(explained(found, Labels(found.names, lang)))


@pytest.fixture(scope="module")
def clashing() -> Explanation:
    wind = {"value": 0.4, "of": "used", "unit": "%", "scale": 0.01}
    return explain_dataset(named(sources({"coal": cap(150.0), "gas": cap(100.0), "wind": wind}, coal=300, gas=500)))


@pytest.fixture(scope="module")
def holding() -> Explanation:
    rows = {"coal": cap(200.0), "gas": cap(100.0), "low": cap(50.0, metric="gas", mode="check")}
    return explain_dataset(named(sources(rows, coal=300, gas=500)))


def test_conflicts_in_english(clashing: Explanation) -> None:
    text = sentences(clashing)
    assert "The 3 enforced targets cannot all be met." in text
    assert "No plan can meet “the wind target”: relax “the wind target” by 0.00004 TWh (to 30 %)." in text
    assert (
        "“the coal target” and “the gas target” exclude each other. Any one of these is enough: "
        "relax “the coal target” by 30 MWh (to 180 MWh); or relax “the gas target” by 30 MWh (to 130 MWh)."
    ) in text
    assert "the sum is 45 %" in text and "segments" not in text


def test_conflicts_in_chinese(clashing: Explanation) -> None:
    text = sentences(clashing, "zh")
    assert "“coal目标”与“gas目标”互相排斥。任取其一即可：把“coal目标”放宽 30 MWh（至 180 MWh），或" in text
    assert "没有任何方案能达到“wind目标”" in text


def test_what_segments_prove_is_said(clashing: Explanation, holding: Explanation) -> None:
    assert "Shown on 4 segments" in sentences(replace(clashing, exact=False))
    assert "cut short" in sentences(replace(clashing, complete=False))
    assert "whether in every hour, 'energy-model solve' tells" in sentences(replace(holding, exact=False))


def test_costs_in_words(holding: Explanation) -> None:
    text, sheet = sentences(holding), costs(holding, Labels(holding.names, "en"))
    assert "The 2 enforced targets can all be met together." in text
    assert "Next to bind is “the gas target”: it has 20 MWh to spare (20 % of what it requires)." in text
    assert missed(holding, Labels(holding.names, "en")).rows[0].cells == ("the low target", "50 MWh", "80 MWh")
    assert sheet.rows[0].cells == ("the coal target", "200 CNY/MWh", "0.000016")
    assert not [note for note in sheet.notes if "estimate" in note]


def test_targets_of_one_name_bear_their_year() -> None:
    data = sources({"first": {"metric": "wind", "value": 200.0}, "second": {"metric": "wind"}}, coal=300, gas=500)
    data["target_name_en"] = "target", ["Wind", "Wind"]
    assert "“Wind (2030)”" in sentences(explain_dataset(data))


def test_notes_on_costs(holding: Explanation) -> None:
    dear = TargetCost("coal", 200.0, 150.0, "CNY/MWh", None, 0.0)
    found = replace(holding, exact=False, keeps_prices=False, complete=False, costs=(dear,))
    notes = " ".join(costs(found, Labels(found.names, "en")).notes)
    for text in (
        "a solve pays the penalty",
        "(150 CNY/MWh)",
        "are estimates",
        "a bound to neither side",
        "Time was up",
    ):
        assert text in notes
    assert "Time was up" in sentences(replace(holding, cost=None))


def test_an_explanation_is_plain_json(clashing: Explanation, holding: Explanation) -> None:
    for found in (clashing, holding):
        kept = json.loads(json.dumps(found.as_dict()))
        assert kept["feasible"] is found.feasible and "names" not in kept


class TestVerb:
    def call(self, study: Path, *arguments: str) -> Result:
        options = ["--study", str(study), "--hours", str(HOURS), "--lang", "en"]
        return CliRunner().invoke(cli.commands, ["explain", *arguments, *options])

    def scenario(self, tmp_path: Path, *enforced: str) -> Path:
        study = write_study(tmp_path / "study")
        rows = ", ".join(f"{{table: targets, where: {{target: {t}}}, values: {{mode: enforce}}}}" for t in enforced)
        text = f"extends: baseline\nname_zh: 强制\nname_en: Enforced\nset: [{rows}]\n"
        (study / "scenarios/enforced.yaml").write_text(text, encoding="utf-8")
        return study

    def test_enforced_targets(self, tmp_path: Path) -> None:
        found = self.call(self.scenario(tmp_path, "wind_2030", "green_share", "carbon_cap"), "enforced")
        assert found.exit_code == 0, found.output
        assert "Wind capacity" in found.stdout and "Green share" in found.stdout

    def test_none_enforced(self) -> None:
        found = self.call(study_folder())
        assert found.exit_code == 0, found.output
        assert "No target is enforced" in found.stdout and "targets: {enforce:" in found.stdout

    def test_a_misspelt_scenario(self) -> None:
        found = self.call(study_folder(), "basline")
        assert found.exit_code == 2 and "Did you mean 'baseline'?" in found.stderr

    def test_time_is_up_before_anything_is_known(self, tmp_path: Path) -> None:
        found = self.call(self.scenario(tmp_path, "wind_2030"), "enforced", "--time-limit", "0.0001")
        assert found.exit_code == 1 and "--time-limit" in found.stderr

    def test_from_python(self, tmp_path: Path) -> None:
        study = self.scenario(tmp_path, "wind_2030")
        found = energy_model.explain("enforced", study=study, hours=HOURS, segments=40)
        assert found.enforced == ("wind_2030",) and found.scenario == "enforced" and found.feasible
