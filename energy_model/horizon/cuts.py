"""Cuts: least cost of each block as a linear function of the first-stage decision, proved by duals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats
from energy_model.compiler.residuals import provable
from energy_model.horizon.blocks import Blocks
from energy_model.horizon.segments import BlockNumbers, Flags, Positions


@dataclass(frozen=True, eq=False)
class Cuts:
    """Cost of block k >= constant[k] + slope[k] @ decision, for every decision and every schedule of all hours.

    constant : (cut,) [CNY]; slope : (cut, decision). A block for which the duals prove nothing has no row:
    `block` (cut,) tells whose each is.
    """

    block: Positions
    constant: Floats
    slope: sp.csr_array

    def chosen(self, flags: Flags) -> Cuts:
        """Some of them. shape: flags (cut,)."""
        return Cuts(self.block[flags], self.constant[flags], self.slope[np.flatnonzero(flags)])


def cuts_of(blocks: Blocks, row_dual: Floats, allocation_dual: Floats) -> Cuts:
    r"""Cuts from any duals, good or bad: weak duality with all signs and bounds checked by our own arithmetic.

    .. math:: C_k(p) \ge \sum_i y_i b_i + \sum_j \min_{l_j \le x_j \le u_j} d_j x_j
              - \sum_i y_i A_{i,p} p + \sum_r v_{k,r} p_{k,r}, \qquad d = c - A^T y - V^T v

    y [CNY per unit of the row] duals of the block's rows, v of its allocations, d reduced costs of its columns with
    bounds l, u (also implied ones), p the decision.

    Parameters
    ----------
    row_dual : (row,) of the whole program; those of first-stage and shared rows are not looked at
    allocation_dual : (allocation,)
    """
    program, shared, block_of = blocks.program, blocks.allocations, blocks.partition
    dual = provable(row_dual, program.row_lower, program.row_upper)
    dual[~blocks.interior.rows | blocks.linking.rows] = 0.0
    rows = shared.rows[shared.row]
    allocated = provable(allocation_dual, program.row_lower[rows], program.row_upper[rows])
    reduced = program.cost - program.matrix.T @ dual
    reduced -= shared.matrix.T @ allocated
    reduced[~blocks.interior.columns] = 0.0

    constant = np.zeros(blocks.count)
    _add_worth(constant, block_of.column, reduced, blocks.bounds, blocks.settings.bound_rows)
    _add_worth(constant, block_of.row, dual, (program.row_lower, program.row_upper), blocks.settings.bound_rows)
    used = np.flatnonzero(dual)
    by_block = sp.csr_array((dual[used], (block_of.row[used], used)), shape=(blocks.count, len(dual)))
    of_allocations = sp.csr_array(
        (allocated, (shared.block, np.arange(len(allocated)))), shape=(blocks.count, len(allocated))
    )
    slope = sp.csr_array(sp.hstack([-(by_block @ blocks.first_stage.matrix), of_allocations]))
    proved: Positions = np.flatnonzero(np.isfinite(constant)).astype(np.int64)
    return Cuts(proved, constant[proved], slope[proved])


def _add_worth(total: Floats, block: BlockNumbers, price: Floats, bounds: tuple[Floats, Floats], at_once: int) -> None:
    """Add to each block what its columns (rows) at their least come to at these prices; a part of them at a time."""
    for begin in range(0, len(price), at_once):
        part = slice(begin, begin + at_once)
        at = begin + np.flatnonzero(price[part])
        own = price[at]
        np.add.at(total, block[at], own * np.where(own > 0, bounds[0][at], bounds[1][at]))


def cuts_of_twins(blocks: Blocks, row_dual: Floats, allocation_dual: Floats, block: int) -> Cuts:
    """Cuts that the duals of one block prove for all others of its shape; parameters as of `cuts_of`.

    Most limits stand in every week: a tank cannot be filled faster than ships unload.
    """
    own, twins = blocks.members[block], [k for k in blocks.twins(block) if k != block]
    rows, allocated = np.zeros(len(row_dual)), np.zeros(len(allocation_dual))
    for k in twins:
        rows[blocks.members[k].rows] = row_dual[own.rows]
        allocated[blocks.members[k].allocations] = allocation_dual[own.allocations]
    found = cuts_of(blocks, rows, allocated)
    return found.chosen(np.isin(found.block, twins))
