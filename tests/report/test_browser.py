"""The pages in a headless Chromium: no complaint, nothing asked of a network, and what is clicked works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from energy_model.comparison import Comparison
from energy_model.report.run_page import write_page
from energy_model.report.sections.contents import sections
from energy_model.run import Run
from energy_model.sheets.wording import Labels
from tests.report.test_report import nasty_run
from tests.support.tiny_run import tiny_path, tiny_run

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu"]
WIDTH, HEIGHT = 1500, 1000
_DRAW_ALL = "for (const fold of document.querySelectorAll('details')) fold.open = true; drawAll();"

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@dataclass
class Opened:
    """A page in the browser, with what it complained of and what it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def opened(browser: Browser, path: Path) -> Opened:
    """Open a page from a file and wait until it is ready."""
    found = Opened(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}))
    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("request", lambda request: found.asked.append(request.url))
    found.page.goto(path.as_uri())
    found.page.wait_for_selector("html[data-ready=yes]")
    return found


@pytest.fixture(scope="module")
def report(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The report of two years, in English."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_page(tiny_path(), path, "en")
    return opened(browser, path)


def drawn(run: Run) -> int:
    """How many figures a page of the run has in one language, with that of the picked week."""
    return 1 + sum(len(section.figures) for section in sections(run, Labels(run.dataset, "en")))


def first_hour(report: Opened, section: str = "#en-dispatch") -> str:
    return str(report.page.evaluate(f"document.querySelector('{section} .week').data[0].x0"))


def test_a_figure_is_drawn_when_it_comes_into_view(report: Opened) -> None:
    week = report.page.locator("#en-dispatch .week")
    assert week.locator("svg").count() == 0, "far below"
    report.page.locator("#en-dispatch").scroll_into_view_if_needed()
    week.locator("svg").first.wait_for()


def test_a_week_is_picked_by_name_by_day_and_by_step(report: Opened) -> None:
    part = report.page.locator("#en-dispatch .weeks")
    part.scroll_into_view_if_needed()
    part.locator(".week svg").first.wait_for()
    before = first_hour(report)
    assert before.endswith("-01-01T00:00:00"), "the tiny year has one week"
    part.locator("select").select_option(label="2040")
    assert first_hour(report) == before
    part.locator("[data-move='7']").click()
    assert first_hour(report) == before, "beyond the last week there is none"
    shown = report.page.evaluate("document.querySelector('#en-dispatch .week').data.map(t => t.y.length)")
    assert set(shown) == {168}


def test_the_slider_chooses_a_period(report: Opened) -> None:
    fold = report.page.locator("#en-dispatch details").first
    fold.locator("summary").click()
    handle = fold.locator(".rangeslider-grabarea-min")
    handle.wait_for()
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    ask = "document.querySelector('#en-dispatch details .plot').layout.xaxis.range[0]"
    before = report.page.evaluate(ask)
    report.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    report.page.mouse.down()
    report.page.mouse.move(box["x"] + 200, box["y"] + box["height"] / 2, steps=4)
    report.page.mouse.up()
    assert report.page.evaluate(ask) > before


def test_assumptions_are_searched_and_chosen(report: Opened) -> None:
    part = report.page.locator("#en-assumptions details")
    part.locator("summary").click()
    lines = part.locator("tbody tr")
    lines.first.wait_for()  # drawn by the event of the fold, after the click
    every = lines.count()
    part.locator("input").fill("sea_wind")
    assert 0 < lines.count() < every
    assert all("sea_wind" in text for text in lines.all_inner_texts())


def test_the_mathematics_is_shown_as_formulas(report: Opened) -> None:
    fold = report.page.locator("#en-mathematics .rules > details").first
    fold.locator("summary").click()
    fold.locator("math").first.wait_for()


def test_language_is_switched_and_all_is_drawn_without_a_complaint(report: Opened) -> None:
    page = report.page
    page.locator("[data-lang=zh]").click()
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.locator("main[lang=en]").is_hidden()
    assert page.title().startswith("路径")
    page.evaluate(_DRAW_ALL)
    assert page.locator("main[lang=zh] .drawn").count() == drawn(tiny_path())
    assert page.locator("main[lang=zh] .drawn svg.main-svg").count() >= drawn(tiny_path())
    assert "亿千瓦时" in page.locator("#zh-balance").inner_text()
    assert page.evaluate("document.body.scrollWidth") <= WIDTH, "nothing is wider than the page"
    assert report.complaints == []
    assert [url for url in report.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert len([url for url in report.asked if url.startswith("file:")]) == 1


def test_typed_script_does_not_run(browser: Browser, tmp_path: Path) -> None:
    write_page(nasty_run(), tmp_path / "r.html", "en")
    found = opened(browser, tmp_path / "r.html")
    alerts: list[str] = []
    found.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    found.page.evaluate(_DRAW_ALL)
    assert (alerts, found.complaints) == ([], [])
    assert found.page.locator("script").count() == len({"drawn", "plotly", "page", "unpacked plotly"})
    assert found.page.locator("main[lang=en] .drawn").count() == drawn(tiny_run())


def test_a_comparison_of_runs_is_drawn_in_both_languages(browser: Browser, tmp_path: Path) -> None:
    path = Comparison.of([tiny_run(), nasty_run()]).report(tmp_path / "c.html", "en")
    found = opened(browser, path)
    for lang in ("en", "zh"):
        found.page.locator(f"[data-lang={lang}]").click()
        found.page.evaluate(_DRAW_ALL)
        shown = found.page.locator(f"main[lang={lang}]")
        assert shown.locator(".drawn svg.main-svg").count() >= shown.locator(".plot").count() > 0
    assert found.complaints == []
    assert [url for url in found.asked if not url.startswith(("file:", "data:", "blob:"))] == []
