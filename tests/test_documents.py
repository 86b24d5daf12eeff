"""Every file, module and table that a document names is there."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.test_architecture import PACKAGE, ROOT

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "inputs/README.md", "seeds/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# a path is given from the checkout, from the package, or as a table of the study
BASES = (ROOT, PACKAGE, ROOT / "inputs", ROOT / "seeds")
# files that a run or a user makes
MADE = re.compile(
    r"(results/|tables/|my[_-]|cheaper/|dim_|scenarios/dear-money|names\.txt|build/|\.venv|(summary|manifest|datapackage)\.json|"
    r"solution\.nc|report\.html|study\.xlsx)"
)
FOLDERS = {path.name for base in BASES for path in base.iterdir() if path.is_dir()}
FILE = re.compile(r"(?<![\w*<./-])[\w.][\w./-]*\.(?:py|csv|md|yaml|yml|toml|txt|jsonl|js|css|cff)(?![\w*])")
FOLDER = re.compile(r"(?<![\w*<./-])\w[\w-]*/[\w/-]*(?![\w.*<{-])")
MODULE = re.compile(r"\benergy_model(?:\.\w+)+")


@cache
def names() -> set[str]:
    """Names of all files of the checkout that documents may name without their folder."""
    found = (path for base in (PACKAGE, ROOT / "tests", ROOT / "tools", ROOT / "docs") for path in base.rglob("*"))
    return {path.name for path in found if path.is_file()}


def quoted(text: str) -> Iterator[str]:
    """Words in code spans and code blocks."""
    for span in (*re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL), *re.findall(r"`([^`\n]+)`", text)):
        yield from span.split()


def is_there(path: str) -> bool:
    return any((base / path).exists() for base in BASES) or ("/" not in path and path in names())


def is_importable(dotted: str) -> bool:
    """A module, or a name in one, or a name in that."""
    module, _, name = dotted.rpartition(".")
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        return bool(module) and is_importable(module) and hasattr(resolve_name(module), name)
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    text = document.read_text("utf-8").partition("### Moved")
    # of what was moved, the left column names what is no longer there
    now = text[0] + re.sub(r"^\| [^|]* \|", "|", text[2], flags=re.MULTILINE)
    files = {path for word in quoted(now) for path in FILE.findall(word) if not MADE.match(path)}
    folders = {path for word in quoted(now) for path in FOLDER.findall(word) if path.partition("/")[0] in FOLDERS}
    assert not sorted(path for path in files | folders if not is_there(path.rstrip("/")))
    assert not sorted(name for name in set(MODULE.findall(now)) if not is_importable(name))
