"""All tables of a run, by name: one row a thing and year, quantities in model units (MW, MWh, t, CNY).

Each is a function from a solved dataset to a DataFrame, written as `tables/<name>.csv` and shown by reports.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import xarray as xr

from energy_model.analysis.assumptions import assumptions, rules
from energy_model.analysis.base_year import reference_figures
from energy_model.analysis.carbon.emissions import carbon_balance, emissions
from energy_model.analysis.carbon.factors import accounts, carbon_factors
from energy_model.analysis.certificates import certificates
from energy_model.analysis.coal import coal
from energy_model.analysis.costs import costs, investment, pathway, prices
from energy_model.analysis.districts import district_balance, districts, projects
from energy_model.analysis.energy.balances import energy_balance, zone_balance
from energy_model.analysis.energy.exchange import demand, flexibility, flows, trade
from energy_model.analysis.energy.flow_graph import energy_flows
from energy_model.analysis.energy.fuels import fuels, sectors
from energy_model.analysis.hydrogen import hydrogen
from energy_model.analysis.lng import cold, lng
from energy_model.analysis.monitoring import monitoring
from energy_model.analysis.parks import parks
from energy_model.analysis.peaks import peaks
from energy_model.analysis.plants import capacity, generation, storage
from energy_model.analysis.security.calm_days import calm_days
from energy_model.analysis.security.gas_reserves import reserve_days
from energy_model.analysis.security.shortage import shortage
from energy_model.analysis.security.supply_security import security
from energy_model.analysis.storage.value import storage_value

Table = Callable[[xr.Dataset], pd.DataFrame]

TABLES: dict[str, Table] = {
    function.__name__: function
    for function in (
        *(capacity, generation, storage, storage_value, coal, hydrogen),
        *(flows, trade, demand, flexibility, fuels),
        *(energy_balance, zone_balance, emissions, carbon_balance, sectors),
        *(districts, district_balance, projects),
        *(energy_flows, parks, certificates, lng, cold),
        *(carbon_factors, accounts, peaks),
        *(security, shortage, calm_days, reserve_days),
        *(costs, investment, pathway, prices, reference_figures, monitoring),
        *(assumptions, rules),
    )
}
