"""The QR code as it is drawn has exactly the dark modules of the code as it is made."""

import re

import segno

from approvals.documents.rendering import MASK, qr

LINK = "http://127.0.0.1:8000/verify/0123456789ABCDEFGHJKMNPQRS/?s=" + "Ab3_-" * 40
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def test_each_run_of_dark_modules_is_one_rectangle() -> None:
    drawn = {
        (int(x) + n, int(y)) for x, y, wide, back in RUN.findall(qr(LINK)) if wide == back for n in range(int(wide))
    }
    matrix = segno.make(LINK, error="m", micro=False, mask=MASK).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
