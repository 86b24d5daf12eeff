"""Cost of capacity: PyPSA's costs of a horizon, as annuities of a study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_model.exchange.pypsa.parts import Part

CAPITAL = frozenset({"capital_cost", "overnight_cost", "discount_rate", "fom_cost", "lifetime"})
_HOURS_OF_A_YEAR = 8760.0
_LONGEST = 200.0  # years that a technology may live in a study


@dataclass(frozen=True)
class CapacityCost:
    """Cost of a unit of capacity: `overnight` [money], annuity over `lifetime` [year] at `rate`, and `fixed` a horizon.

    A cost that is an annuity already is an overnight cost without interest over one year.
    """

    overnight: float
    rate: float = 0.0
    lifetime: float = 1.0
    fixed: float = 0.0

    @property
    def yearly(self) -> float:
        """Cost of the horizon."""
        factor = self.rate / (1 - (1 + self.rate) ** -self.lifetime) if self.rate > 0 else 1 / self.lifetime
        return self.overnight * factor + self.fixed

    def numbers(self, parameter: str = "overnight_cost") -> dict[str, float]:
        """The same as parameters of a technology."""
        return {parameter: self.overnight, "wacc": self.rate, "lifetime": self.lifetime, "fixed_om": self.fixed}


def capacity_cost(part: Part, hours: float, *, in_one: bool = False) -> CapacityCost:
    """Cost of capacity of a component whose horizon has so many hours.

    An overnight cost stays one where the horizon is a year and the table can say rate and lifetime; of other horizons,
    and with `in_one`, annuity and fixed costs become one number.
    """
    overnight, fixed = part.number("overnight_cost"), part.number("fom_cost")
    if np.isnan(overnight):
        return CapacityCost(part.number("capital_cost") + fixed)
    rate, lifetime = part.number("discount_rate"), part.number("lifetime")
    is_kept = hours == _HOURS_OF_A_YEAR and 0 <= rate <= 0.5 and 1 <= lifetime <= _LONGEST
    if is_kept and not in_one:
        return CapacityCost(overnight, rate, lifetime, fixed)
    if np.isinf(lifetime):
        factor = max(rate, 0.0)
    else:
        factor = 1 / lifetime if rate == 0 else rate / (1 - (1 + rate) ** -lifetime)
    return CapacityCost(overnight * factor * hours / _HOURS_OF_A_YEAR + fixed)
