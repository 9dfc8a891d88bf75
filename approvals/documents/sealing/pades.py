"""The provider that is shipped: PAdES signatures made in this process, by keys in the signer's folder.

A certification signature (ISO 32000-1, 12.8.2.2, DocMDP 1: no change is permitted), SHA-256; the seal's image is the
appearance of its field.  With LICENSING_TSA_URL each signature carries a time stamp (PAdES B-T); without it nothing is
sent anywhere."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import BaseStamp, BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from approvals.documents.models import Seal
from approvals.documents.rendering import Place
from approvals.documents.sealing.appearance import DIAMETER_MM, LINES, MM, drawing
from approvals.documents.sealing.errors import NoSeal, NotSealable, SealNotValid, TimestampMissing
from approvals.documents.sealing.keys import SealKey, read_keys
from approvals.documents.sealing.protocol import Holding

FIELD = "Seal"
TIMESTAMP_SECONDS = 5


class PadesProvider:
    """`folder`: the signer's (keys.py), empty where this process is not the signer; `timestamps`: the authority's URL."""

    def __init__(self, *, folder: str, timestamps: str = "") -> None:
        found = read_keys(Path(folder)) if folder else []
        self._keys = {key.fingerprint: (key, _Signer(key)) for key in found}
        self._timestamper = RequestsHTTPTimeStamper(timestamps, timeout=TIMESTAMP_SECONDS) if timestamps else None

    def holdings(self) -> Sequence[Holding]:
        """The seals in the folder."""
        return [
            Holding(key.office_code, key.purpose, key.pem, key.fingerprint, key.is_test)
            for key, _ in self._keys.values()
        ]

    def seal(self, pdf: bytes, *, place: Place, seal: Seal, reason: str, at: datetime) -> bytes:
        """The certified file.  Raises NoSeal, SealNotValid, TimestampMissing, NotSealable."""
        key, signer = self._keys.get(seal.fingerprint, (None, None))
        if key is None or signer is None:
            raise NoSeal(f"{seal.name} {seal.fingerprint[:12]}")
        if not key.valid_at(at):
            raise SealNotValid(f"{seal.name}: {key.certificate.not_valid_after_utc.isoformat()}")
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            style = SealStyle(image=drawing(seal.name, LINES[seal.purpose], test=seal.is_test))
            field = SigFieldSpec(FIELD, on_page=place.page - 1, box=_box(writer, place))
            told = PdfSignatureMetadata(
                field_name=FIELD,
                reason=reason,
                name=seal.name,
                subfilter=SigSeedSubFilter.PADES,
                md_algorithm="sha256",
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
            )
            pen = PdfSigner(told, signer, timestamper=self._timestamper, stamp_style=style, new_field_spec=field)
            return asyncio.run(_sign(pen, signer, writer, at))
        except TimestampRequestError as error:
            raise TimestampMissing(str(error)) from error
        except (PdfError, SigningError, IndexError, KeyError) as error:
            raise NotSealable(f"{type(error).__name__}: {error}") from error


async def _sign(pen: PdfSigner, signer: "_Signer", writer: IncrementalPdfFileWriter, at: datetime) -> bytes:
    """What PdfSigner.sign_pdf does, at the instant that was handed in; how much room a signature needs is found out once."""
    session = pen.init_signing_session(writer)
    session.system_time = at
    signer.room = signer.room or await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=signer.room)
    out = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=out)
    signed = await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    await signed.post_signature_processing(out)
    return out.getvalue()


def _box(writer: IncrementalPdfFileWriter, place: Place) -> tuple[int, int, int, int]:
    """Where the field stands, in points from the lower left corner of the page."""
    page, _ = writer.find_page_for_modification(place.page - 1)
    left, bottom, _right, top = (float(each) for each in page.get_object()["/MediaBox"])
    x, y, half = left + place.x_mm * MM, top - place.y_mm * MM, DIAMETER_MM / 2 * MM
    if y - half < bottom or x - half < left or place.page < 1:
        raise NotSealable(f"x {place.x_mm} mm, y {place.y_mm} mm")
    return round(x - half), round(y - half), round(x + half), round(y + half)


@dataclass(frozen=True)
class SealStyle(BaseStampStyle):
    """How pyHanko is told what the field looks like: `image` is the content of appearance.drawing."""

    image: bytes = b""

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> "SealImage":
        return SealImage(writer=writer, style=self, box=box)


class SealImage(BaseStamp):
    """The image as the appearance; what is printed beneath it shows through (the ink multiplies)."""

    def __init__(self, writer: BasePdfFileWriter, style: SealStyle, box: BoxConstraints) -> None:
        super().__init__(writer=writer, style=style, box=box)
        self._image = style.image
        ink = DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")})
        self.set_resource(ResourceType.EXT_G_STATE, pdf_name("/Ink"), ink)

    def render(self) -> bytes:
        scale = float(self.box.width) / (DIAMETER_MM * MM)
        return b"q /Ink gs %.5f 0 0 %.5f 0 0 cm\n%sQ" % (scale, scale, self._image)

    def as_form_xobject(self) -> StreamObject:
        form = super().as_form_xobject()
        form.compress()
        return form


class _Signer(SimpleSigner):
    """A signer that reads its key once and not at each signature."""

    def __init__(self, key: SealKey) -> None:
        chain = [_asn1(each) for each in key.chain]
        plain = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        super().__init__(
            signing_cert=_asn1(key.certificate),
            signing_key=PrivateKeyInfo.load(plain),
            cert_registry=SimpleCertificateStore.from_certs(chain),
            embed_roots=False,
        )
        self._key = key.key
        self.room = 0  # characters a signature takes in the file; 0: not known yet

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _asn1(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
