"""Workflow, hooks and citation can be read, and name commands that the README and the project have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from click import Group

from energy_model import cli
from tests.test_architecture import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
SYSTEMS = {"ubuntu-latest", "macos-latest", "windows-latest"}


def commands(job: str) -> Iterator[str]:
    """Lines of shell that a job runs."""
    for step in JOBS[job]["steps"]:
        yield from str(step.get("run", "")).splitlines()


def markers() -> set[str]:
    return {
        str(line).partition(":")[0].partition("(")[0] for line in PROJECT["tool"]["pytest"]["ini_options"]["markers"]
    }


def test_jobs_cover_style_three_systems_the_wheel_and_newest_dependencies() -> None:
    assert set(commands("lint")) >= {"ruff check .", "ruff format --check .", "mypy"}
    assert set(JOBS["tests"]["strategy"]["matrix"]["os"]) == SYSTEMS == set(JOBS["wheel"]["strategy"]["matrix"]["os"])
    assert any("pip wheel" in line for line in commands("wheel"))
    on = WORKFLOW[True]  # YAML 1.1 reads the key `on` so
    assert on["schedule"][0]["cron"] and any("--upgrade-strategy eager" in line for line in commands("newest"))
    assert "schedule" in JOBS["newest"]["if"]
    assert all("!= 'schedule'" in JOBS[name]["if"] for name in set(JOBS) - {"newest"})


def test_python_versions_are_those_that_the_project_allows() -> None:
    least = tuple(map(int, PROJECT["project"]["requires-python"].removeprefix(">=").split(".")))
    matrix = JOBS["tests"]["strategy"]["matrix"]
    tested = {*matrix["python"], *(row["python"] for row in matrix["include"])}
    assert min(tuple(map(int, version.split("."))) for version in tested) == least


def test_commands_are_those_of_the_readme_and_of_contributing() -> None:
    readme = [line for line in commands("readme") if line]
    assert len(readme) == 1 and readme[0] in README.splitlines()
    fast = next(line for line in commands("tests") if "not proof" in line)
    assert fast in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for job in JOBS:
        for line in commands(job):
            for chosen in re.findall(r'^pytest .*-m "?([^"]+)"?$', line):
                assert set(re.findall(r"\w+", chosen)) - {"not", "and"} <= markers(), line


def test_verbs_that_the_wheel_is_tried_with_exist() -> None:
    assert isinstance(cli.commands, Group)
    verbs = {line.split()[1] for line in commands("wheel") if line.startswith("energy-model ")}
    assert verbs == {"new", "check"} <= set(cli.commands.commands)


def test_actions_are_those_of_the_platform_at_a_version() -> None:
    used = {step["uses"] for job in JOBS.values() for step in job["steps"] if "uses" in step}
    assert used and all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)


def test_hooks_are_local_and_run_tools_of_the_test_environment() -> None:
    found = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (repo,) = found["repos"]
    assert repo["repo"] == "local"
    assert [hook["entry"] for hook in repo["hooks"]] == ["ruff check --fix", "ruff format", "mypy"]
    assert all(hook["language"] == "system" for hook in repo["hooks"])
    tools = {re.split(r"[^\w-]", text)[0] for text in PROJECT["project"]["optional-dependencies"]["test"]}
    assert {hook["entry"].split()[0] for hook in repo["hooks"]} <= tools


def test_the_citation_is_of_this_release() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert found["cff-version"] == "1.2.0" and found["type"] == "software"
    assert {"message", "title", "authors"} <= set(found) and found["authors"][0]["name"]
    assert found["version"] == PROJECT["project"]["version"] and found["license"] == PROJECT["project"]["license"]
