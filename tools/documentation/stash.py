"""HTML that Markdown must not touch: a token stands for it until the page is made."""

from __future__ import annotations

import re

_kept: list[str] = []


def stashed(html: str) -> str:
    """A token that `unstashed` replaces by the HTML."""
    _kept.append(html)
    return f"STASHED{len(_kept) - 1}ENDS"


def unstashed(html: str) -> str:
    """Text with what stands for its tokens; a token that is a paragraph of its own is not kept in one."""
    whole = re.sub(r"<p>STASHED(\d+)ENDS</p>", lambda found: _kept[int(found[1])], html)
    return re.sub(r"STASHED(\d+)ENDS", lambda found: _kept[int(found[1])], whole)
