"""The README of an imported study: where its rows are from, and what a reader must know."""

from __future__ import annotations

from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.study_rows import StudyRows


def page(name: str, rows: StudyRows, ledger: Ledger) -> str:
    """Text of the page, in Markdown."""
    horizon = next(row["value"] for row in rows.tables["settings"] if row["setting"] == "horizon")
    lines = [
        f"# {name}",
        "",
        f"Made by `energy-model import pypsa` of: {rows.source}. In this folder:",
        "",
        "    energy-model solve",
        "",
        f"Costs, energies and limits are of the network's {float(horizon):,.6g} hours (setting `horizon`).",
        "",
        *(f"- {sentence}" for sentence in ledger.notes),
    ]
    if ledger.refused:
        lines += ["", "## Not carried", ""]
        lines += [f"- {entry.component}.{entry.attribute}: {', '.join(entry.names)}" for entry in ledger.refused]
    unread = {component: names for component, names in ledger.unread.items() if names}
    if unread:
        lines += ["", "## Not read, without effect on an optimisation", ""]
        lines += [f"- {component}: {', '.join(names)}" for component, names in unread.items()]
    return "\n".join([*lines, ""])
