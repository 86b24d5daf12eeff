"""Green power of parks and its certificates: a MWh counts once, whatever way it takes to the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

Node = tuple[str, str]  # zone, carrier
_NEEDED = (
    *("technologies.technology", "technologies.carrier", "assets.technology", "assets.zone"),
    *("technology_data.technology", "technology_data.parameter", "technology_data.value"),
    *("links.technology", "links.from_zone", "links.to_zone", "links.traced_zone", "links.bidirectional"),
)


def check_traced(tables: Tables, years: Sequence[int]) -> None:
    """Report links that trace the green power of a park in which they do not begin, and that run both ways."""
    for row, link in records(tables.sound("links", ["from_zone", "bidirectional", "traced_zone"])):
        if link["traced_zone"] and link["traced_zone"] != link["from_zone"]:
            message = f"the link begins in '{link['from_zone']}' and cannot deliver power of '{link['traced_zone']}'."
            hint = f"Name the zone where it begins, or correct {tables.place('links')}."
            tables.report("wrong-zone", "links", message, hint, row=row, column="traced_zone")
        elif link["traced_zone"] and link["bidirectional"]:
            message = "power that is sent over the link and back would count as delivered each time."
            hint = "Write no, and give the way back a link of its own."
            tables.report("counted-twice", "links", message, hint, row=row, column="bidirectional")


def check_certified(tables: Tables, years: Sequence[int]) -> None:
    """Report certificates of links that run both ways, and those sold on the way to a link that a park traces.

    Certificates of traced links, and of plants where these begin, are sold or kept as the plan chooses; what is sold
    further up the way would be counted by the park as well.
    """
    if not tables.clean(*_NEEDED):
        return
    data = tables["technology_data"]
    selling = set(data["technology"][(data["parameter"] == "certificates") & (data["value"] > 0)])
    own = dict(zip(tables["technologies"]["technology"], tables["technologies"]["carrier"], strict=True))
    upstream = _upstream(tables, own)
    for row, asset in records(tables["assets"]):
        park, begins = upstream.get((asset["zone"], own[asset["technology"]]), ("", True))
        if asset["technology"] in selling and not begins:
            _report(tables, "assets", row, park)
    for row, link in records(tables["links"]):
        if link["technology"] not in selling:
            continue
        if link["bidirectional"]:
            message = "power that is sent over the link and back would sell a certificate each time."
            tables.report("counted-twice", "links", message, "Write no.", row=row, column="bidirectional")
        elif (end := _end(link, own)) in upstream and not link["traced_zone"]:
            _report(tables, "links", row, upstream[end][0])


def _report(tables: Tables, table: str, row: int, park: str) -> None:
    message = f"'{park}' counts power of which the certificates are sold here."
    hint = "Give certificates to the links by which power leaves the park for the grid instead."
    tables.report("counted-twice", table, message, hint, row=row, column="technology")


def _begin(link: Mapping[str, Any], own: Mapping[str, str]) -> Node:
    return link["from_zone"], link["from_carrier"] or own[link["technology"]]


def _end(link: Mapping[str, Any], own: Mapping[str, str]) -> Node:
    return link["to_zone"], link["to_carrier"] or own[link["technology"]]


def _upstream(tables: Tables, own: Mapping[str, str]) -> dict[Node, tuple[str, bool]]:
    """Park whose traced links begin at a node or are reached from it over links, and whether they begin there."""
    links = [link for _, link in records(tables["links"])]
    found = {_begin(link, own): (str(link["traced_zone"]), True) for link in links if link["traced_zone"]}
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        before = [_begin(link, own) for link in links if _end(link, own) == node]
        before += [_end(link, own) for link in links if link["bidirectional"] and _begin(link, own) == node]
        new = [other for other in before if other not in found]
        found |= dict.fromkeys(new, (found[node][0], False))
        waiting += new
    return found


def check_contracts(tables: Tables, years: Sequence[int]) -> None:
    """Report contracts for difference without a price or a reference, and those that would be settled twice."""
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    shares = data[(data["parameter"] == "contract_share") & (data["value"] > 0)]
    given = {
        name: set(data["technology"][data["parameter"] == name]) for name in ("contract_price", "contract_reference")
    }
    for row, number in records(shares):
        for name in [name for name, technologies in given.items() if number["technology"] not in technologies]:
            message = f"'{number['technology']}' has a contract_share and no {name}."
            hint = f"Give {name}: the difference of both prices is settled."
            tables.report("contract", "technology_data", message, hint, row=row, column="parameter")
    if not tables.clean(*_NEEDED):
        return
    contracted = set(shares["technology"])
    own = dict(zip(tables["technologies"]["technology"], tables["technologies"]["carrier"], strict=True))
    settled = {(a["zone"], own[a["technology"]]) for _, a in records(tables["assets"]) if a["technology"] in contracted}
    for row, link in records(tables["links"]):
        if link["technology"] in contracted and (link["bidirectional"] or _begin(link, own) in settled):
            message = "power under contract would be settled twice, here and on its way to this link or back."
            hint = "Give the contract to plants or to one-way links by which their power reaches the grid, not to both."
            tables.report("counted-twice", "links", message, hint, row=row, column="technology")


def check_purchases(tables: Tables, years: Sequence[int]) -> None:
    """Report certificates that are cheaper to buy than to sell."""
    data = tables.sound("settings", ["setting", "value"])
    sold, bought = (setting(tables, name, years) for name in ("certificate_price", "certificate_purchase_price"))
    rows = [row for row, _ in records(data[data["setting"] == "certificate_purchase_price"])]
    if rows and ((bought > 0) & (bought < sold)).any():
        message = "a park could sell its own certificates and buy others for less."
        hint = "Give a certificate_purchase_price that is not below certificate_price in any year."
        tables.report("free-profit", "settings", message, hint, row=rows[0], column="value")


CHECKS = (check_traced, check_certified, check_contracts, check_purchases)
