"""Roles: what carriers and zones are to those who read a solution, who ask for roles and never for names."""

from __future__ import annotations

from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.tables import Tables

ELECTRICITY = "electricity"
OUTSIDE, PARK = "outside", "park"  # of zones


def roles(tables: Tables) -> list[str]:
    """Role of each carrier, in file order; '' for one without."""
    carriers = tables["carriers"]
    return [role or role_by_name(name) for name, role in zip(carriers["carrier"], carriers["role"], strict=True)]


def role_by_name(carrier: str) -> str:
    """Role of a carrier that is given none: that of its own name, or ''."""
    return carrier if carrier in known_roles() else ""


def known_roles() -> tuple[str, ...]:
    """All roles that there are."""
    return dictionary()["carriers"].columns["role"].choices


def inside_zones(tables: Tables) -> list[str]:
    """Zones that are not outside, in file order."""
    pairs = zip(tables["zones"]["zone"], zone_roles(tables), strict=True)
    return [zone for zone, role in pairs if role != OUTSIDE]


def zone_roles(tables: Tables) -> list[str]:
    """Role of each zone by its kind, in file order: outside, park, or '' for one that counts as the city."""
    role_of = dict(zip(tables["zone_kinds"]["kind"], tables["zone_kinds"]["role"], strict=True))
    return [role_of[kind] for kind in tables["zones"]["kind"]]
