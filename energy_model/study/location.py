"""Where a study lies: a folder or workbook of its own, or the packaged one from a wheel, an install or a checkout."""

from __future__ import annotations

from pathlib import Path

from energy_model.dataset.problems import Problem, StudyError
from energy_model.dataset.tables import WORKBOOKS, is_flat, is_workbook

PACKAGE = Path(__file__).resolve().parents[1]
WORKBOOK = "study.xlsx"  # a study in a folder that holds no tables


def study_folder(study: Path | str | None = None) -> Path:
    """Give the folder that holds a study's tables and ``scenarios/``, or a workbook.

    None is the study of the working directory, and the packaged one where there is none. Raises StudyError if there is
    no study.
    """
    if study is None:
        return _study_in(Path.cwd()) or packaged_study()
    folder = Path(study)
    if folder.is_file() or is_workbook(folder):
        return _workbook(folder)
    if (found := _study_in(folder)) is None and not (folder / "inputs").is_dir():
        message = "there is no study here: the folder inputs/ is missing."
        hint = "Name a folder that holds inputs/ or a workbook (.xlsx), or make one with 'energy-model new DIR'."
        raise StudyError([Problem("no-study", str(study), message, hint)])
    return found or folder


def _study_in(folder: Path) -> Path | None:
    """The folder where it has tables in inputs/ or in itself, else its workbook; None where there is neither."""
    if is_flat(folder) or any((folder / "inputs").glob("*.csv")):
        return folder
    return folder / WORKBOOK if (folder / WORKBOOK).is_file() else None


def packaged_study() -> Path:
    """Give the folder of the packaged study, which also holds ``seeds/``. Raises StudyError if it is not there."""
    for folder in _packaged():
        if (folder / "inputs").is_dir():
            return folder
    places = " nor in ".join(str(folder) for folder in _packaged())
    message = f"the packaged study is neither in {places}."
    raise StudyError([Problem("no-study", "energy_model", message, "Install energy-model again.")])


def is_packaged(study: Path) -> bool:
    """Tell whether a study is the packaged one."""
    return study.resolve() in _packaged()


def _packaged() -> tuple[Path, Path]:
    """Places of the packaged study: in a wheel; in an editable install or a checkout."""
    return PACKAGE / "_study", PACKAGE.parent


def scenarios_folder(study: Path) -> Path:
    """Give the folder of a study's scenarios: inside it, or beside the workbook that it is."""
    return (study.parent if is_workbook(study) else study) / "scenarios"


def _workbook(path: Path) -> Path:
    """Give the path of a study that is a file, if it is a workbook."""
    if not path.is_file():
        message, hint = "there is no such workbook.", "Name one, or make one with 'energy-model new DIR --xlsx'."
        raise StudyError([Problem("no-study", str(path), message, hint)])
    if not is_workbook(path):
        message = f"a study is a folder with inputs/ or a workbook ({', '.join(WORKBOOKS)}), and not a file like this."
        raise StudyError([Problem("no-study", str(path), message, "Save it as .xlsx (Excel workbook).")])
    return path
