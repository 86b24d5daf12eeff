"""Where a study lies: a folder of its own, or the packaged one from a wheel, an editable install or a checkout."""

from __future__ import annotations

from pathlib import Path

from energy_model.dataset.problems import Problem, StudyError

PACKAGE = Path(__file__).resolve().parent


def study_folder(study: Path | str | None = None) -> Path:
    """Give the folder that holds ``inputs/`` and ``scenarios/`` (and of the packaged study ``seeds/``).

    None is the packaged study. Raises StudyError if there is no study.
    """
    if study is not None:
        folder = Path(study)
        if not (folder / "inputs").is_dir():
            message = "there is no study here: the folder inputs/ is missing."
            mend = "Name a folder that holds inputs/, or make one with 'energy-model new DIR'."
            raise StudyError([Problem("no-study", str(study), message, mend)])
        return folder
    candidates = (PACKAGE / "_study", PACKAGE.parent)  # in a wheel; in an editable install or a checkout
    for folder in candidates:
        if (folder / "inputs").is_dir():
            return folder
    places = " nor in ".join(str(folder) for folder in candidates)
    message = f"the packaged study is neither in {places}."
    raise StudyError([Problem("no-study", "energy_model", message, "Install energy-model again.")])
