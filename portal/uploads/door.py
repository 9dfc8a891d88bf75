"""The door of uploads: tus 1.0 (https://tus.io/protocols/resumable-upload), in parts of two MiB from our own pages.

Asked at every request: is the upload this account's, and may it act for that applicant today (rights.py)?  Whoever may not
is told that there is no such file."""

import base64
import binascii
import hashlib
import hmac
import unicodedata
from uuid import UUID

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.files import uploading
from approvals.files.errors import BadUpload, BrokenPart, FileRefused, NoSuchFile, TooLarge
from approvals.files.models import CODE_LENGTH, StoredFile
from approvals.files.tidying import KEPT
from approvals.people import Applicant
from portal import moment
from portal.access import Request
from portal.uploads.rights import is_own, may_read, may_upload
from portal.uploads.showing import shown
from portal.uploads.words import capabilities, number, tus

PART_TYPE = "application/offset+octet-stream"
CHECKSUMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
LONGEST_NAME = 200


@require_http_methods(["POST", "OPTIONS"])
@tus
def uploads(request: Request) -> HttpResponseBase:
    """POST: a new upload; its address is in `Location`."""
    if request.method == "OPTIONS":
        return capabilities()
    size, given = number(request, "Upload-Length"), metadata(request.headers.get("Upload-Metadata", ""))
    applicant = given.get("applicant", "")
    if size == 0 or not applicant.isdecimal():
        raise BadUpload
    material = safe_name(given.get("material", ""))[:CODE_LENGTH]
    party = Applicant.objects.filter(pk=int(applicant[:18])).first()
    if party is None or not may_upload(request.person, applicant=party.pk, material=material):
        raise NoSuchFile
    file = uploading.begin(
        owner=request.person.id,
        applicant=party,
        material=material,
        name=safe_name(given.get("filename", "")),
        size=size,
        at=moment.now(),
    )
    answer = HttpResponse(status=201)
    answer["Location"] = reverse("upload", args=[file.pk])
    return _expiring(answer, file)


@require_http_methods(["HEAD", "PATCH", "DELETE", "GET", "OPTIONS"])
@never_cache
@tus
def upload(request: Request, key: UUID) -> HttpResponseBase:
    """HEAD: how far it is; PATCH: the next part; DELETE: it is not wanted any more; GET: the file, to read."""
    if request.method == "OPTIONS":
        return capabilities()
    if request.method == "GET":
        return shown(_readable(request, key), download="download" in request.GET)
    file = _mine(request, key)
    if request.method == "HEAD":
        return _progress(file)
    if request.method == "DELETE":
        uploading.cancel(key=file.pk, owner=request.person.id)
        return HttpResponse(status=204)
    at_byte, data = number(request, "Upload-Offset"), _part(request)
    file = uploading.append(key=file.pk, owner=request.person.id, at_byte=at_byte, data=data, at=moment.now())
    answer = HttpResponse(status=204)
    answer["Upload-Offset"] = str(file.received)
    return _expiring(answer, file)


def _mine(request: Request, key: UUID) -> StoredFile:
    file = StoredFile.objects.filter(pk=key).first()
    if file is None or not is_own(request.person, file):
        raise NoSuchFile
    return file


def _readable(request: Request, key: UUID) -> StoredFile:
    file = StoredFile.objects.filter(pk=key).first()
    if file is None or not may_read(request.person, file):
        raise NoSuchFile
    return file


def _progress(file: StoredFile) -> HttpResponse:
    if file.state == StoredFile.REFUSED:
        raise FileRefused
    answer = HttpResponse(status=200)
    answer["Upload-Offset"] = str(uploading.received(file))
    answer["Upload-Length"] = str(file.size)
    return _expiring(answer, file)


def _expiring(answer: HttpResponse, file: StoredFile) -> HttpResponse:
    if not file.is_complete:
        answer["Upload-Expires"] = http_date((file.changed_at + KEPT).timestamp())
    return answer


def _part(request: HttpRequest) -> bytes:
    """The bytes sent, all that were announced and as they were sent.  Raises BadUpload, TooLarge, BrokenPart."""
    if request.content_type != PART_TYPE:
        raise BadUpload
    announced = number(request, "Content-Length")
    if announced > uploading.LARGEST_PART:
        raise TooLarge
    parts, missing = [], announced
    try:
        while missing and (piece := request.read(missing)):
            parts.append(piece)
            missing -= len(piece)
    except UnreadablePostError as error:
        raise BrokenPart from error
    data = b"".join(parts)
    if missing or not _as_sent(data, request.headers.get("Upload-Checksum", "")):
        raise BrokenPart
    return data


def _as_sent(data: bytes, checksum: str) -> bool:
    if not checksum:
        return True
    name, _blank, wanted = checksum.partition(" ")
    if name not in CHECKSUMS:
        raise BadUpload
    found = base64.b64encode(CHECKSUMS[name](data).digest()).decode()
    return hmac.compare_digest(found.encode(), wanted.strip().encode())


def metadata(header: str) -> dict[str, str]:
    """`name base64,name base64` as names with texts.  Raises BadUpload."""
    found = {}
    for pair in filter(None, header.split(",")):
        name, _blank, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise BadUpload from error
    return found


def safe_name(given: str) -> str:
    """The last part of the name, without what cannot be printed, with its ending where it had to be cut."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    clean = "".join(sign for sign in last if sign.isprintable()).strip(". ") or "file"
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME or not dot or len(ending) > 10:
        return clean[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
