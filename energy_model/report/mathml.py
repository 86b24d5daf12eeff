"""Formulas in LaTeX as MathML, which browsers show without a script, a font or a network of their own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

from latex2mathml.converter import convert

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML needs none
_SUM = "∑"


@cache
def mathml(latex: str, display: bool = False) -> str:
    """Give a formula as a <math> element that stands alone or, if not `display`, in a line of text.

    Raises what latex2mathml raises where the formula is none.
    """
    root = ET.fromstring(convert(latex, display="block" if display else "inline").replace(_NAMESPACE, "", 1))
    for element in root.iter():
        # inside brackets latex2mathml sets what a sum runs over beside it, not below
        if element.tag in ("msub", "msubsup") and element[0].text == _SUM:
            element.tag = "munder" if element.tag == "msub" else "munderover"
    return ET.tostring(root, encoding="unicode")


def in_prose(text: str) -> list[str]:
    """Split text with formulas between dollar signs: texts at even places, formulas as MathML at odd ones."""
    return [mathml(part.strip()) if place % 2 else part for place, part in enumerate(text.split("$"))]
