"""Tables as spreadsheet programs of other countries save them: semicolons and decimal commas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from energy_model.dataset import assemble, read_study
from energy_model.dataset.reading.notation import decimal_comma, separator
from tests.support.study import HOURS, read_rows, write_study

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("comma", [True, False])
def test_a_study_saved_by_a_german_spreadsheet_is_the_same(tmp_path: Path, comma: bool) -> None:
    study = write_study(tmp_path / "german")
    for table in ("hourly", "technology_data", "demands", "zones"):
        rows = [
            [_german(cell) if comma and at else cell for cell in row] for at, row in enumerate(read_rows(study, table))
        ]
        text = "".join(";".join(row) + "\n" for row in rows)
        (study / "inputs" / f"{table}.csv").write_text(text, encoding="utf-8-sig")
    found = assemble(read_study(study, HOURS), [2030])
    assert found.identical(assemble(read_study(write_study(tmp_path / "plain"), HOURS), [2030]))


def _german(cell: str) -> str:
    return cell.replace(".", ",") if pd.notna(pd.to_numeric(cell, errors="coerce")) else cell


@pytest.mark.parametrize(
    ("words", "comma"),
    [
        (["1,5", "2", "x"], True),
        (["1.234,5", "12"], True),
        (["1.5", "a, b"], False),
        (["1,234", "5,678"], False),
        (["1,234", "0,5", "1,25"], True),
        (["1,234.5", "1,000"], False),
    ],
)
def test_decimal_commas(words: list[str], comma: bool) -> None:
    assert decimal_comma(words) == comma


def test_separators() -> None:
    assert [separator([text]) for text in ("a;b,c", "a\tb,c", "a,b", "a")] == [";", "\t", ",", ","]
    assert separator(["a;b", "c,d"]) == ","
