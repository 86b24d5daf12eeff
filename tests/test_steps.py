"""The ten steps of the site: typed in order, they do and print what the pages say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from energy_model.report import run_page
from energy_model.run import Run
from tests.support.pages import PageRun, commands_of
from tests.test_architecture import ROOT

pytestmark = pytest.mark.proof

DOCS = ROOT / "docs"
ENGLISH = sorted((DOCS / "steps").glob("[0-9]*.md"), key=lambda path: int(path.name.partition("-")[0]))
CHINESE = sorted((DOCS / "zh").glob("[0-9]*.md"))


class TypicalDays(PageRun):
    """As the pages, in a village of twelve typical days: words of what is printed, not its numbers."""

    def command(self, line: str, printed: str) -> None:
        super().command(line, printed)
        if "--example" in line:
            _shorten(Path("my-village/inputs/hourly.csv"))


def _shorten(path: Path) -> None:
    """Put the mean day of each month in the place of its days."""
    hours = pd.read_csv(path, parse_dates=["time"])
    means = hours.groupby([hours["time"].dt.month, hours["time"].dt.hour]).mean()
    means["time"] = [f"2030-{month:02}-01 {hour:02}:00" for month, hour in means.index]
    means["period"] = [f"month {month}" for month, _ in means.index]
    means["weight"] = hours.groupby(hours["time"].dt.month).size().reindex(means.index, level=0).to_numpy() / 24
    means.to_csv(path, index=False, float_format="%.9g")


@pytest.mark.parametrize(
    "pages", [ENGLISH[:3], pytest.param(CHINESE, marks=pytest.mark.slow)], ids=["english", "chinese"]
)
def test_the_first_three_steps(pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_page, "write_page", lambda run, path, lang: path.touch())
    monkeypatch.chdir(tmp_path)
    typed = TypicalDays(is_exact=False)
    for page in pages:
        typed.run(page.read_text("utf-8"))
    capacity = Run.load(tmp_path / "results" / "baseline").table("capacity").set_index("asset")["capacity"]
    assert capacity["roofs"] == pytest.approx(1.5), "roofs fill up"
    assert 0.1 < capacity["store"] < 0.6, "the battery brings noon to the evening"


@pytest.mark.slow
@pytest.mark.parametrize("pages", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_all_steps_print_what_the_pages_say(pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = PageRun()
    for page in pages:
        typed.run(page.read_text("utf-8"))


def test_there_are_ten_and_the_first_three_are_chinese_too() -> None:
    assert [int(path.name.partition("-")[0]) for path in ENGLISH] == list(range(1, 11))
    assert [path.name for path in CHINESE] == [path.name for path in ENGLISH[:3]]
    for english, chinese in zip(ENGLISH, CHINESE, strict=False):
        typed = {line.replace(" --lang zh", "") for line, _ in commands_of(chinese.read_text("utf-8"))}
        assert typed >= {line for line, _ in commands_of(english.read_text("utf-8"))}
