"""One solved run of the tiny study, shared by the tests of what people read."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import energy_model
from energy_model.run import Run
from tests.support.study import HOURS, write_study


@cache
def study_folder() -> Path:
    """The tiny study on disk, written once; tests must not change it."""
    return write_study(Path(tempfile.mkdtemp(prefix="energy-model-")) / "study")


@cache
def tiny_run() -> Run:
    """The tiny study, solved once; tests must not change it."""
    return energy_model.solve("baseline", study=study_folder(), hours=HOURS)


@cache
def tiny_folder() -> Path:
    """The results folder `baseline` of the tiny run, written once; tests must not change it, but may copy it."""
    folder = Path(tempfile.mkdtemp(prefix="energy-model-")) / "baseline"
    tiny_run().save(folder)
    return folder


@cache
def tiny_path() -> Run:
    """The tiny study in two years, solved once; tests must not change it."""
    folder = write_study(Path(tempfile.mkdtemp(prefix="energy-model-")) / "study")
    text = "extends: baseline\nname_zh: 路径\nname_en: Path\nyears: [2030, 2040]\nsettings: {plan_year: 2030 year}\n"
    (folder / "scenarios" / "path.yaml").write_text(text, encoding="utf-8")
    return energy_model.solve("path", study=folder, hours=HOURS)
