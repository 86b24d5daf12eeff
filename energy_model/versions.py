"""Releases of installed packages."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def version_of(name: str) -> str:
    """Release of an installed package; '' where it is not installed, as in a plain checkout."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
