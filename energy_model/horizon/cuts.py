"""Cuts: what each period costs at least, as a linear function of the plan, proved by duals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import provable
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.segments import Positions


@dataclass(frozen=True)
class Cuts:
    """Cost of period k >= constant[k] + slope[k] @ plan, for every plan and every schedule of all hours.

    constant : (period,) [CNY]; slope : (period, plan). A period for which the duals prove nothing has no row:
    `period` (cut,) tells whose each is.
    """

    period: Positions
    constant: Floats
    slope: sp.csr_array


def cuts_of(periods: Blocks, row_dual: Floats, budget_dual: Floats) -> Cuts:
    r"""Cuts from any duals, good or bad: weak duality with all signs and bounds checked by our own arithmetic.

    .. math:: C_k(p) \ge \sum_i y_i b_i + \sum_j \min_{l_j \le x_j \le u_j} d_j x_j
              - \sum_i y_i A_{i,p} p + \sum_r v_{k,r} p_{k,r}, \qquad d = c - A^T y - V^T v

    y [CNY per unit of the row] duals of the period's rows, v of its budgets, d reduced costs of its columns with
    bounds l, u (also implied ones), p the plan.

    Parameters
    ----------
    row_dual : (row,) of the whole program; what is given for plan and budget rows is not looked at
    budget_dual : (share,)
    """
    program = periods.program
    dual = provable(row_dual, program.row_lower, program.row_upper)
    dual[~periods.is_local_row | periods.linking_rows] = 0.0
    rows = periods.budget_rows[periods.share_row]
    shares = provable(budget_dual, program.row_lower[rows], program.row_upper[rows])
    reduced = program.cost - program.matrix.T @ dual - periods.share_matrix.T @ shares

    local = periods.is_local & (reduced != 0)
    bound = np.where(reduced > 0, *periods.bounds)[local]
    worth = reduced[local] * bound
    bound_of_row = np.where(dual > 0, program.row_lower, program.row_upper)
    used = dual != 0
    constant = np.zeros(periods.count)
    np.add.at(constant, periods.column_period[local], worth)
    np.add.at(constant, periods.row_period[used], dual[used] * bound_of_row[used])
    by_period = sp.csr_array(
        (dual[used], (periods.row_period[used], np.flatnonzero(used))), shape=(periods.count, len(dual))
    )
    budgets = sp.csr_array((shares, (periods.share_period, np.arange(len(shares)))), shape=(periods.count, len(shares)))
    slope = sp.csr_array(sp.hstack([-(by_period @ periods.plan_matrix), budgets]))
    proved: Positions = np.flatnonzero(np.isfinite(constant)).astype(np.int64)
    return Cuts(proved, constant[proved], slope[proved])
