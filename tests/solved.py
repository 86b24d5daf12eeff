"""One solved run of the tiny study, shared by the tests of what people read."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import energy_model
from energy_model.run import Run
from tests.study import HOURS, write_study


@cache
def study_folder() -> Path:
    """The tiny study on disk, written once; tests must not change it."""
    return write_study(Path(tempfile.mkdtemp(prefix="energy-model-")) / "study")


@cache
def tiny_run() -> Run:
    """The tiny study, solved once; tests must not change it."""
    return energy_model.solve("baseline", study=study_folder(), hours=HOURS)
