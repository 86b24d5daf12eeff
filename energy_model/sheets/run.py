"""Sheets of a run as a whole: costs, audit, what is assumed, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from energy_model.dataset.provenance import LEVELS
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import costs_by_kind
from energy_model.sheets.messages import Messages
from energy_model.sheets.numerals import brief, scientific, shares, small
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words


def costs(run: RunData, words: Words, years: Sequence[int] | None = None) -> Sheet:
    """Costs of a year by kind, largest first, with their sum; years : of the run; default: all."""
    say, found = words.say, costs_by_kind(run)
    found = found[found["year"].isin(years or run.summary["years"])]
    unit = words.unit("money")
    sheet = Sheet(
        say("title.costs"), columns((say("column.item"),), (f"{say('column.cost')} [{unit}]", say("column.share")))
    )
    for year, part in found.groupby("year"):
        part = part.sort_values("cost", ascending=False)
        total = float(part["cost"].sum())
        texts = words.figures("money", [*part["cost"], total])
        if len(run.summary["years"]) > 1:
            sheet.section(str(year))
        for text, share, (_, row) in zip(texts, shares(part["cost"], total), part.iterrows(), strict=False):
            sheet.add(cost_name(words, row["kind"], row["carrier"]), text, share)
        sheet.add(say("row.total"), texts[-1], "100 %", meaning="total")
    sheet.notes.append(say("note.costs"))
    return sheet


def cost_name(words: Words, kind: str, carrier: str) -> str:
    """Name a kind of cost, e.g. 'Bought: Coal'."""
    name = words.say.of("cost", kind)
    return f"{name}{words.say('colon')}{words.name('carrier', carrier)}" if carrier else name


def audit(run: RunData, words: Words) -> Sheet:
    """Certified cost, residuals, size of the problem and seconds."""
    say, summary = words.say, run.summary
    figures, size = summary["audit"], summary["size"]
    sheet = Sheet(say("title.audit"), columns((say("column.item"),), (say("column.value"),)))
    sheet.add(say("audit.cost"), words.figure("money", summary["objective_cny"]))
    sheet.add(say("audit.bound"), words.figure("money", summary["lower_bound_cny"]))
    sheet.add(say("audit.gap"), percent(summary["gap"]))
    sheet.add(say("audit.balance_error"), f"{scientific(figures['balance_error'])} MW")
    sheet.add(say("audit.energy_error"), scientific(figures["energy_error"]))
    sheet.add(say("audit.carbon_error"), scientific(figures["carbon_error"]))
    sheet.add(say("audit.cost_error"), scientific(figures["cost_error"]))
    sheet.add(say("audit.unserved_mwh"), f"{small(figures['unserved_mwh'])} MWh")
    sheet.add(say("audit.primal_residual"), scientific(figures["primal_residual"]))
    sheet.add(say("audit.simultaneous_mw"), f"{small(figures['simultaneous_mw'])} MW")
    sheet.add(say("audit.size"), f"{size['rows']:,} × {size['columns']:,} ({size['nonzeros']:,})")
    sheet.add(say("audit.steps"), f"{size['steps']:,}")
    sheet.add(say("audit.solver"), f"HiGHS {run.manifest['versions']['highspy']}, {run.manifest['solver']['method']}")
    sheet.add(say("audit.iterations"), f"{run.manifest['solver']['iterations']:,}")
    for stage, seconds in summary["seconds"].items():
        sheet.add(say("audit.seconds", stage=say.of("stage", stage)), f"{seconds:.1f} s")
    return sheet


def percent(gap: float) -> str:
    """Write a gap: '0.3 %', '< 0.0001 %' for what is as good as zero."""
    return f"{brief(100 * gap, 2)} %" if abs(gap) >= 1e-6 else "< 0.0001 %"


def assumptions(counted: list[dict[str, Any]], say: Messages) -> Sheet:
    """Rows of the study's tables by the confidence of their sources.

    counted : rows of `dataset.provenance.confidence`, as a run's manifest has them
    """
    titles = [say("column.rows"), *(say.of("confidence", level) for level in LEVELS)]
    sheet = Sheet(say("title.assumptions"), columns((say("column.table"),), titles))
    for row in counted:
        sheet.add(str(row["table"]), *(str(row[name]) for name in ("rows", *LEVELS)))
    sums = [str(sum(row[name] for row in counted)) for name in ("rows", *LEVELS)]
    sheet.add(say("row.total"), *sums, meaning="total")
    return sheet


def manifest(run: RunData, words: Words) -> Sheet:
    """What the run was made from: study, scenario, options, releases, machine, values set, hashes of the inputs."""
    say, made = words.say, run.manifest
    sheet = Sheet(say("title.manifest"), columns((say("column.item"), say("column.value"))))
    sheet.add(say("manifest.made"), made["made"])
    sheet.add(say("manifest.study"), made["study"])
    sheet.add(say("manifest.scenario"), ", ".join(made["scenario_files"]))
    sheet.add(say("manifest.options"), ", ".join(f"{k} {v}" for k, v in made["options"].items() if v is not None))
    sheet.add(say("manifest.versions"), ", ".join(f"{k} {v}" for k, v in made["versions"].items()))
    sheet.add(say("manifest.machine"), made["machine"])
    for title, rows in (
        (say("section.origins"), [(o["what"], f"{o['value']} ({o['origin']})") for o in made["origins"]]),
        (say("section.hashes"), list(made["inputs"].items())),
    ):
        sheet.section(title)
        for cells in rows:
            sheet.add(*cells)
    return sheet
