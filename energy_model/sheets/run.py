"""Sheets of a run as a whole: costs, audit, what is assumed, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from energy_model.dataset.provenance import LEVELS
from energy_model.dataset.steps import StepFigures
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import costs_by_kind
from energy_model.sheets.messages import Messages
from energy_model.sheets.numerals import brief, scientific, shares, small
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.steps import steps_told
from energy_model.sheets.wording import Labels


def costs(run: RunData, labels: Labels, years: Sequence[int] | None = None) -> DisplayTable:
    """Costs of a year by kind, largest first, with their sum; years : of the run; default: all."""
    tr, found = labels.tr, costs_by_kind(run)
    found = found[found["year"].isin(years or run.summary["years"])]
    unit = labels.unit("money")
    sheet = DisplayTable(
        tr("title.costs"),
        columns((tr("column.item"),), (f"{tr('column.cost')} [{unit}]", tr("column.share"))),
    )
    for year, part in found.groupby("year"):
        part = part.sort_values("cost", ascending=False)
        total = float(part["cost"].sum())
        texts = labels.figures("money", [*part["cost"], total])
        if len(run.summary["years"]) > 1:
            sheet.section(str(year))
        for text, share, (_, row) in zip(texts, shares(part["cost"], total), part.iterrows(), strict=False):
            sheet.add(cost_name(labels, row["kind"], row["carrier"]), text, share)
        sheet.add(tr("row.total"), texts[-1], "100 %", meaning="total")
    sheet.notes.append(tr("note.costs"))
    return sheet


def investment(run: RunData, labels: Labels) -> DisplayTable:
    """Investment by model year: what the plan builds, and committed plants beside it."""
    tr, names = labels.tr, ["planned", "committed"]
    found = run.statistic("investment", by=("year",), columns=names)
    found = found.set_index("year").reindex(run.summary["years"], fill_value=0.0)
    titles = [f"{text} [{labels.unit('money')}]" for text in (tr("column.planned"), tr("column.committed"))]
    sheet = DisplayTable(tr("title.investment"), columns((tr("column.year"),), titles))
    texts = iter(labels.figures("money", found[names].to_numpy(dtype=float).ravel()))
    for year in found.index:
        sheet.add(str(year), *(next(texts) for _ in names))
    sheet.notes.append(tr("note.investment"))
    return sheet


def cost_name(labels: Labels, kind: str, carrier: str) -> str:
    """Name a kind of cost, e.g. 'Bought: Coal'."""
    name = labels.tr.of("cost", kind)
    return f"{name}{labels.tr('colon')}{labels.name('carrier', carrier)}" if carrier else name


def audit(run: RunData, labels: Labels) -> DisplayTable:
    """Certified cost, residuals, size of the problem and seconds."""
    tr, summary = labels.tr, run.summary
    figures, size = summary["audit"], summary["size"]
    sheet = DisplayTable(tr("title.audit"), columns((tr("column.item"),), (tr("column.value"),)))
    sheet.add(tr("audit.cost"), labels.figure("money", run.objective))
    sheet.add(tr("audit.bound"), labels.figure("money", run.lower_bound))
    sheet.add(tr("audit.distance"), labels.figure("money", run.objective - run.lower_bound))
    sheet.add(tr("audit.common"), labels.figure("money", summary.get("common_cost", 0.0)))
    sheet.add(tr("audit.gap"), percent(summary["gap"]))
    sheet.add(tr("audit.balance_error"), f"{scientific(figures['balance_error'])} MW")
    sheet.add(tr("audit.energy_error"), scientific(figures["energy_error"]))
    sheet.add(tr("audit.carbon_error"), scientific(figures["carbon_error"]))
    sheet.add(tr("audit.cost_error"), scientific(figures["cost_error"]))
    sheet.add(tr("audit.unserved_mwh"), f"{small(figures['unserved_mwh'])} MWh")
    sheet.add(tr("audit.primal_residual"), scientific(figures["primal_residual"]))
    sheet.add(tr("audit.simultaneous_mw"), f"{small(figures['simultaneous_mw'])} MW")
    if "price_rows" in figures:  # a run of an earlier release has none
        sheet.add(tr("audit.price_rows"), f"{figures['price_rows_outside']:,} / {figures['price_rows']:,}")
    sheet.add(tr("audit.size"), f"{size['rows']:,} × {size['columns']:,} ({size['nonzeros']:,})")
    if "time" in summary:
        time = StepFigures(**summary["time"])
        sheet.add(tr("audit.steps"), steps_told(time, tr))
        sheet.notes += [tr("note.periods")] if time.periods > 1 else []
    sheet.add(tr("audit.solver"), f"HiGHS {run.manifest['versions']['highspy']}, {run.manifest['solver']['method']}")
    sheet.add(tr("audit.iterations"), f"{run.manifest['solver']['iterations']:,}")
    for stage, seconds in summary["seconds"].items():
        sheet.add(tr("audit.seconds", stage=tr.of("stage", stage)), f"{seconds:.1f} s")
    return sheet


def percent(gap: float) -> str:
    """Write a gap: '0.3 %', '< 0.0001 %' for what is as good as zero."""
    return f"{brief(100 * gap, 2)} %" if abs(gap) >= 1e-6 else "< 0.0001 %"


def assumptions(counted: list[dict[str, Any]], tr: Messages) -> DisplayTable:
    """Rows of the study's tables by the confidence of their sources, and how many have a range where any has.

    counted : rows of `dataset.provenance.confidence`, as a run's manifest has them
    """
    names = ("rows", *LEVELS, *(("ranged",) if any(row.get("ranged") for row in counted) else ()))
    titles = [tr("column.rows"), *(tr.of("confidence", level) for level in LEVELS), tr("column.ranged")][: len(names)]
    sheet = DisplayTable(tr("title.assumptions"), columns((tr("column.table"),), titles))
    for row in counted:
        sheet.add(str(row["table"]), *(str(row[name]) for name in names))
    sums = [str(sum(row[name] for row in counted)) for name in names]
    sheet.add(tr("row.total"), *sums, meaning="total")
    return sheet


def manifest(run: RunData, labels: Labels) -> DisplayTable:
    """Provenance of the run: study, scenario, options, releases, machine, values set, hashes of the inputs."""
    tr, made = labels.tr, run.manifest
    sheet = DisplayTable(tr("title.manifest"), columns((tr("column.item"), tr("column.value"))))
    sheet.add(tr("manifest.made"), made["made"])
    sheet.add(tr("manifest.study"), made["study"])
    sheet.add(tr("manifest.scenario"), ", ".join(made["scenario_files"]))
    sheet.add(tr("manifest.options"), ", ".join(f"{k} {v}" for k, v in made["options"].items() if v is not None))
    sheet.add(tr("manifest.versions"), ", ".join(f"{k} {v}" for k, v in made["versions"].items()))
    sheet.add(tr("manifest.machine"), made["machine"])
    for title, rows in (
        (tr("section.origins"), [(o["what"], f"{o['value']} ({o['origin']})") for o in made["origins"]]),
        (tr("section.hashes"), list(made["inputs"].items())),
    ):
        sheet.section(title)
        for cells in rows:
            sheet.add(*cells)
    return sheet
