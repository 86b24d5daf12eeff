"""The site: its pages are there, their links lead somewhere, and what is built can be read without a network."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import sync_playwright

from tests.test_architecture import ROOT
from tools.documentation.links import PLACES, linked

DOCS = ROOT / "docs"
CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
EXAMPLES = ("village", "island", "park")
MADE = {
    *PLACES.values(),
    "gallery.md",
    *(f"{kind}/{name}.md" for kind in ("examples", "notebooks") for name in EXAMPLES),
}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NOTEBOOKS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DOCS / "notebooks").glob("*.ipynb"))}


def written() -> dict[str, Path]:
    """Pages by their place in the site, but for those that are made of several."""
    pages = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md")}
    return pages | {place: ROOT / source for source, place in PLACES.items()}


def listed(nav: list[Any]) -> Iterator[str]:
    """Pages of the navigation."""
    for entry in nav:
        target = next(iter(entry.values())) if isinstance(entry, dict) else entry
        if isinstance(target, str):
            yield target
        else:
            yield from listed(target)


def test_every_page_is_in_the_navigation_once() -> None:
    found = list(listed(CONFIG["nav"]))
    assert len(found) == len(set(found)) and set(found) == {*written(), *MADE}


@pytest.mark.parametrize("place", sorted(written()))
def test_links_lead_to_pages(place: str) -> None:
    path = written()[place]
    text = linked(path.read_text("utf-8"), place, path.relative_to(ROOT).as_posix())
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text):
        there = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
        assert there in {*written(), *MADE} or (DOCS / there).is_file(), target


def test_names_of_pages_become_links() -> None:
    text = linked(
        "See `docs/time.md` and [steps](docs/steps/index.md).\n\n```\n`docs/time.md`\n```\n", "a/b.md", "README.md"
    )
    assert text == "See [`docs/time.md`](../time.md) and [steps](../steps/index.md).\n\n```\n`docs/time.md`\n```\n"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_notebook_of_each_example_holds_no_results(name: str) -> None:
    cells = NOTEBOOKS[name]["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert cells[0]["cell_type"] == "markdown" and 4 <= len(code) <= 12
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    for cell in code:
        ast.parse("".join(cell["source"]))


def test_the_picture_of_the_readme_is_of_moderate_size() -> None:
    assert 20_000 < (DOCS / "report.png").stat().st_size < 200_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder; with SITE_RUNS=no in the environment without solving the examples."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="the extra `docs` is not installed")
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_site_is_built_and_read_without_a_network_or_a_complaint(built: Path) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: asked.append(request.url))
        for place in sorted(set(built.rglob("*.html")) - {built / "404.html"}):  # that one is for servers
            page.goto(place.as_uri())
        if os.environ.get("SITE_RUNS") != "no":
            page.goto((built / "gallery.html").as_uri())
            page.locator(".js-plotly-plot svg.main-svg").first.wait_for()
        page.goto((built / "index.html").as_uri())
        page.locator("input.md-search__input").fill("levelised")
        page.locator(".md-search-result__item").first.wait_for()
        browser.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
