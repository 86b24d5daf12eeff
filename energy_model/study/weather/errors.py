"""The error of a file that cannot be imported."""

from __future__ import annotations

from pathlib import Path


class WeatherFileError(ValueError):
    """A weather file that cannot be used; `problems` holds one sentence each."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{path}: {len(problems)} problem(s)\n" + "\n".join(f"  - {text}" for text in problems))


class HoursError(ValueError):
    """Rows that are not what a study's steps need; `problems` holds one sentence each."""

    def __init__(self, *problems: str) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problems))
