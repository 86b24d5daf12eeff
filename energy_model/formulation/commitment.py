"""Load and ramps of thermal plants of which any share may be online (`online`)."""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from energy_model.formulation.system import if_member
from energy_model.formulation.terms import Terms


def add(m: pyo.AbstractModel, terms: Terms) -> None:
    """Declare limits of what is online by load, and ramps of all producers."""
    m.ramp = pyo.Param(m.asset, doc="[1/h] of online capacity")
    m.committed_ramp = pyo.Set(
        dimen=1, within=m.committed, initialize=lambda m: [a for a in m.committed if m.ramp[a] < 1]
    )
    m.free_ramp = pyo.Set(
        dimen=1, within=m.producer, initialize=lambda m: [a for a in m.free_producer if m.ramp[a] < 1]
    )
    m.if_refittable = pyo.Set(m.committed, dimen=1, initialize=if_member("refittable"))
    m.refitted_in_period = pyo.Var(
        m.refittable, m.step, dense=False, bounds=refitted_bounds, doc="[MW] refitted, kept online"
    )
    m.refitted_online = pyo.Expression(m.refittable, m.step, rule=refitted_online, doc="[MW]")
    m.load_most = pyo.Constraint(m.committed, m.step, rule=load_most, doc="[MW]")
    m.load_least = pyo.Constraint(m.committed, m.step, rule=load_least, doc="[MW]")
    m.refitted_most = pyo.Constraint(m.refittable, m.step, rule=refitted_most, doc="[MW]")
    m.refitted_limit = pyo.Constraint(m.refittable, m.step, rule=refitted_limit, doc="[MW]")
    m.unrefitted_limit = pyo.Constraint(m.refittable, m.step, rule=unrefitted_limit, doc="[MW]")
    m.ramp_up = pyo.Constraint(m.committed_ramp, m.single_step, rule=ramp_up, doc="[MW]")
    m.ramp_down = pyo.Constraint(m.committed_ramp, m.single_step, rule=ramp_down, doc="[MW]")
    m.free_ramp_up = pyo.Constraint(m.free_ramp, m.step, rule=free_ramp_up, doc="[MW]")
    m.free_ramp_down = pyo.Constraint(m.free_ramp, m.step, rule=free_ramp_down, doc="[MW]")


def refitted_bounds(m: Any, a: Any, s: Any) -> Any:
    r"""One number for each period, as of what is online: :math:`0 \le W_{a,s} \le \phi_{a,s} \overline{K}_{a,y(s)}`.

    W [MW] online and refitted, φ [1] 1 at the first step of a period and else 0, K [MW] largest capacity.
    """
    return 0, m.is_commitment_step[m.commitment_period[a], s] * m.maximum_capacity[a, m.year_of[s]]


def refitted_online(m: Any, a: Any, s: Any) -> Any:
    r"""What is online in a step and refitted, as its commitment period keeps it: :math:`v_{a,s} = W_{a,p(a,s)}` [MW].

    p first step of the period, as in `online`. Which of the units are online is free, within the limits below: one
    that stops as another starts at the same time is no start.
    """
    return m.refitted_in_period[a, m.commitment_step[m.commitment_period[a], s]]


def load_most(m: Any, a: Any, s: Any) -> Any:
    r"""What is online gives its full load at most.

    .. math:: g_{a,s} \le u_{a,s}

    g [MW] output, u [MW] online capacity. What is not available is not online: see `online_limit`.
    """
    return m.dispatch[a, s] <= m.online[a, s]


def least_of(m: Any, a: Any, s: Any) -> Any:
    r"""Minimum load of what is online, refitted or not: :math:`\mu_a u_{a,s} - (\mu_a - \mu'_a) v_{a,s}` [MW].

    u [MW] online, v [MW] of it refitted (none where no retrofit is offered), μ and μ' [1] before and after.
    """
    gained = m.min_load[a] - m.retrofit_min_load[a]
    return m.min_load[a] * m.online[a, s] - sum(gained * m.refitted_online[b, s] for b in m.if_refittable[a])


def load_least(m: Any, a: Any, s: Any) -> Any:
    r"""What is online runs at minimum load at least.

    .. math:: g_{a,s} \ge M_{a,s} = \mu_a u_{a,s} - (\mu_a - \mu'_a) v_{a,s}

    g [MW] output, M [MW] minimum load of what is online, u [MW] online, v [MW] of it refitted (none where no retrofit
    is offered), μ and μ' [1] minimum load before and after a retrofit.
    """
    return m.dispatch[a, s] >= least_of(m, a, s)


def refitted_most(m: Any, a: Any, s: Any) -> Any:
    r"""What is refitted and online is online, from the first step of a period on: :math:`W_{a,s} \le U_{a,s}` [MW]."""
    return m.refitted_in_period[a, s] <= m.online_in_period[a, s]


def refitted_limit(m: Any, a: Any, s: Any) -> Any:
    r"""No more of it is online than has been refitted: :math:`W_{a,s} \le F_{a,y(s)}` [MW]."""
    return m.refitted_in_period[a, s] <= m.retrofitted[a, m.year_of[s]]


def unrefitted_limit(m: Any, a: Any, s: Any) -> Any:
    r"""No more of the others is online than there are: :math:`U_{a,s} - W_{a,s} \le K_{a,y(s)} - F_{a,y(s)}` [MW].

    U [MW] kept online, W [MW] of it refitted, K [MW] capacity, F [MW] refitted. For segments all three limits are
    relaxations, as K and F are constant over the year.
    """
    others = m.capacity[a, m.year_of[s]] - m.retrofitted[a, m.year_of[s]]
    return m.online_in_period[a, s] - m.refitted_in_period[a, s] <= others


def ramp_up(m: Any, a: Any, s: Any) -> Any:
    r"""Rise of output: the ramp of what is online, and what the minimum load of what is online grows by.

    .. math:: g_{a,s} - g_{a,s-1} \le r_a \Delta_s u_{a,s} + M_{a,s} - M_{a,s-1}

    r [1/h] ramp, Δ [h] distance of the steps, u [MW] online, M [MW] minimum load of it as in `load_least`: what has
    been refitted starts at its new one. Between hours only: the right side follows what is online from hour to hour,
    and for means over segments no such limit is proved: there is no row.
    """
    reach, grown = m.ramp[a] * m.spacing[s], least_of(m, a, s) - least_of(m, a, m.previous[s])
    return m.dispatch[a, s] - m.dispatch[a, m.previous[s]] <= reach * m.online[a, s] + grown


def ramp_down(m: Any, a: Any, s: Any) -> Any:
    r"""Fall of output: one ramp of what was online, and what the minimum load of what is online falls by.

    .. math:: g_{a,s-1} - g_{a,s} \le r_a \Delta_s u_{a,s-1} + M_{a,s-1} - M_{a,s}

    Symbols as in `ramp_up`; all terms in MW. Between hours only, as there.
    """
    reach, shrunk = m.ramp[a] * m.spacing[s], least_of(m, a, m.previous[s]) - least_of(m, a, s)
    return m.dispatch[a, m.previous[s]] - m.dispatch[a, s] <= reach * m.online[a, m.previous[s]] + shrunk


def free_ramp_up(m: Any, a: Any, s: Any) -> Any:
    r"""Rise of output of a producer without unit commitment.

    .. math:: g_{a,s} - g_{a,s-1} \le r_a \Delta_s K_{a,y(s)}

    g [MW] output, r [1/h] ramp, Δ [h] distance of the steps, K [MW] capacity. It holds between the means of segments
    too: their difference is the mean of g_j - g_i over the pairs of an hour i of the one and an hour j of the other,
    each at most (j - i) r K as K is constant over the year, and the mean of j - i is the distance Δ of the centres.
    """
    return m.dispatch[a, s] - m.dispatch[a, m.previous[s]] <= (m.ramp[a] * m.spacing[s] * m.capacity[a, m.year_of[s]])


def free_ramp_down(m: Any, a: Any, s: Any) -> Any:
    r"""Fall of output of a producer without unit commitment.

    .. math:: g_{a,s-1} - g_{a,s} \le r_a \Delta_s K_{a,y(s)}

    Symbols as in `free_ramp_up`; all terms in MW.
    """
    return m.dispatch[a, m.previous[s]] - m.dispatch[a, s] <= (m.ramp[a] * m.spacing[s] * m.capacity[a, m.year_of[s]])
