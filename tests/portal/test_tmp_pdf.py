import pypdfium2, pytest
from approvals.documents.models import *
from approvals.documents import disk
from tests.documents.sealing import seal_all
from tests.moments import moment
from tests.portal.desks import Desks
from tests.portal.scene import Scene
from tests.portal.issuing import issued
pytestmark = pytest.mark.usefixtures("signer")
def test_x(desks, settings):
    settings.SITE_URL="https://licensing.yjgl.gz.example.gov.cn"
    number = desks.lodged("applicant", "EM06-01")
    s=Scene(desks.people); case=desks.application(number)
    s.do("accept",case,"clerk"); s.do("record_opinion",case,"reviewer",opinion="grant"); s.do("grant",case,"chief"); s.do("issue",case,"clerk")
    seal_all(case.pk, at=moment())
    for d in Document.objects.filter(application_id=case.pk).select_related("file"):
        if d.kind in ("licence","acceptance_notice","licence_duplicate"):
            pdf=pypdfium2.PdfDocument(disk.read(d.file.key)); pdf.init_forms()
            pdf[len(pdf)-1].render(scale=1.6, may_draw_forms=True).to_pil().save(f"/tmp/check/{d.kind}.png")
            print(d.kind, len(pdf))
