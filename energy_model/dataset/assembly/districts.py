"""Districts and plants in the Dataset: how zones and assets are shared out, and the plants one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.arrays import Variables, floats, labels
from energy_model.dataset.assembly.assets import asset_table
from energy_model.dataset.assembly.interpolation import Floats
from energy_model.dataset.assembly.plants import ends
from energy_model.dataset.tables import Tables


def district_variables(tables: Tables) -> Variables:
    """Shares of each zone and of each asset by district [1]; an asset that is not placed has those of its zone."""
    assets, places = asset_table(tables), tables["zone_districts"]
    zone_share = _shares(places[places["asset"] == ""], "zone", tables["zones"]["zone"], tables)
    own = _shares(places[places["asset"] != ""], "asset", assets["asset"], tables)
    of_zone = zone_share[pd.Index(tables["zones"]["zone"]).get_indexer(pd.Index(assets["zone"]))]
    placed = own.sum(axis=1) > 0
    return {
        "zone_share": (("zone", "district"), zone_share),
        "asset_share": (("asset", "district"), np.where(placed[:, None], own, of_zone)),
        "placed": ("asset", placed),
    }


def _shares(rows: pd.DataFrame, key: str, keys: pd.Series[str], tables: Tables) -> Floats:
    """Shares by key and district. shape: (len(keys), district)."""
    districts = tables.keys("districts")
    found = np.zeros((len(keys), len(districts)))
    at = pd.Index(keys).get_indexer(pd.Index(rows[key])), pd.Index(districts).get_indexer(pd.Index(rows["district"]))
    np.add.at(found, at, floats(rows["share"]))
    return found


def plant_variables(tables: Tables) -> Variables:
    """Plants as the table has them: capacity [MW], energy [MWh], first year, year of the end (inf: never), words."""
    plants = tables["plants"]
    return {
        **{f"plant_{name}": ("plant", labels(plants[name])) for name in ("asset", "status", "source", "confidence")},
        **{f"plant_{name}": ("plant", floats(plants[name])) for name in ("capacity", "energy")},
        "plant_start": ("plant", plants["start"].to_numpy(dtype=np.int64)),
        "plant_end": ("plant", ends(tables)),
    }
