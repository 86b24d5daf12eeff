"""Formulas of a page as MathML, which browsers show without a script or a network."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

from tools.documentation.stash import stashed

_FORMULA = re.compile(r"^```math\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"\$([^$\n]+)\$")


def with_mathematics(markdown: str) -> str:
    """Text with its formulas, ```math and $...$, as tokens of MathML."""
    blocks = _FORMULA.sub(lambda found: stashed(convert(found[1].strip(), display="block")), markdown)
    return _INLINE.sub(lambda found: stashed(convert(found[1])), blocks)
