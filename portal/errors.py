"""What went wrong, told on a page: its status, a sentence, what one can do.  Never a 500 for what somebody typed."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from approvals.documents.errors import DocumentError
from approvals.files.errors import FileError
from workflow.errors import BadInput, LicensingError

logger = logging.getLogger(__name__)
RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Advice:
    """The heading of a status, and what to do about it."""

    heading: Promise
    todo: Promise


ADVICE: dict[int, Advice] = {
    400: Advice(_("请求无法处理"), _("请返回上一页，检查后重新提交。")),
    403: Advice(_("不能办理"), _("如果您认为应当有权办理，请联系本单位管理员核对岗位和授权。")),
    404: Advice(_("没有找到"), _("请核对编号，或者从待办、收件箱打开。")),
    405: Advice(_("此地址不能直接打开"), _("请从页面上的链接或者按钮进入。")),
    409: Advice(_("办件的情况不允许"), _("没有保存任何内容。请返回办件页，按最新情况办理。")),
    422: Advice(_("填写有误"), _("没有保存任何内容。请返回上一页改正后重新提交。")),
    500: Advice(_("系统出错"), _("没有保存任何内容，错误已经记录。请稍后再试；仍不成功的，请联系管理员。")),
    503: Advice(_("系统暂时不能办理"), _("没有保存任何内容。请半分钟后刷新本页再试。")),
}


def page(
    request: HttpRequest, *, status: int, text: str = "", detail: str = "", field: str = "", code: str = ""
) -> HttpResponse:
    """The error page; it reads nothing from the database."""
    advice = ADVICE.get(status, ADVICE[500])
    facts = {"status": status, "advice": advice, "text": text, "detail": detail, "field": field, "code": code}
    response = render(request, "portal/error.html", facts, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def of_licensing(request: HttpRequest, error: LicensingError) -> HttpResponse:
    """A refusal or bad input, in the reader's language; the detail stays as it was written."""
    field = error.field if isinstance(error, BadInput) else ""
    detail = translated(error.detail) if error.detail else ""
    return page(
        request, status=error.status, text=translated(error.text), detail=detail, field=field, code=error.code
    )


def of_database(request: HttpRequest, error: DatabaseError | InterfaceError) -> HttpResponse:
    """A value the database cannot hold is bad input; a database that is away is told as such."""
    if isinstance(error, DataError):
        return page(request, status=422, text=translated("提交的内容含有不能保存的字符或者数值"))
    logger.error("database: %s", error)
    if isinstance(error, OperationalError | InterfaceError):
        return page(request, status=503, text=translated("数据库暂时连接不上"))
    return page(request, status=500)


class ErrorPages:
    """Answers for the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """An address of a form that was opened by itself (reloaded, typed) gets a page too, instead of an empty 405."""
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        shown = page(request, status=405)
        shown["Allow"] = response.get("Allow", "")
        return shown

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an error we know; None leaves it to Django's handlers."""
        if isinstance(error, LicensingError):
            return of_licensing(request, error)
        if isinstance(error, DocumentError):
            told = translated(error.text)
            return page(
                request, status=error.status, text=told, detail=error.detail, field=error.field, code=error.code
            )
        if isinstance(error, FileError):
            return page(request, status=error.status, text=translated(error.text), code=error.code)
        if isinstance(error, DataError | OperationalError | InterfaceError):
            return of_database(request, error)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return page(request, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return page(request, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where it is the database that is away (a middleware needed it)."""
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError | InterfaceError):
        return of_database(request, error)
    return page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is older than the sign-in: its fields are kept in the browser and come back."""
    logger.info("csrf: %s", reason)
    return render(request, "portal/stale_form.html", {"advice": ADVICE[403]}, status=403)
