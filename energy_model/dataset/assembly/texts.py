"""Texts of a study that go with its dataset: currency, words for place and plan, licence of its data."""

from __future__ import annotations

from energy_model.dataset.tables import Tables
from energy_model.dataset.units import MONEY

WORDS = ("place_zh", "place_en", "plan_zh", "plan_en", "licence")


def texts(tables: Tables) -> dict[str, str]:
    """Give the dataset's attributes: currency, coal_equivalent (yes or no), licence, place and plan by language."""
    currency = tables.currency
    shown = tables.text_setting("coal_equivalent") or ("yes" if currency == MONEY else "no")
    return {"currency": currency, "coal_equivalent": shown, **{name: tables.text_setting(name) for name in WORDS}}
