"""Image, conda recipe and workflows for many runs say what pyproject.toml says, and run commands that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from energy_model.cli import commands
from energy_model.study.copying import copy_example
from tests.support.pages import fences
from tests.test_architecture import ROOT
from tests.test_continuous_integration import PROJECT

META: dict[str, Any] = PROJECT["project"]
RECIPE = yaml.safe_load((ROOT / "recipe" / "recipe.yaml").read_text("utf-8"))
MANY_RUNS = (ROOT / "docs" / "many_runs.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def parts(requirement: str) -> tuple[str, str]:
    """Name in lower case and bounds of a requirement as pip or conda write it, extras left aside."""
    found = re.fullmatch(r"([\w.-]+)(?:\[\w+\])?\s*(.*)", requirement)
    assert found is not None, requirement
    return found[1].lower(), found[2].replace(" ", "")


def test_the_recipe_has_the_dependencies_version_and_command_of_the_project() -> None:
    python = ("python", META["requires-python"])
    assert {parts(row) for row in RECIPE["requirements"]["run"]} == {python, *map(parts, META["dependencies"])}
    build = PROJECT["build-system"]["requires"]
    assert {parts(row) for row in RECIPE["requirements"]["host"]} == {python, ("pip", ""), *map(parts, build)}
    assert RECIPE["context"]["version"] == META["version"]
    assert RECIPE["package"]["name"] == META["name"]
    assert RECIPE["about"]["summary"] == META["description"] and RECIPE["about"]["license"] == META["license"]
    points = [f"{name} = {place}" for name, place in META["scripts"].items()]
    assert RECIPE["build"]["python"]["entry_points"] == points


def lines() -> Iterator[str]:
    """Commands of the program that the recipe tries and the image names."""
    yield from (line for test in RECIPE["tests"] for line in test.get("script", ()))
    runs = re.findall(r"docker run .* (energy-model .+)$", DOCKERFILE, re.MULTILINE)
    assert len(runs) == 2
    yield from runs
    many = re.findall(r"\benergy-model [^\n\"']+", "".join(fence.text for fence in fences(MANY_RUNS)))
    assert len(many) == 6
    yield from (re.sub(r"\{\w+(\.\w+)?\}|\$\([^)]*\)", "2", line.partition("||")[0]) for line in many)


@pytest.mark.parametrize("line", list(lines()))
def test_commands_can_be_typed(line: str) -> None:
    _, verb, *arguments = line.split()
    if verb == "--help":
        return
    assert isinstance(commands, click.Group)
    commands.commands[verb].make_context(verb, arguments)


def test_the_image_holds_what_the_wheel_is_made_of() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*", "nothing but what is named"
    kept = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    made_of = {*wheel["packages"], *wheel["force-include"], META["readme"], *META["license-files"], "pyproject.toml"}
    assert kept == made_of
    least = tuple(map(int, META["requires-python"].removeprefix(">=").split(".")))
    images = re.findall(r"^FROM python:(\d+)\.(\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert images and all(tuple(map(int, found)) >= least for found in images)


def test_the_snakefile_makes_every_scenario_and_one_comparison(tmp_path: Path) -> None:
    """Its outputs are what `solve` and `compare` write; where Snakemake is installed it plans the village's runs."""
    (snakefile,) = (fence.text for fence in fences(MANY_RUNS) if fence.language == "snakemake")
    compile(snakefile.partition("\nrule ")[0], "Snakefile", "exec")
    outputs = re.findall(r"output: \"([^\"]+)\"", snakefile)
    assert outputs == ["results/baseline/summary.json", "results/{name}/summary.json", "results/comparison/report.html"]
    if (snakemake := shutil.which("snakemake")) is None:
        return
    (tmp_path / "Snakefile").write_text(snakefile, encoding="utf-8")
    copy_example(tmp_path / "my-city", "village")
    done = subprocess.run([snakemake, "-n", "--cores", "2"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_changelog_has_this_release_with_its_day() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    day = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["date-released"]
    assert text.index("## [Unreleased]") < text.index(f"## [{META['version']}] - {day}\n")
