"""A study of one's own: copied from the packaged one, and with own weather in the place of its hourly profiles."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from energy_model.dataset import Problem, StudyError, read_tables
from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.importing import merge_weather, read_weather
from energy_model.dataset.tables import file_of
from energy_model.paths import study_folder

PARTS = ("inputs", "scenarios", "seeds")


def copy_study(target: Path | str, study: Path | str | None = None) -> list[Path]:
    """Copy a study (None: the packaged one) into a new or empty folder and give the folders that were made.

    Raises StudyError if the folder is not empty.
    """
    target, source = Path(target), study_folder(study)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        mend = "Name a folder that is not there yet; what is there is never overwritten."
        raise StudyError([Problem("not-empty", str(target), "there is something here already.", mend)])
    made = []
    for part in PARTS:
        if (source / part).is_dir():
            # contents only: files of an installed package may be read-only
            made.append(Path(shutil.copytree(source / part, target / part, copy_function=shutil.copyfile)))
    return made


def import_weather(study: Path | str, file: Path | str, mapping: Mapping[str, str] | None = None) -> list[str]:
    """Put the columns of a weather file in the place of profiles of a study, and give the profiles' names.

    file : hourly CSV or NetCDF, see `dataset.importing.read_weather`
    mapping : column of the file -> profile; None: every column under its own name

    The hourly table is written whole or not at all; cells of other profiles stay as they are. Raises StudyError for the
    study's hourly table and WeatherFileError for the file; nothing is written then.
    """
    folder = study_folder(study)
    tables = read_tables(folder)
    if faults := [problem for problem in tables.problems if problem.table == HOURLY]:
        raise StudyError(faults)
    imported = read_weather(file, mapping or None)
    merged = merge_weather(tables[HOURLY].drop(columns="time"), imported)
    words = tables.texts[HOURLY].copy()
    names = [str(name) for name in imported]
    for name in names:
        words[name] = [f"{value:.6g}" for value in merged[name]]
    _write(folder / file_of(HOURLY), words.rename(columns=tables.headers[HOURLY]))
    return names


def _write(path: Path, words: pd.DataFrame) -> None:
    """Write a table so that the old file is there until the new one is complete."""
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            words.to_csv(opened, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        shutil.copymode(path, fresh)
        os.replace(fresh, path)
    except BaseException:
        os.unlink(fresh)
        raise
