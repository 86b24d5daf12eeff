"""The gallery: figures of the reports of the examples, each kind once."""

from __future__ import annotations

from collections.abc import Iterator

from energy_model.report.sections.contents import sections
from energy_model.run import Run
from energy_model.sheets.wording import Labels
from tools.documentation.notebooks import drawn, script
from tools.documentation.stash import stashed

_TOP = """# Gallery of figures

Figures of the reports of the three examples, each kind once; drawn by `energy_model/report/figures/` from runs that
were solved when this site was built. Nantong's report has more: parks, LNG, peaks, districts.
"""


def gallery(runs: dict[str, Run]) -> str:
    """The page, as Markdown. runs : of the examples by name."""
    return "\n\n".join([_TOP, *([script("assets/plotly.js")] if runs else []), *_parts(runs)]) + "\n"


def _parts(runs: dict[str, Run]) -> Iterator[str]:
    shown: set[str] = set()
    for name, run in runs.items():
        for section in sections(run, Labels.of_run(run, "en")):
            fresh = {kind: figure for kind, figure in section.figures.items() if kind not in shown}
            if not fresh:
                continue
            shown |= set(fresh)
            yield f"## {section.title} ({name})"
            for illustration in fresh.values():
                yield stashed(
                    f"<figure>{drawn(illustration.figure)}<figcaption>{illustration.caption}</figcaption></figure>"
                )
