"""The picture of the README: first sentences, a week and the energy flows of a report, in Chromium.

python -m tools.documentation.picture results/baseline/report.html docs/report.png
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1200, 850
COLOURS = 96
"""A page of text and areas needs no more, and the file is a third of the size."""
SHOWN = """
document.querySelectorAll('nav, figcaption').forEach(part => part.remove());
document.querySelectorAll('main[lang=en] section').forEach(part => {
  if (part.id !== 'en-dispatch') part.remove();
});
document.querySelectorAll('main[lang=en] header p').forEach((part, place) => { if (place > 1) part.remove(); });
document.querySelectorAll('main[lang=en] h2, main[lang=en] details').forEach(part => part.remove());
"""


def take(report: Path, picture: Path) -> None:
    """Write the top of a report, in English, as a PNG of few colours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(report.resolve().as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        page.evaluate(SHOWN)
        page.locator(".week svg.main-svg").first.wait_for()
        page.evaluate("window.scrollTo(0, 0)")
        shot = page.screenshot()
        browser.close()
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
