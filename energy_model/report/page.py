"""A page: one HTML file that holds everything, in both languages, and reads nothing from a network.

What is drawn, plotly itself included, stands in the page as gzip in base64: a quarter of its size. Browsers unpack it
after the text is shown (DecompressionStream: Chromium 80, Firefox 113, Safari 16.4).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.io.json import to_json_plotly
from plotly.offline import get_plotlyjs

from energy_model.atomic_write import replacing_file
from energy_model.report.sections.section import Section
from energy_model.sheets.messages import LANGUAGES, Messages
from energy_model.sheets.wording import Labels

_TEMPLATE = Path(__file__).parent / "template"
_LEVEL = 6  # of gzip: 9 takes five times as long for one per cent


@dataclass(frozen=True)
class Page:
    """Content of a page in one language. chapters : sections under the key of their heading."""

    labels: Labels
    title: str
    sentences: list[str]
    chapters: Mapping[str, list[Section]]

    @property
    def sections(self) -> list[Section]:
        """All sections in their order."""
        return [section for sections in self.chapters.values() for section in sections]


def write(page_in: Callable[[str], Page], path: Path, lang: str) -> None:
    """Write a page in all languages; `lang` is that in which it opens, `page_in` makes it in one.

    Everything that a study's authors typed is escaped: by jinja2 in the text, by `figures` in the figures. Raises
    ValueError for an unknown language, OSError where the file cannot be written.
    """
    Messages(lang)  # an unknown language is an error before any work
    pages = {language: page_in(language) for language in (lang, *(o for o in LANGUAGES if o != lang))}
    text = _template().render(
        lang=lang, pages=pages, plotly=_packed_plotly(), drawn=_packed(_drawn(pages)), style=_style()
    )
    with replacing_file(path) as fresh:
        fresh.write_text(text, encoding="utf-8")


@cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@cache
def _style() -> Markup:
    return Markup((_TEMPLATE / "page.css").read_text("utf-8"))


@cache
def _packed_plotly() -> str:
    return _packed(get_plotlyjs())


def _packed(text: str) -> str:
    # without a time, so that the same run gives the same page
    return base64.b64encode(gzip.compress(text.encode(), _LEVEL, mtime=0)).decode("ascii")


def _drawn(pages: Mapping[str, Page]) -> str:
    """All figures and records as JSON.

    The first language has every figure whole; others have of each trace only what differs, so that hourly numbers are
    there once.
    """
    figures = {lang: _figures(page.sections) for lang, page in pages.items()}
    first, *others = figures.values()
    for other in others:
        for name, figure in other.items():
            figure["data"] = [_different(t, f) for t, f in zip(figure["data"], first[name]["data"], strict=True)]
    drawn = {"figures": figures, "records": _records(pages), "rules": _rules(pages)}
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))


def _records(pages: Mapping[str, Page]) -> dict[str, Any]:
    """Rows once, titles and words by language."""
    found: dict[str, Any] = {}
    for lang, page in pages.items():
        for section in page.sections:
            if (own := section.records) is not None:
                kept = found.setdefault(
                    section.name, {"rows": own.rows, "choice": own.choice, "words": {}, "columns": {}}
                )
                kept["words"][lang], kept["columns"][lang] = own.labels, own.columns
    return found


def _rules(pages: Mapping[str, Page]) -> dict[str, Any]:
    """Rules once, words by language."""
    found: dict[str, Any] = {}
    for lang, page in pages.items():
        for section in page.sections:
            if (own := section.rules) is not None:
                found.setdefault(section.name, {"families": own.families, "words": {}})["words"][lang] = own.labels
    return found


def _figures(parts: list[Section]) -> dict[str, Any]:
    return {name: _plain(figure.figure) for part in parts for name, figure in part.figures.items()}


def _plain(figure: go.Figure) -> dict[str, Any]:
    """A figure as plotly.js reads it."""
    plain: dict[str, Any] = json.loads(to_json_plotly(figure))
    return {"data": plain["data"], "layout": plain["layout"]}


def _different(trace: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in trace.items() if first.get(key) != value}
