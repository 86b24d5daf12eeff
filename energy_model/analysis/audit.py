"""The audit of a run: does it balance, do costs add up, is anything unserved, does a battery do two things at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import xarray as xr

from energy_model.analysis.statistics import costs

BALANCE_MW = 1e-4
COST_SHARE = 1e-6


class AuditError(RuntimeError):
    """A solution that does not stand up to its audit; no results are written."""


@dataclass(frozen=True)
class Audit:
    """Figures of the audit.

    balance_error : largest imbalance of a node in a step [MW]
    cost_error : distance of the objective from the sum of the reported costs, relative to the objective
    unserved_mwh : demand not served over all years [MWh]
    primal_residual : largest violation of any row or bound, relative to the terms of the row
    simultaneous_mw : largest power at which a storage charges and discharges at once [MW]
    """

    balance_error: float
    cost_error: float
    unserved_mwh: float
    primal_residual: float
    simultaneous_mw: float

    def figures(self) -> dict[str, float]:
        """All figures by name."""
        return asdict(self)


def audit(ds: xr.Dataset) -> Audit:
    """Take the figures from a solved dataset. Raises AuditError where the solution cannot be trusted."""
    objective = float(ds.attrs["objective"])
    both = np.minimum(ds["charge"].values, ds["discharge"].values)
    found = Audit(
        balance_error=float(ds["violation"].sel(constraint="balance")),
        cost_error=abs(objective - float(costs(ds)["cost"].sum())) / max(1.0, abs(objective)),
        unserved_mwh=float(ds["unserved_energy"].sum()),
        primal_residual=float(ds.attrs["primal_residual"]),
        simultaneous_mw=float(both.max(initial=0.0)),
    )
    if found.balance_error > BALANCE_MW:
        raise AuditError(f"a node is out of balance by {found.balance_error:.2e} MW (allowed {BALANCE_MW:.0e} MW)")
    if found.cost_error > COST_SHARE:
        raise AuditError(f"objective and reported costs differ by {found.cost_error:.2e} (allowed {COST_SHARE:.0e})")
    return found
