"""Names of fuels, sources and sectors in the variables of the IAMC, for what a study calls otherwise."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import lookup

OTHER, TRADE = "Other", "Secondary Energy Trade"
_FOSSIL = ("Coal", "Gas", "Oil")


class IamcNames:
    """Names for a solved dataset, '' where there is none.

    fuel : of each carrier, `Gases|Gas`: as the table carriers says, else that of its role; taken : fuel that each
    technology takes most of
    """

    def __init__(self, ds: xr.Dataset) -> None:
        given, roles = _texts(ds, "carrier_iamc", "carrier"), _texts(ds, "role", "carrier")
        carriers = [str(name) for name in ds["carrier"].values]
        self.fuel = {c: given.get(c, "") or _of("role").get(roles.get(c, ""), "") for c in carriers}
        self._given = _texts(ds, "technology_iamc", "technology")
        self.taken = self._largest_inputs(ds)

    def source(self, technology: str) -> str:
        """Source of what a technology gives: as the table technologies says, else what it takes most of."""
        taken = self.taken.get(technology, "").rpartition("|")[2]
        return self._given.get(technology, "") or taken or OTHER

    def makes(self, technology: str, fuel: str) -> bool:
        """Whether a technology makes a fuel of another; else it hands it on, or saves it (hydrogen for coke)."""
        taken = self.taken.get(technology, "")
        kind, _, of = fuel.partition("|")
        return bool(taken and kind) and taken != fuel and of in ("", taken.rpartition("|")[2])

    @staticmethod
    def primary(fuel: str) -> str:
        """Primary energy that a fuel is counted as where it is bought: oil products are oil."""
        first, _, last = fuel.rpartition("|")
        return last if last in (*_FOSSIL, "Biomass") and first else TRADE

    @staticmethod
    def sector(sector: str) -> str:
        """Place of a sector among the emissions from energy, `Demand|Industry|Chemicals`."""
        return _of("sector").get(sector, f"Demand|{OTHER} Sector")

    def _largest_inputs(self, ds: xr.Dataset) -> dict[str, str]:
        ports = pd.DataFrame({name: ds[f"port_{name}"].values for name in ("asset", "carrier", "coefficient")})
        ports["technology"] = lookup(ds, "technology_of", ports["asset"])
        ports["fuel"] = ports["carrier"].map(self.fuel)
        taken = ports[(ports["coefficient"] < 0) & (ports["fuel"] != "")].sort_values("coefficient", kind="stable")
        first = taken.drop_duplicates("technology")
        return dict(zip(first["technology"], first["fuel"], strict=True))


def _texts(ds: xr.Dataset, variable: str, dim: str) -> dict[str, str]:
    """Texts by member; none for a run that does not carry them."""
    if variable not in ds:
        return {}
    return dict(zip(ds[dim].values.astype(str).tolist(), ds[variable].values.astype(str).tolist(), strict=True))


@cache
def _of(kind: str) -> dict[str, str]:
    """Names by role of a carrier, or by sector of a technology."""
    text = files("energy_model.runs").joinpath("iamc.csv").read_text(encoding="utf-8")
    return {row["name"]: row["variable"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}
