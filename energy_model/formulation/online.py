"""Online capacity: it stays as it is over a commitment period, starts at a cost, and is a state where blocks meet.

Clusters of units follow B. Palmintier and M. Webster (IEEE Trans. Power Syst. 29 (2014) 1089), with capacity in MW in
place of whole numbers of units. What is online changes only where a commitment period begins: who starts stays for
a period at least, and who stops is off for one at least. Rows that count the starts of the hours before, as minimum
up and down times are usually written, are looser, need as many columns as there are hours, and reach back over more
than one state.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Cost, Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare online and started capacity of converters with a minimum load, and the cost of starts."""
    m.start_cost = pyo.Param(m.asset, doc="[CNY/MW]")
    m.commitment = pyo.Set(dimen=1, doc="[h] lengths of commitment periods")
    m.commitment_period = pyo.Param(m.asset, doc="[h] over which what is online stays as it is")
    m.commitment_step = pyo.Param(m.commitment, m.step, doc="first step of the commitment period of a step")
    m.is_commitment_step = pyo.Param(m.commitment, m.step, doc="[1] 1 where a step is the first of its period")
    m.may_start = pyo.Param(m.commitment, m.step, doc="[1] 1 where what is online may change with a step, else 0")
    m.is_blurred = pyo.Param(m.commitment, m.step, doc="[1] 1 where a step reaches over more than its period, else 0")
    m.ends_block = pyo.Param(m.step, doc="[1] 1 at the last step of a block of the search, else 0")
    m.block_end = pyo.Set(dimen=1, initialize=_block_ends, doc="last steps of blocks")
    m.block_start = pyo.Set(dimen=1, initialize=_block_starts, doc="steps that follow a block's last one")
    m.block_inside = pyo.Set(dimen=1, initialize=_block_insides, doc="all other steps")
    m.if_block_start = pyo.Set(m.step, dimen=1, initialize=if_member("block_start"))
    m.if_block_inside = pyo.Set(m.step, dimen=1, initialize=if_member("block_inside"))
    m.block_ends_of = pyo.Set(m.year, dimen=1, initialize=_block_ends_of, doc="last steps of the blocks of a year")
    m.online_in_period = pyo.Var(m.committed, m.step, dense=False, bounds=online_bounds, doc="[MW] kept online")
    m.online_at_end = pyo.Var(m.committed, m.block_end, dense=False, bounds=end_bounds, doc="[MW] as a block ends")
    m.started = pyo.Var(m.committed, m.step, dense=False, bounds=started_bounds, doc="[MW] brought online")
    m.started_at_end = pyo.Var(m.committed, m.block_end, dense=False, bounds=started_at_end_bounds, doc="[MW]")
    m.online = pyo.Expression(m.committed, m.step, rule=online, doc="[MW]")
    m.online_limit = pyo.Constraint(m.committed, m.step, rule=online_limit, doc="[MW]")
    m.end_limit = pyo.Constraint(m.committed, m.block_end, rule=end_limit, doc="[MW]")
    m.end_most = pyo.Constraint(m.committed, m.block_end, rule=end_most, doc="[MW]")
    m.end_least = pyo.Constraint(m.committed, m.block_end, rule=end_least, doc="[MW]")
    m.start_balance = pyo.Constraint(m.committed, m.step, rule=start_balance, doc="[MW]")
    m.stop_after_end = pyo.Constraint(m.committed, m.block_start, rule=stop_after_end, doc="[MW]")
    m.starts = pyo.Expression(m.committed, m.year, rule=starts, doc="[MW]")
    m.online_energy = pyo.Expression(m.committed, m.year, rule=online_energy, doc="[MWh]")
    m.starting_cost = pyo.Expression(m.committed, m.year, rule=starting_cost, doc="[CNY/year]")
    terms.states.append("online_at_end")
    terms.cost.append(Cost("starting_cost", "committed", "starts"))


def _block_ends(m: Any) -> list[Any]:
    return [s for s in m.step if m.ends_block[s] > 0]


def _block_ends_of(m: Any, y: Any) -> list[Any]:
    return [s for s in m.block_end if m.year_of[s] == y]


def _block_starts(m: Any) -> list[Any]:
    return [s for s in m.step if m.ends_block[m.previous[s]] > 0]


def _block_insides(m: Any) -> list[Any]:
    return [s for s in m.step if m.ends_block[m.previous[s]] == 0]


def online(m: Any, a: Any, s: Any) -> Any:
    r"""What is online in a step is what its commitment period keeps online: :math:`u_{a,s} = U_{a,p(a,s)}` [MW].

    p first step of the period. A segment that reaches over more than its period is a period of its own: u is its mean.
    """
    return m.online_in_period[a, m.commitment_step[m.commitment_period[a], s]]


def online_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""One number for each period, held at its first step: :math:`0 \le U_{a,s} \le \phi_{a,s} \overline{K}_{a,y(s)}`.

    U [MW] online, φ [1] 1 at the first step of a period and else 0, K [MW] largest capacity.
    """
    return 0, m.is_commitment_step[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]


def started_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""No more can start than may ever be there. More than rises gains nothing; a bound lets duals prove costs.

    .. math:: 0 \le x_{a,s} \le \chi_{a,s} \overline{K}_{a,y(s)}

    x [MW] started, χ [1] 1 where a period begins with the step or within it and else 0, K [MW] largest capacity.
    """
    return 0, m.may_start[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]


def end_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""Bounds of what is online as a block ends: :math:`0 \le e_{a,s} \le \overline{K}_{a,y(s)}` [MW]."""
    return 0, m.maximum_capacity[a, m.year_of[s]]


def started_at_end_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""What starts between the mean of a segment and its end: nothing where the segment keeps to its period.

    .. math:: 0 \le x^e_{a,s} \le \beta_{a,s} \overline{K}_{a,y(s)}

    x^e [MW] started, β [1] 1 where a segment reaches over more than its period and else 0, K [MW] largest capacity.
    """
    return 0, m.is_blurred[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]


def online_limit(m: Any, a: Any, s: Any) -> Any:
    r"""No more is online than is available: units under maintenance are offline, and burn nothing at no load.

    .. math:: u_{a,s} \le \alpha_{a,s} K_{a,y(s)}

    u [MW] online capacity, α [1] availability, K [MW] capacity. A relaxation for segments with the mean of α, as K is
    constant over the year.
    """
    return m.online[a, s] <= m.profile_value[m.availability_of[a], s] * m.capacity[a, m.year_of[s]]


def end_limit(m: Any, a: Any, s: Any) -> Any:
    r"""No more is online than is there, as a block ends too: :math:`e_{a,s} \le K_{a,y(s)}` [MW]."""
    return m.online_at_end[a, s] <= m.capacity[a, m.year_of[s]]


def end_most(m: Any, a: Any, s: Any) -> Any:
    r"""As a block ends that is online which its last period keeps online, or what has started since the mean.

    .. math:: e_{a,s} - u_{a,s} \le x^e_{a,s}

    e [MW] online as the block ends, u [MW] online in its last step, x^e [MW] started. The line through the hourly u
    takes the mean of a segment somewhere within it; from there to its end u rises by no more than what starts.
    """
    return m.online_at_end[a, s] - m.online[a, s] <= m.started_at_end[a, s]


def end_least(m: Any, a: Any, s: Any) -> Any:
    r"""What the last period keeps online stays online as the block ends; of the mean of a segment nothing is known.

    .. math:: u_{a,s} - e_{a,s} \le \beta_{a,s} \overline{K}_{a,y(s)}

    Symbols as in `end_most` and `started_at_end_bounds`; all terms in MW.
    """
    least = m.is_blurred[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]
    return m.online[a, s] - m.online_at_end[a, s] <= least


def start_balance(m: Any, a: Any, s: Any) -> Any:
    r"""What comes online has started; the rest of what started has stopped.

    .. math:: u_{a,s} - u_{a,s-1} \le x_{a,s}, \qquad u_{a,s} - e_{a,s-1} \le x_{a,s} \text{ where blocks meet}

    u [MW] online, e [MW] as a block ended, x [MW] started; it costs, so no more starts than online capacity grows by.
    """
    within = sum(m.online[a, m.previous[i]] for i in m.if_block_inside[s])
    met = sum(m.online_at_end[a, m.previous[i]] for i in m.if_block_start[s])
    return m.online[a, s] - within - met <= m.started[a, s]


def stop_after_end(m: Any, a: Any, s: Any) -> Any:
    r"""Where a period reaches over the end of a block nothing stops either.

    .. math:: e_{a,s-1} - u_{a,s} \le \chi_{a,s} \overline{K}_{a,y(s)}

    Symbols as in `start_balance` and `started_bounds`; all terms in MW.
    """
    most = m.may_start[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]
    return m.online_at_end[a, m.previous[s]] - m.online[a, s] <= most


def starts(m: Any, a: Any, y: Any) -> Any:
    r"""What starts over a year; over capacity, the starts of a unit.

    .. math:: \sum_{s \in y} \frac{w_s}{\tau_s} \left(x_{a,s} + x^e_{a,s}\right)

    x and x^e [MW] started, w [h] weight, τ [h] length. Starts are counted as often as their step occurs, not weighted
    with hours. Means of segments never need more of them than
    the hours do: the line through the hourly u takes the mean of a segment somewhere within it, and from one such point
    to the next, or to the end of a block and on, u rises by no more than what starts on the way; the ways do not
    overlap.
    """
    at_ends = sum(m.weight[s] / m.step_length[s] * m.started_at_end[a, s] for s in m.block_ends_of[y])
    return sum(m.weight[s] / m.step_length[s] * m.started[a, s] for s in m.steps_of[y]) + at_ends


def online_energy(m: Any, a: Any, y: Any) -> Any:
    r"""What would be given over a year were all that is online at full load: :math:`\sum_{s \in y} w_s u_{a,s}` [MWh].

    w [h] weight, u [MW] online.
    """
    return sum(m.weight[s] * m.online[a, s] for s in m.steps_of[y])


def starting_cost(m: Any, a: Any, y: Any) -> Any:
    r"""Cost of starts: :math:`k_a X_{a,y}` [CNY/year], k [CNY/MW] per start, X [MW] started over the year."""
    return m.start_cost[a] * m.starts[a, y]
