"""The page of solved scenarios is what its record gives, and tells which are missing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.scenarios import PAGE, page, recorded, row


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(recorded()), "run: python -m tests.benchmarks.scenarios RESULTS"


def test_a_run_becomes_a_line_and_others_are_said_to_be_missing(tmp_path: Path) -> None:
    summary = {"scenario": "baseline", "objective": 5.6e11, "lower_bound": 5.5e11, "gap": 0.01, "gap_searched": 0.009}
    summary |= {
        "polish": {"cost": 1e8, "seconds": 40.0},
        "years": [2025],
        "status": "solved",
        "seconds": {"total": 90.0},
    }
    summary |= {"audit": {"unserved_mwh": 3.0}, "used": {"cpu_seconds": 120.0, "peak_memory_gb": None}}
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    (tmp_path / "manifest.json").write_text(json.dumps({"made": "2026-12-01T00:00:00", "began_from": None}))
    found = page([row(tmp_path)])
    assert (
        "| `baseline` | cold | 560.00 | 550.00 | 1.00 (0.90) | +0.100, 40 s | 3 | 90 | 120 | – | 2026-12-01 |" in found
    )
    assert "`plan-enforced`" in found.split("Not solved")[1]
