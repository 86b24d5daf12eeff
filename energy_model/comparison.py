"""Several runs side by side as Python users hold them: their data, and the page that is written of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from energy_model.runs.compared_runs import ComparedRuns


@dataclass(frozen=True)
class Comparison(ComparedRuns):
    """A comparison that can be reported."""

    def report(self, path: Path | str, lang: str = "en") -> Path:
        """Write the HTML page and give its path; `lang` is the language that it opens in."""
        from energy_model.report.comparison.page import write_page

        write_page(self, Path(path), lang)
        return Path(path)
