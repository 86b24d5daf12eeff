"""Pages that can be run: their code blocks in order, and whether what they print is what the page says.

A page's blocks, by their language and the title beside it:

    ```console                  lines that begin with `$ ` are commands, the others what they print
    ```python, ```text          is run; the text that follows is what it prints
    ```csv title="FILE"         rows put at the end of a table, or a table of its own
    ```yaml title="FILE"        a file
    ```diff title="FILE"        lines of a file: `-` before, `+` after

A line `...` of what is printed stands for any number of lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from energy_model.cli import commands

_BLOCK = re.compile(r"^( *)```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])[-−+]?\d[\d,]*(?:\.\d+)?(?![\w.]*\d)")
_RULED = re.compile(r"[─━═\-]{4,}")
_ELLIPSIS = "..."
NEAR = 0.5
"""Relative distance of numbers of one size: a plan within the gap is not the only one."""


@dataclass(frozen=True)
class Fence:
    """A code block of a page: its language, the file that it is of, its text."""

    language: str
    file: str
    text: str


def fences(page: str) -> list[Fence]:
    """Code blocks of a page in order."""
    return [
        Fence(language, file, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
        for indent, language, file, text in _BLOCK.findall(page)
    ]


def commands_of(page: str) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks, and what it prints."""
    for fence in fences(page):
        if fence.language == "console":
            yield from _commands(fence.text)


def _commands(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


class PageRun:
    """Runs pages one after the other in the working directory: files stay, as do names of Python.

    is_exact : numbers that are printed must be of the size that the page says (`NEAR`); otherwise words only
    """

    def __init__(self, *, is_exact: bool = True) -> None:
        self.is_exact = is_exact
        self.names: dict[str, object] = {}

    def run(self, page: str) -> None:
        """Run all blocks of a page; AssertionError names the first that does not do what the page says."""
        found = fences(page)
        for fence, following in zip(found, [*found[1:], None], strict=True):
            match fence.language:
                case "console":
                    for command, printed in _commands(fence.text):
                        self.command(command, printed)
                case "python":
                    self._python(fence.text, following.text if following and following.language == "text" else None)
                case "yaml":
                    Path(fence.file).parent.mkdir(parents=True, exist_ok=True)
                    Path(fence.file).write_text(fence.text, encoding="utf-8")
                case "csv":
                    path = Path(fence.file)
                    before = path.read_text("utf-8") if path.exists() else ""
                    path.write_text(before + fence.text, encoding="utf-8")
                case "diff":
                    _edit(Path(fence.file), fence.text)

    def command(self, line: str, printed: str) -> None:
        """Run a line of the command line; one of another program is passed over."""
        program, *arguments = shlex.split(line, posix=os.name == "posix")
        if program != "energy-model":
            return
        done = CliRunner(env={"LC_ALL": "en"}).invoke(commands, arguments, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"
        self._compare(line, printed, done.stdout)

    def _python(self, code: str, printed: str | None) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(code, "<page>", "exec"), self.names)
        if printed is not None:
            self._compare(code, printed, out.getvalue())

    def _compare(self, done: str, expected: str, found: str) -> None:
        if expected.strip():
            assert _agrees(expected, found, self.is_exact), f"{done}\nprinted\n{found}"


def _edit(path: Path, text: str) -> None:
    """Put lines in the place of others; each must be there once."""
    whole = path.read_text("utf-8")
    before, after = ([line[1:] for line in text.splitlines() if line.startswith(mark)] for mark in "-+")
    assert len(before) == len(after) > 0, f"{path}: as many lines after as before"
    for old, new in zip(before, after, strict=True):
        assert whole.count(f"{old}\n") == 1, f"{path} has no line {old}"
        whole = whole.replace(f"{old}\n", f"{new}\n")
    path.write_text(whole, encoding="utf-8")


def _agrees(expected: str, found: str, is_exact: bool) -> bool:
    """Whether words follow each other as expected, wherever lines end; what `...` stands for is passed over."""
    parts = [_words(part) for part in re.split(rf"^ *{re.escape(_ELLIPSIS)}$", expected, flags=re.MULTILINE)]
    words, at = _words(found), 0
    for number, part in enumerate(parts):
        starts = range(at, len(words) - len(part) + 1) if number else [0]
        if number and number == len(parts) - 1:
            starts = [len(words) - len(part)] if part and len(words) - len(part) >= at else starts
        here = next((start for start in starts if _same(part, words[start : start + len(part)], is_exact)), None)
        if here is None:
            return False
        at = here + len(part)
    return len(parts) > 1 or at == len(words)


def _words(text: str) -> list[str]:
    """Words of a text, without the rules of its tables, and without the mark of a gap that is below what is shown."""
    return [word for word in _RULED.sub(" ", text).split() if word != "<"]


def _same(expected: list[str], found: list[str], is_exact: bool) -> bool:
    return len(expected) == len(found) and all(_same_word(a, b, is_exact) for a, b in zip(expected, found, strict=True))


def _same_word(expected: str, found: str, is_exact: bool) -> bool:
    if expected == found or _NUMBER.sub("#", expected) != _NUMBER.sub("#", found):
        return expected == found
    pairs = zip(_numbers(expected), _numbers(found), strict=True)
    return not is_exact or all(abs(a - b) <= NEAR * abs(a) for a, b in pairs)


def _numbers(word: str) -> list[float]:
    return [float(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(word)]
