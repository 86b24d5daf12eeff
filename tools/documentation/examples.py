"""Pages of the examples: what each teaches, its notebook as it was run, and a gallery of the figures of its report."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import plotly.offline

from energy_model.run import Run
from energy_model.study.copying import EXAMPLES
from tools.documentation.gallery import gallery
from tools.documentation.notebooks import executed, markdown_of

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "docs" / "notebooks"
SCRIPT = "assets/plotly.js"

__all__ = ["EXAMPLES", "example_pages", "run_examples"]


def run_examples() -> dict[str, Path]:
    """Run the notebook of each example in a folder of its own and give the folders: they hold notebook and results."""
    folders = {}
    for name in EXAMPLES:
        folders[name] = Path(tempfile.mkdtemp(prefix=f"site-{name}-"))
        executed(NOTEBOOKS / f"{name}.ipynb", folders[name])
    return folders


def example_pages(folders: dict[str, Path]) -> dict[str, str | bytes]:
    """Files of the site by their place. folders : of `run_examples`; without one a notebook has no results."""
    made: dict[str, str | bytes] = {"gallery.md": gallery({name: _run(folder) for name, folder in folders.items()})}
    for name in EXAMPLES:
        page = (ROOT / "energy_model" / "examples" / name / "README.md").read_text("utf-8")
        folder = folders.get(name)
        notebook = (folder or NOTEBOOKS) / f"{name}.ipynb"
        made[f"notebooks/{name}.md"] = markdown_of(json.loads(notebook.read_text("utf-8")), f"{name}.ipynb")
        made[f"notebooks/{name}.ipynb"] = notebook.read_bytes()
        made[f"examples/{name}.md"] = f"{page}\n{_more(name, folder)}"
        if folder:
            made[f"examples/{name}.html"] = (_results(folder) / "report.html").read_bytes()
    if folders:
        made[SCRIPT] = plotly.offline.get_plotlyjs()
    return made


def _results(folder: Path) -> Path:
    return folder / "results" / "baseline"


def _run(folder: Path) -> Run:
    return Run.load(_results(folder))


def _more(name: str, folder: Path | None) -> str:
    lines = ["## More", "", f"- [Its notebook](../../../docs/notebooks/{name}.md): solved and compared in Python"]
    if folder:
        lines.append(
            f"- [The page of its baseline](../../../docs/examples/{name}.html), as `energy-model solve` writes it"
        )
    return "\n".join(lines) + "\n"
