"""Notebooks: run, and as Markdown with what their cells gave."""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import Any

import plotly.io

from tools.documentation.stash import stashed

FIGURE = "application/vnd.plotly.v1+json"
SECONDS = 900


def executed(notebook: Path, folder: Path) -> None:
    """Run a notebook in a folder and write it there with its outputs; an error in a cell is raised."""
    import nbformat
    from nbclient import NotebookClient

    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"
    found = nbformat.read(notebook, as_version=4)
    NotebookClient(found, timeout=SECONDS, resources={"metadata": {"path": str(folder)}}).execute()
    nbformat.write(found, folder / notebook.name)


def markdown_of(notebook: dict[str, Any], name: str) -> str:
    """A notebook as Markdown: texts, code, outputs; and where it can be had as a file."""
    parts = ["".join(notebook["cells"][0]["source"]), f"[This notebook as a file]({name})"]
    if any(FIGURE in output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])):
        parts.append(script("../assets/plotly.js"))
    for cell in notebook["cells"][1:]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        else:
            parts += [f"```python\n{source}\n```", *(_shown(output) for output in cell["outputs"])]
    return "\n\n".join(parts) + "\n"


def _shown(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if FIGURE in data:
        return stashed(drawn(data[FIGURE]))
    if "text/html" in data:
        return stashed(f'<div class="md-typeset__table">{_text(data["text/html"])}</div>')
    return stashed(f"<pre><code>{html.escape(_text(data.get('text/plain') or output.get('text', '')))}</code></pre>")


def _text(parts: str | list[str]) -> str:
    return "".join(parts)


def drawn(figure: Any) -> str:
    """A figure as HTML; its script comes once a page (`script`)."""
    given = {key: figure[key] for key in ("data", "layout")} if isinstance(figure, dict) else figure
    return str(plotly.io.to_html(given, full_html=False, include_plotlyjs=False, config={"displaylogo": False}))


def script(place: str) -> str:
    """Head of a page with figures. place : of plotly's script, from the page."""
    return stashed(f'<script src="{place}"></script>')
