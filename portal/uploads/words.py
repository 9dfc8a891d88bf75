"""What the upload door answers with: tus headers, and a sentence where something was not taken."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from approvals.files.errors import BadUpload, FileError
from approvals.files.uploading import LARGEST

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
LONGEST_NUMBER = 18
View = Callable[..., HttpResponseBase]


def tus(view: View) -> View:
    """Speaks the protocol: its version is asked for and told, an error of a file becomes its status and its sentence."""

    @wraps(view)
    def door(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method in ("GET", "OPTIONS"):
            return view(request, **named)
        if request.headers.get("Tus-Resumable") != VERSION:
            answer: HttpResponseBase = HttpResponse(status=412)
            answer["Tus-Version"] = VERSION
            return answer
        try:
            answer = view(request, **named)
        except FileError as error:
            answer = JsonResponse({"code": error.code, "text": _(error.text)}, status=error.status)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return door


def capabilities() -> HttpResponse:
    """What this server can: the answer to OPTIONS."""
    answer = HttpResponse(status=204)
    answer["Tus-Resumable"] = answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Max-Size"] = str(LARGEST)
    answer["Tus-Checksum-Algorithm"] = "sha256,sha1"
    return answer


def number(request: HttpRequest, header: str) -> int:
    """The header as a whole number from 0 on.  Raises BadUpload."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise BadUpload
    return int(text)
