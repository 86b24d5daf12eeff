"""Where things are: what each zone makes and uses of electricity, and what goes between zones."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.roles import ELECTRICITY, GREEN_ELECTRICITY, carriers_of
from energy_model.analysis.tidy import lookup

_MADE = ("supply", "conversion", "process")
_COLUMNS = ["carrier", "electric", "zone", "to_zone", "sent", "sent_back", "net"]


def places(ds: xr.Dataset, balance: pd.DataFrame, year: int) -> pd.DataFrame:
    """Zones with coordinates. balance : table `zone_balance`.

    Columns: zone, kind, colour (of its kind), latitude, longitude [degree], made (by plants), used (by demands,
    converters and processes), bought and sold [MWh] of electricity in the year. No row where the dataset has no
    coordinates.
    """
    if "latitude" not in ds:
        return pd.DataFrame(
            columns=["zone", "kind", "colour", "latitude", "longitude", "made", "used", "bought", "sold"]
        )
    found = balance[(balance["year"] == year) & balance["carrier"].isin(electric_carriers(ds))]
    used_by = found["kind"].isin((*_MADE, "demand"))
    sides = {
        "made": found[found["kind"].isin(_MADE) & (found["energy"] > 0)],
        "used": found[used_by & (found["energy"] < 0)],
        "bought": found[(found["kind"] == "trade") & (found["energy"] > 0)],
        "sold": found[(found["kind"] == "trade") & (found["energy"] < 0)],
    }
    table = pd.DataFrame({name: ds[name].values for name in ("zone", "latitude", "longitude")})
    table.insert(1, "kind", ds["zone_kind"].values)
    table.insert(2, "colour", ds["kind_colour"].sel(kind=ds["zone_kind"].values).values)
    for name, part in sides.items():
        table[name] = table["zone"].map(part.groupby("zone")["energy"].sum().abs()).fillna(0.0)
    return table.dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def routes(ds: xr.Dataset, flows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Yearly flow between two zones, all lines of a carrier together. flows : table `flows`.

    Columns: carrier (the first with the role electricity stands for all electric carriers), electric (whether it does),
    zone, to_zone (so that more goes there than comes back), sent, sent_back, net [MWh], where it is sent. Lines inside
    a zone are left out.
    """
    found = flows[(flows["year"] == year) & (flows["zone"] != flows["to_zone"])].copy()
    carrier = lookup(ds, "from_carrier", found["asset"])
    found["electric"] = carrier.isin(electric_carriers(ds))
    for together in carriers_of(ds, ELECTRICITY, GREEN_ELECTRICITY)[:1]:
        carrier = carrier.mask(found["electric"], together)
    found["carrier"] = carrier
    turned = (found["zone"] > found["to_zone"]).to_numpy()
    found.loc[turned, ["zone", "to_zone", "sent", "sent_back"]] = found.loc[
        turned, ["to_zone", "zone", "sent_back", "sent"]
    ].to_numpy()
    pairs = (
        found.groupby(["carrier", "electric", "zone", "to_zone"], sort=False)[["sent", "sent_back"]].sum().reset_index()
    )
    back = (pairs["sent_back"] > pairs["sent"]).to_numpy()
    pairs.loc[back, ["zone", "to_zone", "sent", "sent_back"]] = pairs.loc[
        back, ["to_zone", "zone", "sent_back", "sent"]
    ].to_numpy()
    pairs[["sent", "sent_back"]] = pairs[["sent", "sent_back"]].astype(float)
    return pairs.assign(net=pairs["sent"] - pairs["sent_back"])[_COLUMNS]
