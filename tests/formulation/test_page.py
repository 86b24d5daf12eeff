"""The page of the mathematics is current."""

from pathlib import Path

from energy_model.formulation.page import page


def test_the_page_is_current() -> None:
    written = (Path(__file__).parents[2] / "docs" / "formulation.md").read_text("utf-8")
    assert written == page(), "run: python -m energy_model.formulation.page docs/formulation.md"
