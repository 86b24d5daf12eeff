"""Notices before a run: what is allowed in a study and seldom meant."""

from __future__ import annotations

from energy_model.dataset.lost_load import DearLostLoad
from energy_model.dataset.units import in_currency
from energy_model.sheets.messages import Messages


def lost_load(found: DearLostLoad, currency: str, tr: Messages) -> str:
    """Sentence on a value of lost load that is far above what any supply costs."""
    return tr(
        "notice.lost_load",
        demands=", ".join(found.demands),
        value=f"{found.value:,.0f}",
        times=f"{found.value / found.dearest:,.0f}",
        carrier=found.carrier,
        dearest=f"{found.dearest:,.4g}",
        unit=in_currency("CNY/MWh", currency),
    )
