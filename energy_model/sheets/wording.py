"""Labels of a dataset in the reader's language: names of its things, and numbers with the units they are shown in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import xarray as xr

from energy_model.dataset.units import MONEY, in_currency
from energy_model.runs.run_data import RunData
from energy_model.sheets.messages import Messages
from energy_model.sheets.numerals import aligned, brief, signed
from energy_model.sheets.prefixes import DIVISORS, Size, position, size_in

DIGITS = {"power": 5}  # of the largest number of a column: small plants stand beside large ones
# targets and metrics are in the units of the plan's tables; Chinese readers have units of their own
CHINESE_UNITS = {
    "GW": ("万千瓦", 100.0),
    "TWh": ("亿千瓦时", 10.0),
    "GWh": ("万千瓦时", 100.0),
    "Mt": ("万吨", 100.0),
    "Mtce": ("万吨标煤", 100.0),
}


class Labels:
    """Names and quantities of one dataset in one language; `tr` gives the messages.

    A quantity is shown in the unit that its size asks for (see `prefixes`); where sizes are not known in the largest.
    """

    def __init__(self, dataset: xr.Dataset, lang: str, size: Size | None = None) -> None:
        self.lang = lang
        self.currency = str(dataset.attrs.get("currency", MONEY))
        self.coal_equivalent = dataset.attrs.get("coal_equivalent", "yes") == "yes"
        self.tr = Messages(lang, dataset.attrs)
        self._dataset = dataset
        self._size: Size = size or (lambda _: float("inf"))
        self._positions: dict[str, int] = {}
        self._names: dict[str, dict[str, str]] = {}

    @classmethod
    def of_run(cls, run: RunData, lang: str) -> Self:
        """Give the labels of a run, with the units that its sizes ask for."""
        return cls(run.dataset, lang, size_in([run]))

    def name(self, dim: str, key: str) -> str:
        """Give the name of a zone, carrier, technology, asset, demand, market, metric, target or reference figure."""
        variable = f"{dim}_name_{self.lang}"
        if dim not in self._names and variable in self._dataset:
            pairs = zip(self._dataset[dim].values, self._dataset[variable].values, strict=True)
            self._names[dim] = {str(k): str(name) for k, name in pairs}
        return self._names.get(dim, {}).get(key) or key

    def item(self, kind: str, item: str) -> str:
        """Give the name of an item of the electricity balance (kinds as in `analysis.electricity`)."""
        if kind in ("technology", "trade"):
            return self.name("market" if kind == "trade" else kind, item)
        return self.tr.of("item", f"losses_{item}" if kind == "losses" else item)

    def unit(self, quantity: str) -> str:
        """Give the name of the unit in which a quantity is shown."""
        return self.tr.of("unit", quantity).split("|")[self._position(quantity)]

    def scale(self, quantity: str) -> float:
        """Give the number of model units in the unit in which a quantity is shown."""
        return DIVISORS[self.lang][quantity][self._position(quantity)]

    def _position(self, quantity: str) -> int:
        if quantity not in self._positions:
            self._positions[quantity] = position(self.lang, quantity, self._size(quantity))
        return self._positions[quantity]

    def money(self, unit: str) -> str:
        """Give a unit with the reader's word for the currency, whether it names the dictionary's or the study's."""
        return in_currency(unit, self.currency).replace(self.currency, self.tr.of("currency", self.currency))

    def figures(self, quantity: str, values: Iterable[float]) -> list[str]:
        """Write values in model units as a column of numbers in the shown unit, without it."""
        return aligned([value / self.scale(quantity) for value in values], DIGITS.get(quantity, 4))

    def figure(self, quantity: str, value: float) -> str:
        """Write a value in model units with the shown unit."""
        return f"{brief(value / self.scale(quantity))} {self.unit(quantity)}"

    def shown_unit(self, unit: str) -> tuple[float, str]:
        """Give factor and name of the unit in which values in a unit of the study's tables are shown."""
        name, factor = CHINESE_UNITS.get(unit, (unit, 1.0)) if self.lang == "zh" else (unit, 1.0)
        return factor, "" if name == "1" else name

    def in_unit(self, value: float, unit: str, plus: bool = False) -> str:
        """Write a value that is in a unit of the study's tables ('GW', '%')."""
        factor, name = self.shown_unit(unit)
        return f"{signed(value * factor) if plus else brief(value * factor)} {name}".rstrip()
