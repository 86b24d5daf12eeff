"""The scorecard as people read it: every kind of target, checked and enforced, and how the plan was read."""

from __future__ import annotations

from typing import Any

import pytest
import xarray as xr

from energy_model.analysis.verdicts import verdict
from energy_model.run import Run
from energy_model.sheets import carbon as carbon_sheets
from energy_model.sheets import security as security_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.headline import _targets
from energy_model.sheets.messages import LANGUAGES
from energy_model.sheets.wording import Labels
from tests.analysis.test_peaks import path
from tests.analysis.test_security import city
from tests.analysis.test_tracing import three_zones

NOTHING: dict[str, Any] = {
    "id": "t",
    "metric": "co2",
    "of": "",
    "year": 2030,
    "value": None,
    "required": 1.0,
    "margin": None,
    "unit": "Mt",
    "sense": "at_most",
    "met": None,
    "enforced": False,
    "relaxation": None,
    "shadow_price": None,
    "shadow_unit": None,
    "peak_year": None,
    "exact": None,
    "family": "",
    "zone": "",
    "reading": "",
    "option": "",
}


def target(**values: Any) -> dict[str, Any]:
    return NOTHING | values


def run(*targets: dict[str, Any], dataset: xr.Dataset | None = None) -> Run:
    """A run with these targets and nothing else; its metric is told in Mt, its readings are two."""
    ds = xr.Dataset(
        {
            "metric_unit": ("metric", ["Mt"]),
            "metric_scale": ("metric", [1e6]),
            "target_basis": ("target", ["As written."] * len(targets)),
            "base_year": 2025,
            "reading_option": ("reading", ["annual", "all_of_it"]),
            "reading_options": ("reading", ["annual monthly hourly", "half all_of_it"]),
            "reading_basis": ("reading", ["No time is named.", "No part is named."]),
            "reading_name_zh": ("reading", ["匹配", "范围"]),
            "reading_name_en": ("reading", ["Matching", "Scope"]),
        },
        coords={"metric": ["co2"], "target": [t["id"] for t in targets], "reading": ["matching", "scope"]},
    )
    years = [2030] if dataset is None else [int(year) for year in dataset["year"].values]
    return Run(ds if dataset is None else dataset, {"targets": list(targets), "years": years, "gap": 0.0075}, {})


def row(given: dict[str, Any], *others: dict[str, Any], lang: str = "en") -> tuple[str, ...]:
    """Required, reached, margin, verdict and what follows, of the first target."""
    found = run(given, *others)
    heading, first, *_ = target_sheets.scorecard(found, Labels(found.dataset, lang)).rows
    assert heading.meaning == "section"
    return first.cells[2:]


class TestSenses:
    def test_values(self) -> None:
        assert row(target(value=0.9, margin=0.1, met=True))[:4] == ("≤ 1 Mt", "0.9 Mt", "+0.1 Mt", "✓ met")
        cells = row(target(sense="at_least", value=0.9, margin=-0.1, met=False))
        assert cells[:4] == ("≥ 1 Mt", "0.9 Mt", "-0.1 Mt", "✗ missed")
        assert row(target())[1:4] == ("–", "–", "– not evaluated")

    @pytest.mark.parametrize(("sense", "sign"), [("change_at_most", "≤"), ("change_at_least", "≥")])
    def test_changes_name_the_base_year(self, sense: str, sign: str) -> None:
        cells = row(target(sense=sense, value=-20.0, required=-17.0, margin=3.0, unit="%", met=True))
        assert cells[:3] == (f"{sign} -17 % on 2025", "-20 %", "+3 %")

    @pytest.mark.parametrize(
        ("value", "met", "exact", "verdict"),
        [
            (-0.2, True, True, "✓ met"),
            (-0.2, True, False, "? not decided (between model years)"),
            (0.3, False, False, "✗ missed"),
        ],
    )
    def test_a_peak_names_its_year_and_the_rise(self, value: float, met: bool, exact: bool, verdict: str) -> None:
        given = target(
            sense="peak",
            year=2029,
            required=0.0,
            value=value,
            margin=-value,
            met=met,
            peak_year=2025.0,
            exact=exact,  # a column with None in it holds floats
        )
        cells = row(given)
        assert cells[0] == "highest by 2029, later rise ≤ 0 Mt"
        assert cells[1] == f"highest in 2025; rises by at most {max(value, 0):.2g} Mt after 2029".replace("0.0", "0")
        assert cells[3] == verdict

    def test_a_count_counts_its_parks(self) -> None:
        own = {"family": "zero_carbon", "value": 1.0, "margin": 0.0}
        parks = [target(**own, id=f"i{k}", zone=f"p{k // 2}", met=k < 6) for k in range(10)]
        other = target(**own | {"family": "else"}, id="x", zone="p9", met=True)
        given = target(sense="count", family="zero_carbon", value=3.0, required=2.0, margin=1.0, unit="1", met=True)
        assert row(given, *parks, other)[:4] == ("≥ 2 parks", "3 of 5 parks", "+1 parks", "✓ met")


class TestEnforced:
    missed = target(
        id="cap",
        value=1.31,
        margin=-0.31,
        met=False,
        enforced=True,
        relaxation=310_000.0,
        shadow_price=20_000.0,
        shadow_unit="CNY/t",
    )
    met = missed | {"id": "share", "value": 1.0, "margin": 0.0, "met": True, "relaxation": 0.0, "shadow_price": 85.0}

    def test_what_was_relaxed_never_reads_as_met(self) -> None:
        assert verdict(self.missed) == "relaxed"
        cells = row(self.missed)
        assert cells[3:5] == ("✗ relaxed, not met", "relaxed by 0.31 Mt (20,000 CNY/t)")
        found = run(self.missed)
        assert target_sheets.scorecard(found, Labels(found.dataset, "en")).rows[1].meaning == "missed"

    def test_a_price_with_its_unit_in_both_languages(self) -> None:
        assert row(self.met)[3:5] == ("✓ met", "85 CNY/t")
        assert row(self.met, lang="zh")[4] == "85 元/t"

    def test_checked_targets_beside_have_no_price_and_an_enforced_count_has_none(self) -> None:
        assert row(target(id="c", value=0.9, margin=0.1, met=True), self.met)[4] == ""
        count = target(sense="count", value=1.0, margin=0.0, met=True, enforced=True, unit="1")
        assert row(count)[4] == "enforced"

    def test_the_headline_names_it(self) -> None:
        gaps = target(id="peak", sense="peak", value=-1.0, margin=1.0, met=True, peak_year=2025, exact=False)
        found = run(self.missed, self.met, gaps)
        text = _targets(found, Labels(found.dataset, "en"))
        assert "Of the 3 promises" in text and "1 are met (0 of" in text and "1 missed: cap." in text
        assert "1 not decided, within the gap or between model years: peak." in text
        assert text.endswith("cap (0.31 Mt).")


class TestLists:
    promise = target(id="promise", value=0.9, margin=0.1, met=True, origin="plan", basis="given")
    rule = target(id="rule", value=1.1, margin=-0.1, met=False, origin="rule", basis="decided", otherwise=0.05)
    check = target(id="check", value=0.9, margin=0.1, met=True, origin="study", basis="open", otherwise=0.0004)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_each_list_has_its_heading_and_the_headline_counts_the_promises_only(self, lang: str) -> None:
        found = run(self.check, self.rule, self.promise)
        labels = Labels(found.dataset, lang)
        sheet = target_sheets.scorecard(found, labels)
        assert [row.cells[0] for row in sheet.rows[1::2]] == ["promise", "rule", "check"]
        assert [row.meaning for row in sheet.rows[::2]] == ["section"] * 3
        assert len({row.cells[0] for row in sheet.rows[::2]}) == 3
        words = labels.tr("headline.met", count=1, met=1, given=1)
        assert _targets(found, labels) == words

    def test_verdicts_say_what_they_rest_on_and_what_the_other_side_costs(self) -> None:
        assert row(self.promise)[3:5] == ("✓ met (by the input)", "")
        assert row(self.rule)[3:5] == ("✗ missed", "+5 %")
        assert row(self.check)[3:5] == ("? not decided (met in this plan)", "+0.04 %")
        found = run(self.check)
        sheet = target_sheets.scorecard(found, Labels(found.dataset, "en"))
        assert sheet.rows[1].meaning == ""
        assert "gap of 0.75 %" in sheet.notes[-1]


class TestReadings:
    def test_the_alternatives_are_named(self) -> None:
        found = run(target())
        sheet = target_sheets.readings(found, Labels(found.dataset, "en"))
        assert sheet.rows[0].cells == ("Matching", "annual", "monthly; hourly", "No time is named.")
        assert sheet.rows[1].cells[:3] == ("Scope", "all of it", "half")

    def test_the_report_says_under_which_a_target_counts(self) -> None:
        found = run(target(reading="matching", option="annual"))
        cells = target_sheets.bases(found, Labels(found.dataset, "en")).rows[0].cells
        assert cells[-1] == "As written. (interpretation: Matching = annual)"

    def test_a_study_without_readings_says_so(self) -> None:
        found = run(target(), dataset=path({2030: 1.0}))
        assert not target_sheets.readings(found, Labels(found.dataset, "zh")).rows


class TestOtherSheets:
    """Of systems solved by hand: what stands in the cells is what the tables hold."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_peaks_conclude_in_words(self, lang: str) -> None:
        endings = {"before": {2025: 6.0, 2030: 5.0, 2035: 4.0}, "open": {2025: 5.0, 2030: 6.0, 2035: 4.0}}
        endings |= {"after": {2025: 4.0, 2030: 5.0, 2033: 6.0, 2035: 5.0}, "rising": {2025: 4.0, 2030: 5.0}}
        endings |= {"exact": {2028: 4.0, 2029: 5.0, 2030: 4.0}, "unknown": {2030: 4.0}}
        texts = set()
        for values in endings.values():
            found = run(dataset=path(values))
            (only,) = carbon_sheets.peaks(found, Labels(found.dataset, lang)).rows
            texts.add(only.cells[-1])
        assert len(texts) == 6

    def test_factors_and_accounts(self) -> None:
        found = run(dataset=three_zones())
        labels = Labels(found.dataset, "en")
        cells = {r.cells[0]: r.cells[1:] for r in carbon_sheets.factors(found, labels).rows}
        assert cells["north"] == ("0.850", "0.850", "0.850")
        assert cells["east"] == ("0.505", "0.505", "–")
        assert [r.cells[0] for r in carbon_sheets.accounts(found, labels).rows][-1] == "By consumption"

    def test_the_largest_losses_first_name_nothing_lost(self) -> None:
        found = run(dataset=city())
        rows = security_sheets.security(found, Labels(found.dataset, "en")).rows
        assert [r.cells[1] for r in rows] == ["nothing", "feeder", "border", "coal"]
        assert [r.meaning for r in rows] == ["", "", "missed", "missed"]
        days = security_sheets.calm_days(found, Labels(found.dataset, "en")).rows
        assert [r.cells[:2] for r in days] == [("2030", "2")]
        assert security_sheets.reserves(found, Labels(found.dataset, "zh")).rows == []
