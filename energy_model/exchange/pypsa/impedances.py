"""Impedances of lines and transformers that are part of a loop."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.exchange.pypsa.ledger import Ledger


def reactances(network: Any, ledger: Ledger) -> dict[tuple[str, str], float]:
    """Factor of the flow of each branch in Kirchhoff's voltage law; branches of no loop are left out.

    By (component, name): the reactance of branches of alternating current, the resistance of direct current, per unit.
    """
    if network.c["Line"].static.empty and network.c["Transformer"].static.empty:
        return {}
    network.calculate_dependent_values()
    network.determine_network_topology()
    plain, weighted = (network.cycle_matrix(apply_weights=weigh) for weigh in (False, True))
    found: dict[tuple[str, str], float] = {}
    for branch, row in weighted.iterrows():
        size, is_in_loop = float(np.abs(row.to_numpy()).max(initial=0.0)), bool(plain.loc[branch].any())
        component, name = branch
        if is_in_loop and size <= 0:
            ledger.refuse(str(component), "x", [name], "not_read")
        elif is_in_loop:
            found[str(component), str(name)] = size
    return found
