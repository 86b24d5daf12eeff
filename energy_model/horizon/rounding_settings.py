"""Residuals and values that count as rounding in a search."""

from __future__ import annotations

from dataclasses import dataclass

from energy_model.horizon.setting_fields import ROUNDING, setting


@dataclass(frozen=True)
class RoundingSettings:
    """Values and residuals below which there is nothing."""

    shortfall_rounding: float = setting(1e-4, "MWh", "sum over blocks that a schedule may miss", ROUNDING)
    fault_rounding: float = setting(1e-3, "MW", "lost, or charged and discharged at once: nothing", ROUNDING)
    block_rounding: float = setting(1e-7, "MWh", "shortfall above which a block counts as infeasible", ROUNDING)
    refactor_residual: float = setting(
        1e-5,
        "MW, MWh",
        "row violation in a block above which its basis is factorised anew, unscaled",
        "with targets HiGHS called points optimal that missed rows by 0.01 to 0.1 MW of 40 GW",
    )
    row_rounding: float = setting(1e-9, "of its terms", "violation of a row over all blocks", ROUNDING)
    unit_rounding: float = setting(1e-6, "of a unit", "of sizes that are nothing, a unit or a multiple of it", ROUNDING)
    cut_rounding: float = setting(1e-6, "1", "share of a cut in a proof that counts as none", ROUNDING)
    crossing_rounding: float = setting(1e-9, "1", "bounds that rows of one entry have crossed", ROUNDING)
    coefficient_rounding: float = setting(1e-9, "1", "coefficients that are the rest of a difference", ROUNDING)
    boundary_rounding: float = setting(1e-9, "blocks", "of elapsed hours where blocks begin", ROUNDING)
    supply_rounding: float = setting(1e-9, "MW", "mean supply that counts as none", ROUNDING)
