"""The page of the compiler: its example runs, says what the page says, and is the matrix that Pyomo makes."""

from __future__ import annotations

import re

import energy_model.compiler as compiler
from tests.support.matrices import complaints
from tests.support.pages import PageRun
from tests.test_architecture import ROOT

PAGE = (ROOT / "docs" / "compiler.md").read_text("utf-8")


def test_the_example_prints_what_the_page_says_and_is_proved() -> None:
    run = PageRun()
    run.run(PAGE)
    assert complaints(run.names["bakery"], run.names["data"]) == []  # type: ignore[arg-type]


def test_names_of_the_interface_are_exported() -> None:
    imported = re.findall(r"^from energy_model\.compiler import (.*)$", PAGE, re.MULTILINE)
    named = {name.strip() for line in imported for name in line.split(",")} | {"SolverOptions", "extract", "METHODS"}
    assert all(f"{name}" in PAGE for name in named) and named <= set(compiler.__all__)
