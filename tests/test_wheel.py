"""What a user installs: the wheel holds code, dictionary and packaged study, and works without the checkout.

The archive of the sources holds what makes wheel, pages and tests; an index takes both as they are described.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the wheel and the archive of the sources."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


def test_an_index_takes_both(built: Path) -> None:
    found = [str(path) for path in built.iterdir()]
    assert len(found) == 2
    done = subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *found], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_archive_of_the_sources_is_complete(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("Dockerfile", "mkdocs.yml", "recipe/recipe.yaml", "README.md", "CONTRIBUTING.md", "CITATION.cff"):
        assert name in held
    for folder in ("docs", "tests", "tools", "scenarios"):
        parts = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert {path.relative_to(ROOT).as_posix() for path in parts} <= held


def test_the_wheel_holds_the_study_and_all_data_files(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("inputs", "seeds", "scenarios"):
        for path in (ROOT / folder).rglob("*"):
            assert path.is_dir() or f"energy_model/_study/{path.relative_to(ROOT).as_posix()}" in held
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
