"""The report: one HTML file that holds everything, in both languages, and reads nothing from a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from energy_model.report.headline import dated_title, sentences
from energy_model.report.messages import LANGUAGES, Messages
from energy_model.report.section import Section
from energy_model.report.sections import sections
from energy_model.report.wording import Words

if TYPE_CHECKING:
    from energy_model.run import Run

_TEMPLATE = Path(__file__).parent / "template"


def write_page(run: Run, path: Path, lang: str) -> None:
    """Write the report of a run as a self-contained HTML file; `lang` is the language it opens in.

    Everything that a study's authors typed is escaped: by jinja2 in the text, by `figures` in the figures. Raises
    OSError where the file cannot be written.
    """
    Messages(lang)  # an unknown language is an error before any work
    pages = {}
    for language in (lang, *(other for other in LANGUAGES if other != lang)):
        words = Words(run.dataset, language)
        pages[language] = {
            "say": words.say,
            "title": dated_title(run, words),
            "sentences": sentences(run, words),
            "sections": sections(run, words),
        }
    text = _template().render(lang=lang, pages=pages, plotly=Markup(get_plotlyjs()), data=_embedded(pages))
    path.write_text(text, encoding="utf-8")


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _embedded(pages: dict[str, Any]) -> Markup:
    """All figures as JSON that may stand in a script element.

    The first language has every figure whole; others have of each trace only what differs, so that hourly numbers are
    there once.
    """
    figures = {lang: _figures(page["sections"]) for lang, page in pages.items()}
    first, *others = figures.values()
    for other in others:
        for name, figure in other.items():
            figure["data"] = [_different(t, f) for t, f in zip(figure["data"], first[name]["data"], strict=True)]
    text = json.dumps(figures, ensure_ascii=False, separators=(",", ":"))
    # what could end the script element or begin a comment in it
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _figures(parts: list[Section]) -> dict[str, Any]:
    return {name: _plain(figure.figure) for part in parts for name, figure in part.figures.items()}


def _plain(figure: go.Figure) -> dict[str, Any]:
    """A figure as plotly.js reads it."""
    plain: dict[str, Any] = json.loads(figure.to_json())
    return {"data": plain["data"], "layout": plain["layout"]}


def _different(trace: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in trace.items() if first.get(key) != value}
