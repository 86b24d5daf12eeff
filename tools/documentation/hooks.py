"""Events of mkdocs (`mkdocs.yml`): pages that are made of the package come in, names of pages become links.

Environment: SITE_RUNS=no leaves the examples unsolved, so that notebooks and gallery have no results (seconds, not
minutes).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # mkdocs runs hooks by their file

from tools.documentation.commands import with_commands  # noqa: E402
from tools.documentation.examples import EXAMPLES, example_pages, run_examples  # noqa: E402
from tools.documentation.links import PLACES, linked  # noqa: E402
from tools.documentation.mathematics import with_mathematics  # noqa: E402
from tools.documentation.stash import unstashed  # noqa: E402


def on_files(files: Files, config: Any) -> Files:
    """Add what is made: README and others from outside of docs/, a page and a notebook of each example, the gallery."""
    for file in [file for file in files if file.src_uri.endswith(".ipynb")]:
        files.remove(file)
    made: dict[str, str | bytes] = {place: (ROOT / source).read_text("utf-8") for source, place in PLACES.items()}
    made |= example_pages(run_examples() if os.environ.get("SITE_RUNS") != "no" else {})
    for uri, content in made.items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links where a page names another, formulas, and the options of each command on their page."""
    uri = page.file.src_uri
    if uri == "commands.md":
        markdown = with_commands(markdown)
    if uri == "formulation.md":
        markdown = with_mathematics(markdown)
    sources = {place: source for source, place in PLACES.items()}
    sources |= {f"examples/{name}.md": f"energy_model/examples/{name}/README.md" for name in EXAMPLES}
    return linked(markdown, uri, sources.get(uri, f"docs/{uri}"))


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Put formulas and figures, which Markdown must not touch, in their places."""
    return unstashed(html)
