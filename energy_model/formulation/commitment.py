"""Load and ramps of thermal plants of which any share may be online (`online`)."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

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
    m.load_most = pyo.Constraint(m.committed, m.step, rule=load_most, doc="[MW]")
    m.least_load = pyo.Param(m.committed, initialize=_least_load, doc="[1] after a retrofit, if one is offered")
    m.load_least = pyo.Constraint(m.committed, m.step, rule=load_least, doc="[MW]")
    m.load_least_unrefitted = pyo.Constraint(m.refittable, m.step, rule=load_least_unrefitted, doc="[MW]")
    m.ramp_up = pyo.Constraint(m.committed_ramp, m.single_step, rule=ramp_up, doc="[MW]")
    m.ramp_down = pyo.Constraint(m.committed_ramp, m.single_step, rule=ramp_down, doc="[MW]")
    m.free_ramp_up = pyo.Constraint(m.free_ramp, m.step, rule=free_ramp_up, doc="[MW]")
    m.free_ramp_down = pyo.Constraint(m.free_ramp, m.step, rule=free_ramp_down, doc="[MW]")


def _least_load(m: Any, a: Any) -> Any:
    return m.retrofit_min_load[a] if a in m.refittable else m.min_load[a]


def load_most(m: Any, a: Any, s: Any) -> Any:
    r"""What is online gives its full load at most.

    .. math:: g_{a,s} \le u_{a,s}

    g [MW] output, u [MW] online capacity. What is not available is not online: see `online_limit`.
    """
    return m.dispatch[a, s] <= m.online[a, s]


def load_least(m: Any, a: Any, s: Any) -> Any:
    r"""What is online runs at minimum load at least.

    .. math:: g_{a,s} \ge \mu'_a u_{a,s}

    g [MW] output, u [MW] online, μ' [1] minimum load, after a retrofit where one is offered.
    """
    return m.dispatch[a, s] >= m.least_load[a] * m.online[a, s]


def load_least_unrefitted(m: Any, a: Any, s: Any) -> Any:
    r"""What is not refitted runs at its old minimum load.

    .. math:: g_{a,s} \ge \mu_a u_{a,s} - (\mu_a - \mu'_a) F_{a,y(s)}

    μ and μ' [1] minimum load before and after, F [MW] refitted. With `load_least` this is exact: refitted units are the
    last to go offline, so of what is online min(u, F) is refitted, and min load is μ u - (μ - μ') min(u, F).
    """
    gained = m.min_load[a] - m.retrofit_min_load[a]
    return m.dispatch[a, s] >= m.min_load[a] * m.online[a, s] - gained * m.retrofitted[a, m.year_of[s]]


def ramp_up(m: Any, a: Any, s: Any) -> Any:
    r"""Rise of output: the ramp of what is online, and minimum load for what online capacity grows by.

    .. math:: g_{a,s} - g_{a,s-1} \le r_a \Delta_s u_{a,s} + \mu_a (u_{a,s} - u_{a,s-1})

    r [1/h] ramp, Δ [h] distance of the steps, μ [1] minimum load before any retrofit. Between hours only: the right
    side follows what is online from hour to hour, and for means over segments no such limit is proved: there is no row.
    """
    reach, grown = m.ramp[a] * m.spacing[s], m.online[a, s] - m.online[a, m.previous[s]]
    return m.dispatch[a, s] - m.dispatch[a, m.previous[s]] <= reach * m.online[a, s] + m.min_load[a] * grown


def ramp_down(m: Any, a: Any, s: Any) -> Any:
    r"""Fall of output: the ramp of what stays online, and minimum load and one ramp of what goes offline.

    .. math:: g_{a,s-1} - g_{a,s} \le r_a \Delta_s u_{a,s} + (\mu_a + r_a \Delta_s) (u_{a,s-1} - u_{a,s})

    Symbols as in `ramp_up`; all terms in MW. Between hours only, as there.
    """
    reach, shrunk = m.ramp[a] * m.spacing[s], m.online[a, m.previous[s]] - m.online[a, s]
    return m.dispatch[a, m.previous[s]] - m.dispatch[a, s] <= (
        reach * m.online[a, s] + (m.min_load[a] + reach) * shrunk
    )


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
