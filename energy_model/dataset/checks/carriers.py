"""Carriers: what is balanced over the year is touched by nothing that works by the hour."""

from __future__ import annotations

from collections.abc import Sequence

from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

_HINT = "Only processes, demands and markets may touch a yearly carrier; or write 'hour' in carriers.balanced."


def check_yearly(tables: Tables, years: Sequence[int]) -> None:
    """Report yearly carriers in technologies that are dispatched by the hour, in lines, and as what boils off."""
    carriers = tables.sound("carriers", ["carrier", "balanced", "disposable"])
    yearly = set(carriers["carrier"][carriers["balanced"] == "year"])
    for row, carrier in records(carriers[carriers["disposable"].astype(bool)]):
        if carrier["carrier"] in yearly:
            message, hint = "a yearly carrier cannot be disposable.", "Write no: what is not needed is not bought."
            tables.report("yearly-carrier", "carriers", message, hint, row=row, column="disposable")
    technologies = tables.sound("technologies", ["technology", "behaviour", "carrier", "loss_to"])
    hourly = technologies[technologies["behaviour"] != "process"]
    for row, technology in records(hourly):
        for column in ("carrier", "loss_to"):
            if technology[column] in yearly:
                _report(tables, "technologies", row, column, technology[column], technology["behaviour"])
    behaviour = dict(zip(hourly["technology"], hourly["behaviour"], strict=True))
    for row, port in records(tables.sound("ports", ["technology", "carrier"])):
        if port["carrier"] in yearly and port["technology"] in behaviour:
            _report(tables, "ports", row, "carrier", port["carrier"], behaviour[port["technology"]])
    for row, link in records(tables.sound("links", ["from_carrier", "to_carrier"])):
        for column in ("from_carrier", "to_carrier"):
            if link[column] in yearly:
                _report(tables, "links", row, column, link[column], "transmission")


def _report(tables: Tables, table: str, row: int, column: str, carrier: str, behaviour: str) -> None:
    message = f"'{carrier}' is balanced over the year, but {behaviour} works by the hour."
    tables.report("yearly-carrier", table, message, _HINT, row=row, column=column)


CHECKS = (check_yearly,)
