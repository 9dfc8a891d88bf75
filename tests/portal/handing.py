"""Files as a browser sends them, part by part; and what they are made of."""

import base64
from collections.abc import Mapping
from typing import Any

from tests.portal.desks import Desks

PDF = b"%PDF-1.7\n" + b"1 0 obj <</Type /Catalog>> endobj\n" * 20 + b"%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)
PROGRAM = b"MZ\x90\0" + bytes(200)
TUS = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"


class Sender:
    """One person's uploads for an applicant."""

    def __init__(self, desks: Desks, handle: str = "applicant", *, applicant: int | None = None) -> None:
        self.desks, self.client = desks, desks.client(handle)
        own = desks.people[handle].applicant_id
        self.applicant = applicant or own

    def begin(self, size: int, name: str = "证明.pdf", material: str = "APP") -> Any:
        """Asks for a new upload."""
        named = {"filename": name, "applicant": str(self.applicant), "material": material}
        words = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items())
        return self.client.post("/uploads/", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": words})

    def part(self, address: str, data: bytes, at_byte: int, **more: str) -> Any:
        """Sends the bytes that begin there."""
        headers = {**TUS, "Upload-Offset": str(at_byte), **more}
        return self.client.patch(address, data, content_type=PART, headers=headers)

    def ask(self, address: str) -> Any:
        """How far is it?"""
        return self.client.head(address, headers=TUS)

    def sent(self, data: bytes = PDF, name: str = "证明.pdf", material: str = "APP") -> str:
        """The key of a file that was sent whole."""
        address: str = self.begin(len(data), name, material)["Location"]
        answer = self.part(address, data, 0)
        assert answer.status_code == 204, answer.content
        return address.split("/")[2]


def said(answer: Any) -> Mapping[str, str]:
    """Code and sentence of an answer that took nothing."""
    found: Mapping[str, str] = answer.json()
    return found


def content_of(answer: Any) -> bytes:
    """What came, read to its end as a browser does (which closes the file)."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
