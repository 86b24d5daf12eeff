"""Links between pages: those of the checkout go to the site's pages, and a page named in a code span is linked."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = "docs/"
PLACES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "inputs/README.md": "inputs.md",
    "seeds/README.md": "seeds.md",
}
"""Pages from outside of docs/, by their path in the checkout."""

_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!\[)`((?:docs|inputs|seeds)/[\w./-]+\.md|CONTRIBUTING\.md|CHANGELOG\.md)`(?!\])")
_LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")


def linked(markdown: str, uri: str, source: str) -> str:
    """Markdown of a page with its links.

    uri : of the page in the site; source : its path in the checkout
    """
    parts = _FENCE.split(markdown)
    return "".join(part if part.startswith("```") else _linked(part, uri, source) for part in parts)


def _linked(text: str, uri: str, source: str) -> str:
    def moved(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[1]))
        return _relative(place(path), uri) + (found[2] or "")

    def spanned(found: re.Match[str]) -> str:
        target = place(found[1])
        return found[0] if target == uri else f"[{found[0]}]({_relative(target, uri)})"

    return _SPAN.sub(spanned, _LINK.sub(moved, text))


def place(path: str) -> str:
    """Place in the site of a path of the checkout; what is no page is named as it is."""
    if path == "docs/notebooks":
        return "notebooks/village.md"
    return PLACES.get(path, path.removeprefix(DOCS))


def _relative(target: str, uri: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(uri) or ".")
