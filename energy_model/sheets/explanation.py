"""An explanation of targets in sentences: what excludes what and the ways out, or what holding them costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from energy_model.explanation import Conflict, Explanation, Relaxation
from energy_model.sheets.numerals import brief
from energy_model.sheets.run import percent
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words

# quantity in which an amount of a metric's unit is shown
_QUANTITIES = {"MW": "power", "MWh": "energy", "t": "co2", "CNY": "money"}

# what a scenario's file says to enforce a target
_HOW = "targets: {enforce: [NAME]}"


def explained(found: Explanation, words: Words) -> list[str]:
    """Give the explanation, a sentence or two an entry; costs are a table of their own."""
    say = words.say
    told = [say("explain.untold", names=_joined(found.untold, words))] if found.untold else []
    if found.hold is None:
        return [*told, say("explain.none", how=_HOW)]
    body = _held(found, words) if found.hold else _clashing(found, words)
    return [*body, *told]


def _clashing(found: Explanation, words: Words) -> Iterator[str]:
    say = words.say
    yield say("explain.clash", count=len(found.enforced))
    yield from (_excluding(conflict, words) for conflict in found.conflicts)
    if not found.complete:
        yield say("explain.cut_short")
    ways = say("list_separator").join(_way(way, words) for way in found.relaxations)
    yield say("explain.least", ways=ways, sum=percent(found.relative))
    yield from _proof(found, words)
    unserved = words.figure("energy", max(found.unserved, 0.0))
    yield say("explain.unserved", energy=unserved)


def _excluding(conflict: Conflict, words: Words) -> str:
    say = words.say
    ways = say("explain.or").join(_way(way, words) for way in conflict.ways)
    if len(conflict.targets) == 1:
        return say("explain.alone", name=words.name("target", conflict.targets[0]), way=ways)
    return say("explain.exclude", names=_joined(conflict.targets, words), ways=ways)


def _way(way: Relaxation, words: Words) -> str:
    """By how much a target gives way, and to what."""
    say, name = words.say, words.name("target", way.target)
    amount = _amount(way.amount, way.kind, way.own_amount, way.unit, words)
    if way.value is None:
        return say("explain.way", name=name, amount=amount)
    return say("explain.way_to", name=name, amount=amount, value=words.in_unit(way.value, way.unit))


def _proof(found: Explanation, words: Words) -> Iterator[str]:
    if not found.exact:
        yield words.say("explain.proof", steps=f"{found.steps:,}", hours=f"{found.hours:,.0f}")


def _held(found: Explanation, words: Words) -> Iterator[str]:
    say, count = words.say, len(found.enforced)
    if found.exact:
        yield say("explain.hold", count=count)
    else:
        yield say("explain.hold_coarse", count=count, steps=f"{found.steps:,}", hours=f"{found.hours:,.0f}")
    if found.cost is None or found.free_cost is None:
        yield say("explain.no_time")
        return
    whole = {"cost": words.figure("money", found.cost), "free": words.figure("money", found.free_cost)}
    extra = words.figure("money", max(found.cost - found.free_cost, 0.0))
    yield say("explain.total", extra=extra, **whole)
    if found.next is not None:
        room = found.next
        margin = _amount(room.margin, room.kind, room.own_margin, room.unit, words)
        name = words.name("target", room.target)
        yield say("explain.next", name=name, margin=margin, share=percent(found.next.relative))


def costs(found: Explanation, words: Words) -> Sheet:
    """What each target that binds costs; how exact that is."""
    say, unit = words.say, words.unit("money")
    titles = (say("explain.price"), f"{say('explain.saving')} [{unit}]")
    sheet = Sheet(say("title.explained"), columns((say("column.target"),), titles))
    for cost in found.costs:
        kind = cost.unit.removeprefix("CNY/")
        saving = "–" if cost.saving is None else brief(cost.saving / words.scale("money"))
        price = say("explain.per", price=brief(cost.shadow_price), unit=kind)
        sheet.add(words.name("target", cost.target), price, saving)
        if cost.shadow_price > cost.penalty:
            penalty = say("explain.per", price=brief(cost.penalty), unit=kind)
            sheet.notes.append(say("explain.dear", name=words.name("target", cost.target), penalty=penalty))
    free = len(found.enforced) - len(found.costs)
    sheet.notes.append(say("explain.free", count=free))
    if not found.exact:
        sheet.notes.append(say("explain.estimate"))
    if not found.keeps_prices:
        sheet.notes.append(say("explain.prices"))
    if not found.complete:
        sheet.notes.append(say("explain.unfinished"))
    return sheet


def missed(found: Explanation, words: Words) -> Sheet:
    """Targets that are checked only, and missed where all enforced ones hold."""
    say = words.say
    titles = (say("column.required"), say("column.reached"))
    sheet = Sheet(say("explain.missed"), columns((say("column.target"),), titles))
    for row in found.missed:
        figures = (words.in_unit(value, row.unit if row.unit != "1" else "") for value in (row.required, row.value))
        sheet.add(words.name("target", row.target), *figures)
    return sheet


def _joined(targets: Sequence[str], words: Words) -> str:
    """Names in a row, the last after 'and'."""
    names = [words.say("explain.quoted", name=words.name("target", target)) for target in targets]
    *first, last = names
    return words.say("explain.and").join([words.say("explain.comma").join(first), last]) if first else last


def _amount(value: float, kind: str, own: float | None, unit: str, words: Words) -> str:
    """An amount of a target's metric [kind], in the target's unit where there is one for it."""
    if own is not None:
        return words.in_unit(own, unit)
    quantity = _QUANTITIES.get(kind)
    return words.figure(quantity, value) if quantity else f"{brief(value)} {kind}".rstrip()
