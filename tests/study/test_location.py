"""Where a study lies: named, in the working directory, or the packaged one."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import StudyError
from energy_model.study import location
from energy_model.study.location import is_packaged, packaged_study, study_folder


def test_the_study_of_a_wheel_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "energy_model"
    monkeypatch.setattr(location, "PACKAGE", package)
    with pytest.raises(StudyError, match="the packaged study is neither in"):
        packaged_study()
    (tmp_path / "inputs").mkdir()
    assert packaged_study() == tmp_path
    (package / "_study" / "inputs").mkdir(parents=True)
    assert packaged_study() == package / "_study"


def test_the_study_of_the_working_directory_comes_before_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert study_folder() == packaged_study() and is_packaged(study_folder())
    (tmp_path / "inputs").mkdir()  # of something else
    (tmp_path / "inputs" / "photo.jpg").touch()
    assert is_packaged(study_folder())
    (tmp_path / "inputs" / "zones.csv").touch()
    assert study_folder() == tmp_path and not is_packaged(tmp_path)


def test_tables_may_lie_in_the_folder_itself_or_in_its_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.xlsx").touch()
    assert study_folder(tmp_path) == tmp_path / "study.xlsx"
    (tmp_path / "zones.csv").touch()
    assert study_folder(tmp_path) == tmp_path
    monkeypatch.chdir(tmp_path)
    assert study_folder() == tmp_path


def test_a_folder_without_a_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="there is no study here: the folder inputs/ is missing"):
        study_folder(tmp_path)
