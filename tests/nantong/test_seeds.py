"""The plan's facts in ``seeds/``: complete, well formed, and honest about what answers each of them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
COLUMNS = (
    *("id", "topic", "clause", "line", "fact_zh", "fact_en"),
    *("value", "value_text", "unit", "year", "answer", "answered_by", "rows", "no_target"),
)
ANSWERS = {"input", "target", "scenario", "context", "not modelled"}
CLAUSE = re.compile(r"第[一二三四五六七八九十]+章( 第[一二三四五六七八九十]+节( 专栏\d+)?)?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
REFERENCE = re.compile(r"inputs/\w+\.csv: [^()]+( \([^()]+\))?")

Row = dict[str, str]


@pytest.fixture(scope="module")
def facts() -> list[Row]:
    with (SEEDS / "plan_facts.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def offenders(rows: list[Row], column: str, pattern: str | re.Pattern[str]) -> dict[str, str]:
    """Rows whose ``column`` does not match ``pattern`` as a whole: id -> what stands there."""
    return {row["id"]: row[column] for row in rows if not re.fullmatch(pattern, row[column])}


def test_file_is_plain_utf8_with_unix_line_ends() -> None:
    raw = (SEEDS / "plan_facts.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_columns_are_as_documented(facts: list[Row]) -> None:
    assert {tuple(row) for row in facts} == {COLUMNS}
    assert not [row["id"] for row in facts if None in row.values()], "a row with too few cells"


def test_ids_are_complete_unique_and_in_order(facts: list[Row]) -> None:
    assert [row["id"] for row in facts] == [f"T{number:03d}" for number in range(1, 188)]


def test_every_fact_is_cited(facts: list[Row]) -> None:
    assert not offenders(facts, "clause", CLAUSE)
    assert not offenders(facts, "line", r"[1-9]\d*")
    assert not offenders(facts, "topic", r"\S.*")


def test_both_languages_are_there(facts: list[Row]) -> None:
    assert not [row["id"] for row in facts if not CHINESE.search(row["fact_zh"])]
    assert not [row["id"] for row in facts if not row["fact_en"].strip() or CHINESE.search(row["fact_en"])]


def test_each_text_is_written_once(facts: list[Row]) -> None:
    for column in ("fact_zh", "fact_en"):
        assert not [text for text, count in Counter(row[column] for row in facts).items() if count > 1]


def test_a_fact_has_either_a_number_with_a_unit_or_words(facts: list[Row]) -> None:
    assert not offenders(facts, "value", r"(\d+(\.\d+)?)?")
    assert not [row["id"] for row in facts if bool(row["value"]) == bool(row["value_text"])]
    assert not [row["id"] for row in facts if row["value"] and not row["unit"]]


def test_years_lie_in_the_plan(facts: list[Row]) -> None:
    assert not offenders(facts, "year", r"(2025|2030)?")


def test_answers_are_of_the_allowed_kinds(facts: list[Row]) -> None:
    assert not {row["id"]: row["answer"] for row in facts if row["answer"] not in ANSWERS}
    assert not offenders(facts, "answered_by", r"\S.*")


def test_what_the_model_answers_names_a_row_of_its_inputs(facts: list[Row]) -> None:
    for row in facts:
        if row["answer"] in {"input", "target", "scenario"}:
            parts = row["answered_by"].split("; ")
            assert all(REFERENCE.fullmatch(part) for part in parts), row["id"]


def test_an_answer_of_target_names_one(facts: list[Row]) -> None:
    naming = {row["id"] for row in facts if "inputs/targets.csv" in row["answered_by"]}
    assert {row["id"] for row in facts if row["answer"] == "target"} <= naming


def test_a_promise_has_a_line_or_a_reason(facts: list[Row]) -> None:
    """A number, or what the plan calls finished, is tested by a target; where it is not, its row says why.

    What the model does not answer at all gives its reason in `answered_by`.
    """
    for row in facts:
        promised = bool(row["value"]) or bool(re.search(r"\d", row["value_text"])) or "建成" in row["fact_zh"]
        has_line = "targets:" in row["rows"]
        if row["answer"] in {"input", "target", "scenario"} and promised:
            assert has_line != bool(row["no_target"].strip()), row["id"]
        else:
            assert not row["no_target"], row["id"]


def test_what_no_row_answers_does_not_claim_an_input(facts: list[Row]) -> None:
    unanswered = [row for row in facts if row["answer"] in {"context", "not modelled"}]
    assert not [row["id"] for row in unanswered if "inputs/" in row["answered_by"]]


def test_readme_counts_the_answers(facts: list[Row]) -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    counts = {answer: int(count) for answer, count in re.findall(r"^\| `([a-z ]+)` \| (\d+) \|", readme, re.MULTILINE)}
    assert counts == Counter(row["answer"] for row in facts)
