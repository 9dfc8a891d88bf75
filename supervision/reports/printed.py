"""The yearly report on paper: set by typst, in the typefaces of the documents."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from approvals.documents.rendering import STANDARD, ZONE, press_of
from supervision.reports.figures import definitions, groups
from supervision.reports.sheet import CUT_TITLES, UNITS, title
from supervision.reports.yearly import Part, Report
from supervision.rules.figures import Figure, Number
from workflow.errors import LicensingError

TEMPLATE = Path(__file__).parent / "yearly.typ"
COLUMNS = ("carried_in", "accepted", "concluded", "granted", "refused", "terminated", "open", "on_time_rate", "average_days")


class ReportFault(LicensingError):
    """The report cannot be set."""

    code, status, text = "report_fault", 500, "报告无法排版"


def pdf(report: Report) -> bytes:
    """PDF/A-2b; the same report gives the same bytes.  Raises ReportFault."""
    press = press_of(settings.LICENSING_DOCUMENTS_DIR)
    inputs = {"data": json.dumps(_data(report), ensure_ascii=False), "faces": json.dumps(press.typefaces.families)}
    made_on = datetime.combine(report.period.until, time.min, ZONE)
    try:
        compiler = typst.Compiler(input=TEMPLATE, font_paths=press.fonts, ignore_system_fonts=True)
        found = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD, timestamp=made_on)
    except typst.TypstError as fault:
        raise ReportFault(fault.message) from fault
    if not isinstance(found, bytes):
        raise ReportFault
    return found


def _data(report: Report) -> dict[str, Any]:
    tables = [(CUT_TITLES[name], parts) for name, parts in report.cuts.items()] + [("按月份", report.months)]
    failed = "；".join(f"{each.where} {each.what}：{each.left} ≠ {each.right}" for each in report.failures)
    return {
        "title": title(report),
        "since": report.period.since.isoformat(),
        "until": report.period.until.isoformat(),
        "groups": [
            {"name": group.name, "figures": [_line(figure, report.values[figure.code]) for figure in group.figures]}
            for group in groups()
        ],
        "tables": [_table(name, parts) for name, parts in tables],
        "appendix": [
            {"name": section.name, "columns": [{"name": each.column.name, "value": each.plain} for each in columns]}
            for section, columns in report.appendix
        ],
        "checks": f"{len(report.checks)} 项，" + (f"其中不符：{failed}" if failed else "全部相符。"),
    }


def _line(figure: Figure, value: Number) -> dict[str, str]:
    unit = UNITS[figure.unit]
    return {"name": figure.name, "value": "—" if value is None else f"{value}{'' if unit == '%' else ' '}{unit}"}


def _table(name: str, parts: tuple[Part, ...]) -> dict[str, Any]:
    figures = [definitions()[code] for code in COLUMNS]
    rows = [
        {"name": part.name or part.key or "无受理人", "values": [_bare(part.values[figure.code]) for figure in figures]}
        for part in parts
    ]
    return {"name": name, "first": name.removeprefix("按"), "heads": [figure.name for figure in figures], "rows": rows}


def _bare(value: Number) -> str:
    return "—" if value is None else str(value)
