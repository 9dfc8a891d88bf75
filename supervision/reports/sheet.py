"""The yearly report as a spreadsheet: the figures with their formulas, a sheet for each cut, and what had to add up."""

from io import BytesIO
from typing import Any

import xlsxwriter

from supervision.reports.figures import definitions, groups
from supervision.reports.yearly import Part, Report
from supervision.rules.figures import Number

CUT_TITLES = {"office": "按机构", "item": "按事项", "sub_item": "按子项", "channel": "按渠道", "person": "按受理人"}
UNITS = {"case": "件", "day": "工作日", "percent": "%", "trip": "次", "star": "星", "item": "项"}


def xlsx(report: Report) -> bytes:
    """A workbook; numbers are numbers, and what a name begins with is never taken for a formula."""
    made = BytesIO()
    # `constant_memory` would write a temporary file; the day in the properties is the report's, so that bytes repeat
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title(report), "created": report.moment})
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    _figures(book, report, bold, wrap)
    for name, parts in report.cuts.items():
        _table(book, CUT_TITLES[name], parts, bold)
    _table(book, "按月份", report.months, bold)
    _appendix(book, report, bold)
    _checks(book, report, bold)
    book.close()
    return made.getvalue()


def title(report: Report) -> str:
    """What stands over it."""
    return f"{'、'.join(report.offices)}{report.year}年度行政许可实施和监督管理情况"


def _figures(book: Any, report: Report, bold: Any, wrap: Any) -> None:
    sheet = book.add_worksheet("全部指标")
    sheet.set_column(0, 0, 28)
    sheet.set_column(3, 3, 70, wrap)
    sheet.write_string(0, 0, title(report), bold)
    sheet.write_string(1, 0, f"{report.period.since} 至 {report.period.until}，事项入册之日计数")
    row = 3
    for group in groups():
        for column, text in enumerate((group.name, "数值", "单位", "口径")):
            sheet.write_string(row, column, text, bold)
        for figure in group.figures:
            row += 1
            sheet.write_string(row, 0, figure.name)
            _number(sheet, row, 1, report.values[figure.code])
            sheet.write_string(row, 2, UNITS[figure.unit])
            sheet.write_string(row, 3, figure.words)
        row += 2


def _table(book: Any, name: str, parts: tuple[Part, ...], bold: Any) -> None:
    sheet = book.add_worksheet(name)
    figures = [figure for figure in definitions().values() if not parts or figure.code in parts[0].values]
    sheet.freeze_panes(1, 2)
    sheet.set_column(1, 1, 36)
    for column, text in enumerate(("编号", "名称", *(figure.name for figure in figures))):
        sheet.write_string(0, column, text, bold)
    for row, part in enumerate(parts, start=1):
        sheet.write_string(row, 0, part.key)
        sheet.write_string(row, 1, part.name)
        for column, figure in enumerate(figures, start=2):
            _number(sheet, row, column, part.values[figure.code])


def _appendix(book: Any, report: Report, bold: Any) -> None:
    sheet = book.add_worksheet("一览表")
    sheet.set_column(0, 8, 22)
    row = 0
    for section, columns in report.appendix:
        sheet.write_string(row, 0, section.name, bold)
        for column, each in enumerate(columns):
            sheet.write_string(row + 1, column, each.column.name)
            if each.column.figure:
                _number(sheet, row + 2, column, each.value)
            else:
                sheet.write_string(row + 2, column, each.plain)
        row += 4


def _checks(book: Any, report: Report, bold: Any) -> None:
    sheet = book.add_worksheet("勾稽关系")
    sheet.set_column(0, 1, 50)
    for column, text in enumerate(("关系", "范围", "左", "右", "相符")):
        sheet.write_string(0, column, text, bold)
    for row, check in enumerate(report.checks, start=1):
        sheet.write_string(row, 0, check.what)
        sheet.write_string(row, 1, check.where)
        sheet.write_number(row, 2, check.left)
        sheet.write_number(row, 3, check.right)
        sheet.write_string(row, 4, "是" if check.holds else "否")


def _number(sheet: Any, row: int, column: int, value: Number) -> None:
    if value is None:
        sheet.write_string(row, column, "—")
    else:
        sheet.write_number(row, column, float(value))
