"""Demands, markets and links: what is asked for can come from somewhere, and nothing earns money out of nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.assembly.markets import price_factor
from energy_model.dataset.dictionary import HOURLY, dictionary
from energy_model.dataset.rows import by_row, records
from energy_model.dataset.tables import Tables

CENT = 1e-9  # CNY/MWh


def check_data(tables: Tables, years: Sequence[int]) -> None:
    """Report demands and markets without numbers."""
    for table, column, data in (("demands", "demand", "demand_data"), ("markets", "market", "market_data")):
        if tables.clean(f"{data}.{column}"):
            keys = tables.sound(table, [column])[column]
            for row, key in by_row(keys[~keys.isin(tables[data][column])]):
                message, hint = f"'{key}' has no numbers.", f"Add a row for it to {tables.place(data)}."
                tables.report("missing-data", table, message, hint, row=row, column=column)


def check_counted_once(tables: Tables, years: Sequence[int]) -> None:
    """Report purchases whose CO2 would count twice: when they are bought, and again when they burn."""
    factors = tables.sound("carriers", ["carrier", "emission_factor"]).set_index("carrier")["emission_factor"]
    markets = tables.sound("markets", ["market", "carrier", "direction", "emission_intensity"])
    burnt = markets[(markets["carrier"].map(factors).fillna(0.0) > 0) & (markets["direction"] == "buy")]
    carrier = dict(zip(burnt["market"], burnt["carrier"], strict=True))
    for table in ("markets", "market_data"):
        for row, market in records(tables.sound(table, ["market", "emission_intensity"])):
            if market["market"] in carrier and market["emission_intensity"] > 0:
                message = (
                    f"the CO2 of {carrier[market['market']]} would count twice: its carrier has an emission_factor."
                )
                hint = f"Leave the cell blank, or make the emission_factor in {tables.place('carriers')} 0."
                tables.report("counted-twice", table, message, hint, row=row, column="emission_intensity")


def check_supplied(tables: Tables, years: Sequence[int]) -> None:
    """Report demands in a zone where no asset, link or market can give their carrier."""
    places = [f"{table}.{column}" for table in ("assets", "links") for column in ("technology", "zone")]
    needed = ("technologies.behaviour", "technologies.carrier", "technologies.technology", "links.from_zone")
    boiling = ("technologies.loss_to", "technology_data.technology", "technology_data.parameter")
    more = (
        "assets.inflow",
        "assets.initial_energy",
        "links.to_zone",
        "links.from_carrier",
        "links.to_carrier",
        "links.bidirectional",
    )
    rest = (
        "ports.technology",
        "ports.carrier",
        "ports.direction",
        "ports.zone",
        "markets.zone",
        "markets.carrier",
        "markets.direction",
    )
    if not tables.clean(*places, *needed, *boiling, "technology_data.value", *more, *rest):
        return
    pool = _pools(tables)
    given = {(pool.get(carrier) or zone, carrier) for zone, carrier in _given(tables)}
    for row, demand in records(tables.sound("demands", ["zone", "carrier"])):
        if (pool.get(demand["carrier"]) or demand["zone"], demand["carrier"]) not in given:
            message = f"nothing can supply {demand['carrier']} in the zone '{demand['zone']}'."
            hint = "Add an asset, a link or a market that gives it there, or correct the demand's zone or carrier."
            tables.report("unsupplied-demand", "demands", message, hint, row=row, column="zone")


def _pools(tables: Tables) -> dict[str, str]:
    """Give the zone in which each carrier is pooled, '' where every zone has its own balance."""
    carriers = tables.sound("carriers", ["carrier", "pool"])
    return dict(zip(carriers["carrier"], carriers["pool"], strict=True))


def _given(tables: Tables) -> set[tuple[str, str]]:
    """Give each (zone, carrier) that something can put energy into; storage keeps it, but for boil-off and inflow."""
    technologies = tables["technologies"].drop_duplicates("technology").set_index("technology")
    out: dict[str, list[tuple[str, str]]] = {}
    for _, port in records(tables["ports"][tables["ports"]["direction"] == "out"]):
        out.setdefault(port["technology"], []).append((port["zone"], port["carrier"]))
    data = tables["technology_data"]
    leaking = set(data["technology"][(data["parameter"] == "standing_loss") & (data["value"] > 0)])
    given: set[tuple[str, str]] = set()
    for _, asset in records(tables["assets"]):
        technology, zone = asset["technology"], asset["zone"]
        match technologies["behaviour"].get(technology):
            case "supply":
                given.add((zone, str(technologies["carrier"].get(technology))))
            case "conversion" | "process":
                given |= {(elsewhere or zone, carrier) for elsewhere, carrier in out.get(technology, [])}
            case "storage":
                if technology in leaking and technologies["loss_to"].get(technology):
                    given.add((zone, str(technologies["loss_to"].get(technology))))
                if asset["inflow"] > 0 or 0 < asset["initial_energy"] < np.inf:
                    given.add((zone, str(technologies["carrier"].get(technology))))
    for _, link in records(tables["links"]):
        own = str(technologies["carrier"].get(link["technology"], ""))
        given.add((link["to_zone"], link["to_carrier"] or own))
        if link["bidirectional"]:
            given.add((link["from_zone"], link["from_carrier"] or own))
    markets = tables["markets"][tables["markets"]["direction"] == "buy"]
    return given | set(zip(markets["zone"], markets["carrier"], strict=True))


def check_take_or_pay(tables: Tables, years: Sequence[int]) -> None:
    """Report least amounts of sales, above the largest amount, or at a price that would earn by taking nothing."""
    numbers = ["market", "price", "charge", "energy", "energy_least"]
    ways = tables.sound("markets", ["market", "direction"]).drop_duplicates("market").set_index("market")["direction"]
    rows = tables.sound("market_data", numbers)
    for row, data in records(rows[rows["energy_least"] > 0]):
        if ways.get(data["market"]) == "sell":
            message, hint = "a sale cannot be taken or paid.", "Leave the cell blank: a least sale is a target's task."
        elif data["energy_least"] > data["energy"]:
            message, hint = "energy_least is above energy.", "Correct one of the two."
        elif data["price"] + data["charge"] < 0:
            message, hint = "what is not taken would earn money.", "Give a price (with its charge) of at least 0."
        else:
            continue
        tables.report("take-or-pay", "market_data", message, hint, row=row, column="energy_least")


def check_links(tables: Tables, years: Sequence[int]) -> None:
    """Report links that end where they begin, and links that change the carrier both ways."""
    columns = ["technology", "from_zone", "to_zone", "from_carrier", "to_carrier", "bidirectional"]
    carrier = tables.sound("technologies", ["technology", "carrier"]).drop_duplicates("technology")
    own, pool = carrier.set_index("technology")["carrier"], _pools(tables)
    for row, link in records(tables.sound("links", columns)):
        begin = link["from_carrier"] or own.get(link["technology"], "")
        end = link["to_carrier"] or own.get(link["technology"], "")
        places = {(pool.get(c) or zone, c) for zone, c in ((link["from_zone"], begin), (link["to_zone"], end))}
        if len(places) == 1:
            message, hint = "the link ends where it begins.", "Give it another zone or another carrier."
            tables.report("link-ends", "links", message, hint, row=row, column="to_zone")
        elif link["bidirectional"] and begin != end:
            message = f"a link that turns {begin} into {end} cannot turn it back."
            tables.report("link-ends", "links", message, "Write no.", row=row, column="bidirectional")


def check_reactances(tables: Tables, years: Sequence[int]) -> None:
    """Report reactances of links that lose energy, run one way, or end at another carrier: power divides otherwise."""
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    losing = set(data["technology"][data["parameter"].isin(["loss", "loss_distance"]) & (data["value"] > 0)])
    columns = ["technology", "from_carrier", "to_carrier", "bidirectional", "reactance"]
    own = tables.sound("technologies", ["technology", "carrier"]).drop_duplicates("technology")
    carrier = own.set_index("technology")["carrier"]
    links = tables.sound("links", columns)
    for row, link in records(links[links["reactance"] > 0]):
        begin, end = (link[column] or carrier.get(link["technology"]) for column in ("from_carrier", "to_carrier"))
        if link["technology"] in losing:
            message, hint = "a line with reactance has no losses.", "Give it a technology without loss."
        elif not link["bidirectional"]:
            message, hint = "a line with reactance runs both ways.", "Write yes in the column bidirectional."
        elif begin != end:
            message, hint = "a line with reactance keeps its carrier.", "Leave the cell blank."
        else:
            continue
        tables.report("reactance", "links", message, hint, row=row, column="reactance")


def check_prices(tables: Tables, years: Sequence[int]) -> None:
    """Report a sale dearer than a purchase of the same carrier in the same zone and hour: profit without limit."""
    needed = ("markets.market", "markets.zone", "markets.carrier", "markets.direction", "markets.price_profile")
    data = tuple(f"market_data.{name}" for name in ("market", "year", "price", "charge", "price_profile"))
    profiles = [f"{HOURLY}.{name}" for name in tables.keys("profiles")]
    steps = [f"{HOURLY}.{name}" for name in dictionary()[HOURLY].columns]
    if not tables.clean(*needed, *data, "profiles.profile", *steps, *profiles) or not len(tables[HOURLY]):
        return
    markets = tables["markets"].set_index("market")
    pool = _pools(tables)
    markets["zone"] = [pool.get(c) or zone for zone, c in zip(markets["zone"], markets["carrier"], strict=True)]
    buying, selling = (markets[markets["direction"] == way] for way in ("buy", "sell"))
    for sale, sold in selling.iterrows():
        for purchase, bought in buying.iterrows():
            if (sold["zone"], sold["carrier"]) == (bought["zone"], bought["carrier"]):
                names = str(sale), str(purchase)
                _check_pair(tables, years, names, _price(tables, names[0], years), _price(tables, names[1], years))


def _price(tables: Tables, market: str, years: Sequence[int]) -> Floats:
    """Give what the first MWh costs a buyer or earns a seller, charges included. shape: (year, hour); [CNY/MWh]."""
    data, sign = tables["market_data"], tables["markets"].set_index("market")["direction"][market]
    price, charge = (by_year(data, "market", column, [market], years)[0][:, None] for column in ("price", "charge"))
    found: Floats = price * price_factor(tables, market, years) + (charge if sign == "buy" else -charge)
    return found


def _check_pair(tables: Tables, years: Sequence[int], names: tuple[str, str], earned: Floats, paid: Floats) -> None:
    """Report a sale and a purchase, prices (year, hour), if the sale is dearer in any hour."""
    dearer = earned > paid + CENT
    if not dearer.any():
        return
    year, hour = (int(index) for index in np.unravel_index(np.argmax(earned - paid), paid.shape))
    data = tables["market_data"]
    row = int(data.index[data["market"] == names[0]][0])
    time = pd.Timestamp(tables[HOURLY]["time"].iloc[hour])
    message = (
        f"in {int(dearer.sum())} hours '{names[0]}' pays more than '{names[1]}' costs in the same zone, e.g. "
        f"{earned[year, hour]:g} against {paid[year, hour]:g} {tables.currency}/MWh at {time:%m-%d %H:%M} of "
        f"{years[year]}."
    )
    hint = "Lower the price of the sale or raise that of the purchase (or a charge): buying to sell must not pay."
    tables.report("free-profit", "market_data", message, hint, row=row, column="price")


CHECKS = (
    *(check_data, check_counted_once, check_supplied, check_take_or_pay),
    *(check_links, check_reactances, check_prices),
)
