"""Districts: every zone of the city is shared out whole, and an asset only where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.dataset.assembly.roles import OUTSIDE, zone_roles
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

_TOLERANCE = 1e-6


def check_shares(tables: Tables, years: Sequence[int]) -> None:
    """Report zones and assets whose shares do not add up to 1, in the last of their rows."""
    if not tables.clean("zone_districts.zone", "zone_districts.asset", "zone_districts.share"):
        return
    for (zone, asset), rows in tables["zone_districts"].groupby(["zone", "asset"], sort=False):
        total = float(rows["share"].sum())
        if abs(total - 1.0) > _TOLERANCE:
            message = f"the shares of '{asset or zone}' add up to {total:g} and not to 1."
            hint = "Add the districts that are missing, or correct a share."
            tables.report("wrong-sum", "zone_districts", message, hint, row=int(rows.index[-1]), column="share")


def check_whole(tables: Tables, years: Sequence[int]) -> None:
    """Report zones of the city that lie in no district while others do, and zones outside that lie in one."""
    places = (
        "zones.zone",
        "zones.kind",
        "zone_kinds.kind",
        "zone_kinds.role",
        "zone_districts.zone",
        "zone_districts.asset",
    )
    if not tables.clean(*places) or tables["zone_districts"].empty:
        return
    whole = tables["zone_districts"].loc[tables["zone_districts"]["asset"] == "", "zone"]
    outside = {zone for zone, role in zip(tables["zones"]["zone"], zone_roles(tables), strict=True) if role == OUTSIDE}
    for row, zone in tables["zones"]["zone"].items():
        if zone not in outside and zone not in set(whole):
            message = f"the zone '{zone}' lies in no district, so districts do not add up to the city."
            hint = f"Add it to {tables.place('zone_districts')}, or leave that table out."
            tables.report("missing-data", "zones", message, hint, row=int(str(row)), column="zone")
    for row, place in records(tables["zone_districts"]):
        if place["zone"] in outside:
            message = f"the zone '{place['zone']}' lies outside the city."
            tables.report("wrong-zone", "zone_districts", message, "Remove the row.", row=row, column="zone")


def check_assets(tables: Tables, years: Sequence[int]) -> None:
    """Report assets that stand in another zone than their row says."""
    if not tables.clean("assets.asset", "assets.zone"):
        return
    stands = dict(zip(tables["assets"]["asset"], tables["assets"]["zone"], strict=True))
    for row, place in records(tables.sound("zone_districts", ["zone", "asset"])):
        if place["asset"] and stands[place["asset"]] != place["zone"]:
            message = f"'{place['asset']}' stands in the zone '{stands[place['asset']]}'."
            tables.report("wrong-zone", "zone_districts", message, "Name that zone.", row=row, column="zone")


CHECKS = (check_shares, check_whole, check_assets)
