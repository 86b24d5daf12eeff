"""A study of one's own: copied from the packaged one or an example."""

from __future__ import annotations

import shutil
from pathlib import Path

from energy_model.dataset import Problem, StudyError, read_tables
from energy_model.study.location import PACKAGE, WORKBOOK, packaged_study, study_folder

PARTS = ("inputs", "scenarios", "seeds")
EXAMPLES = ("village", "island", "park")  # the folders of energy_model/examples/, the smallest first
README = "README.md"


def copy_study(target: Path | str, study: Path | str | None = None, workbook: bool = False) -> list[Path]:
    """Copy a study (None: the packaged one) into a new or empty folder and give what was made.

    workbook : one workbook `study.xlsx` in the place of the folder inputs/; Raises StudyError if the folder is not
    empty.
    """
    source = packaged_study() if study is None else study_folder(study)
    target, made = new_folder(target), []
    if workbook:
        made.append(write_workbook(target / WORKBOOK, source))
    for part in PARTS[1 if workbook else 0 :]:
        if (source / part).is_dir():
            # contents only: files of an installed package may be read-only
            made.append(Path(shutil.copytree(source / part, target / part, copy_function=shutil.copyfile)))
    return made


def copy_example(target: Path | str, name: str, workbook: bool = False) -> list[Path]:
    """Copy an example (one of `EXAMPLES`) with its page into a new or empty folder; as `copy_study`."""
    source = PACKAGE / "examples" / name
    made = copy_study(target, source, workbook)
    return [*made, Path(shutil.copyfile(source / README, Path(target) / README))]


def new_folder(target: Path | str) -> Path:
    """Make a folder for a new study. Raises StudyError where there is something already."""
    target = Path(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "Name a folder that is not there yet; what is there is never overwritten."
        raise StudyError([Problem("not-empty", str(target), "there is something here already.", hint)])
    target.mkdir(parents=True, exist_ok=True)
    return target


def write_workbook(path: Path, study: Path) -> Path:
    """Write the tables of a study as sheets of a workbook and give its path. Raises StudyError on faults in them."""
    from energy_model.dataset.spreadsheet import write_workbook as write  # openpyxl takes a moment to import
    from energy_model.dataset.study_sheets import study_pages

    tables = read_tables(study)
    if tables.problems:
        raise StudyError(tables.problems)
    write(path, study_pages(tables))
    return path
