"""What a file is by its content; the name it was given says nothing."""

import puremagic

from approvals.files import disk
from approvals.files.errors import WrongKind
from approvals.files.models import StoredFile

HEAD_BYTES = 4096
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})  # every browser shows them
KINDS = SHOWN | {"image/tiff", "image/heif", "image/heic"}


def kind_of(file: StoredFile) -> str:
    """Its media type.  Raises WrongKind for anything that is not taken as a material."""
    with disk.read(file.pk) as stream:
        head = stream.read(HEAD_BYTES)
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError) as error:
        raise WrongKind from error
    if found not in KINDS:
        raise WrongKind
    return str(found)
