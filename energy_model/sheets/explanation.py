"""An explanation of targets in sentences: what excludes what and the ways out, or what holding them costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from energy_model.explanation import Conflict, Explanation, Relaxation, Slack
from energy_model.sheets.numerals import brief
from energy_model.sheets.prefixes import Size
from energy_model.sheets.run import percent
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels

# quantity in which an amount of a metric's unit is shown
_QUANTITIES = {"MW": "power", "MWh": "energy", "t": "co2"}

# what a scenario's file says to enforce a target
_HOW = "targets: {enforce: [NAME]}"


def size_in(found: Explanation) -> Size:
    """Largest value of a quantity in an explanation."""
    changes: list[Relaxation | Slack] = [
        *found.relaxations,
        *(change for conflict in found.conflicts for change in conflict.corrections),
    ]
    changes += [found.next_binding] if found.next_binding is not None else []

    def size(quantity: str) -> float:
        if quantity == "money":
            return abs(found.cost or found.cost_without_targets or float("inf"))
        amounts = [abs(change.amount) for change in changes if _QUANTITIES.get(change.kind) == quantity]
        return max(amounts, default=float("inf"))

    return size


def explained(found: Explanation, labels: Labels) -> list[str]:
    """Give the explanation, a sentence or two an entry; costs are a table of their own."""
    tr = labels.tr
    notes = [tr("explain.not_evaluated", names=_joined(found.not_evaluated, labels))] if found.not_evaluated else []
    if found.feasible is None:
        return [*notes, tr("explain.none", how=_HOW)]
    body = _held(found, labels) if found.feasible else _clashing(found, labels)
    return [*body, *notes]


def _clashing(found: Explanation, labels: Labels) -> Iterator[str]:
    tr = labels.tr
    yield tr("explain.clash", count=len(found.enforced))
    yield from (_excluding(conflict, labels) for conflict in found.conflicts)
    if not found.complete:
        yield tr("explain.cut_short")
    ways = tr("list_separator").join(_relaxed(relaxation, labels) for relaxation in found.relaxations)
    yield tr("explain.least", ways=ways, sum=percent(found.relative))
    yield from _proof(found, labels)
    unserved = labels.figure("energy", max(found.unserved, 0.0))
    yield tr("explain.unserved", energy=unserved)


def _excluding(conflict: Conflict, labels: Labels) -> str:
    tr = labels.tr
    ways = tr("explain.or").join(_relaxed(relaxation, labels) for relaxation in conflict.corrections)
    if len(conflict.targets) == 1:
        return tr("explain.alone", name=labels.name("target", conflict.targets[0]), way=ways)
    return tr("explain.exclude", names=_joined(conflict.targets, labels), ways=ways)


def _relaxed(relaxation: Relaxation, labels: Labels) -> str:
    """Amount by which a target is relaxed, and the value reached then."""
    tr, name = labels.tr, labels.name("target", relaxation.target)
    amount = _amount(relaxation.amount, relaxation.kind, relaxation.own_amount, relaxation.unit, labels)
    if relaxation.value is None:
        return tr("explain.way", name=name, amount=amount)
    return tr("explain.way_to", name=name, amount=amount, value=labels.in_unit(relaxation.value, relaxation.unit))


def _proof(found: Explanation, labels: Labels) -> Iterator[str]:
    if not found.exact:
        yield labels.tr("explain.proof", steps=f"{found.steps:,}", hours=f"{found.hours:,.0f}")


def _held(found: Explanation, labels: Labels) -> Iterator[str]:
    tr, count = labels.tr, len(found.enforced)
    if found.exact:
        yield tr("explain.hold", count=count)
    else:
        yield tr("explain.hold_coarse", count=count, steps=f"{found.steps:,}", hours=f"{found.hours:,.0f}")
    if found.cost is None or found.cost_without_targets is None:
        yield tr("explain.no_time")
        return
    whole = {"cost": labels.figure("money", found.cost), "free": labels.figure("money", found.cost_without_targets)}
    extra = labels.figure("money", max(found.cost - found.cost_without_targets, 0.0))
    yield tr("explain.total", extra=extra, **whole)
    if found.next_binding is not None:
        slack = found.next_binding
        margin = _amount(slack.amount, slack.kind, slack.own_amount, slack.unit, labels)
        name = labels.name("target", slack.target)
        yield tr("explain.next", name=name, margin=margin, share=percent(found.next_binding.relative))


def costs(found: Explanation, labels: Labels) -> DisplayTable:
    """Cost of each target that binds, with notes on its accuracy."""
    tr, unit = labels.tr, labels.unit("money")
    titles = (tr("explain.price"), f"{tr('explain.saving')} [{unit}]")
    sheet = DisplayTable(tr("title.explained"), columns((tr("column.target"),), titles))
    for cost in found.costs:
        kind = cost.unit.split("/", 1)[1]
        saving = "–" if cost.saving is None else brief(cost.saving / labels.scale("money"))
        price = tr("explain.per", price=brief(cost.shadow_price), unit=kind)
        sheet.add(labels.name("target", cost.target), price, saving)
        if cost.penalty is not None and cost.shadow_price > cost.penalty:
            penalty = tr("explain.per", price=brief(cost.penalty), unit=kind)
            sheet.notes.append(tr("explain.dear", name=labels.name("target", cost.target), penalty=penalty))
    free = len(found.enforced) - len(found.costs)
    sheet.notes.append(tr("explain.free", count=free))
    if not found.exact:
        sheet.notes.append(tr("explain.estimate"))
    if not found.keeps_prices:
        sheet.notes.append(tr("explain.prices"))
    if not found.complete:
        sheet.notes.append(tr("explain.unfinished"))
    return sheet


def missed(found: Explanation, labels: Labels) -> DisplayTable:
    """Targets that are checked only, and missed where all enforced ones hold."""
    tr = labels.tr
    titles = (tr("column.required"), tr("column.reached"))
    sheet = DisplayTable(tr("explain.missed"), columns((tr("column.target"),), titles))
    for row in found.missed:
        figures = (labels.in_unit(value, row.unit if row.unit != "1" else "") for value in (row.required, row.value))
        sheet.add(labels.name("target", row.target), *figures)
    return sheet


def _joined(targets: Sequence[str], labels: Labels) -> str:
    """Names in a row, the last after 'and'."""
    names = [labels.tr("explain.quoted", name=labels.name("target", target)) for target in targets]
    *first, last = names
    return labels.tr("explain.and").join([labels.tr("explain.comma").join(first), last]) if first else last


def _amount(value: float, kind: str, own: float | None, unit: str, labels: Labels) -> str:
    """An amount of a target's metric [kind], in the target's unit where there is one for it."""
    if own is not None:
        return labels.in_unit(own, unit)
    quantity = "money" if kind == labels.currency else _QUANTITIES.get(kind)
    return labels.figure(quantity, value) if quantity else f"{brief(value)} {kind}".rstrip()
