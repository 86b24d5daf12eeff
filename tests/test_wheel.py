"""What a user installs: the wheel holds code, dictionary and packaged study, and works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_study_and_all_data_files(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("inputs", "seeds", "scenarios"):
        for path in (ROOT / folder).iterdir():
            assert f"energy_model/_study/{folder}/{path.name}" in held
    package = ROOT / "energy_model"
    data = [p for p in package.rglob("*") if p.is_file() and not {"__pycache__", ".ruff_cache"} & set(p.parts)]
    assert {p.relative_to(ROOT).as_posix() for p in data} <= held
    assert not [name for name in held if name.startswith(("tests/", "tools/", "docs/", "inputs/", "results/"))]


def test_the_unpacked_wheel_finds_its_study(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "from energy_model.scenario import load_scenario; s = load_scenario('baseline'); print(s.study); s.read()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(done.stdout.strip()) == tmp_path / "site" / "energy_model" / "_study"
