"""Checking a study: what the dictionary says of every column, then what must hold between rows and tables.

A check that builds on other columns looks at rows without known problems only (``Tables.sound``), or is left out while
those columns have problems (``Tables.clean``): one fault is told once and not again as its consequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import energy_model.dataset.checks.assets as check_assets
import energy_model.dataset.checks.by_hour as check_by_hour
import energy_model.dataset.checks.carriers as check_carriers
import energy_model.dataset.checks.certificates as check_certificates
import energy_model.dataset.checks.conservation as check_conservation
import energy_model.dataset.checks.districts as check_districts
import energy_model.dataset.checks.energy_limits as check_energy_limits
import energy_model.dataset.checks.hourly as check_hourly
import energy_model.dataset.checks.loads as check_loads
import energy_model.dataset.checks.metrics as check_metrics
import energy_model.dataset.checks.operation as check_operation
import energy_model.dataset.checks.ranges as check_ranges
import energy_model.dataset.checks.settings as check_settings
import energy_model.dataset.checks.steps as check_steps
import energy_model.dataset.checks.storage as check_storage
import energy_model.dataset.checks.targets as check_targets
import energy_model.dataset.checks.trade as check_trade
from energy_model.dataset.checks.columns import check_columns
from energy_model.dataset.checks.keys import check_keys
from energy_model.dataset.problems import StudyError
from energy_model.dataset.reading.reading import read_tables
from energy_model.dataset.tables import HOURS_PER_YEAR, Tables

CHECKS = (
    *check_settings.CHECKS,
    *check_steps.CHECKS,
    *(*check_hourly.CHECKS, *check_carriers.CHECKS, *check_assets.CHECKS, *check_operation.CHECKS),
    *check_by_hour.CHECKS,
    *check_energy_limits.CHECKS,
    *check_storage.CHECKS,
    *check_conservation.CHECKS,
    *check_ranges.CHECKS,
    *(*check_trade.CHECKS, *check_metrics.CHECKS, *check_targets.CHECKS, *check_loads.CHECKS),
    *check_districts.CHECKS,
    *check_certificates.CHECKS,
)


def check(tables: Tables, years: Sequence[int] | None = None) -> Tables:
    """Check tables and give them back; raise StudyError with all problems, those of reading included.

    years: the model's years, for what depends on them; default: the years for which there are demands.
    """
    checked = tables.held()
    check_columns(checked)
    check_keys(checked)
    if years is None:
        years = sorted({int(year) for year in checked["demand_data"]["year"].dropna()})
    for run in CHECKS:
        run(checked, years)
    if checked.problems:
        raise StudyError(checked.problems)
    return replace(checked, made=None)


def read_study(folder: Path | str, hours: int = HOURS_PER_YEAR, years: Sequence[int] | None = None) -> Tables:
    """Read and check the tables of a study (``folder/inputs``) without a scenario; raise StudyError on any problem."""
    return check(read_tables(folder, hours), years)
