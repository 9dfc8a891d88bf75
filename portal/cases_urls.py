"""Addresses of the case page, its acts, and lodging."""

from django.urls import path, re_path

from portal import case_views, drafts_page, lodging, work_items
from portal.documents.preview_page import preview
from portal.documents.showing import case_document
from portal.uploads.door import upload, uploads
from portal.uploads.showing import case_file

NUMBER = r"(?P<number>[0-9A-Za-z-]{1,40})"

urlpatterns = [
    re_path(rf"^cases/{NUMBER}/$", case_views.case_page, name="case"),
    re_path(rf"^cases/{NUMBER}/(?P<act>[a-z_]{{1,32}})/$", case_views.do_act, name="case-act"),
    re_path(rf"^cases/{NUMBER}/hands/(?P<act>[a-z_]{{1,32}})/$", work_items.work, name="case-work"),
    re_path(rf"^cases/{NUMBER}/files/(?P<key>[0-9a-f-]{{36}})/$", case_file, name="case-file"),
    re_path(rf"^cases/{NUMBER}/preview/(?P<act>[a-z_]{{1,32}})/$", preview, name="case-preview"),
    re_path(rf"^cases/{NUMBER}/documents/(?P<document>[0-9]{{1,19}})/$", case_document, name="case-document"),
    path("uploads/", uploads, name="uploads"),
    path("uploads/<uuid:key>/", upload, name="upload"),
    re_path(r"^drafts/(?P<code>[0-9A-Za-z-]{1,16})/$", drafts_page.save, name="draft-save"),
    path("drafts/<int:key>/delete/", drafts_page.delete, name="draft-delete"),
    path("lodge/", lodging.catalogue, name="lodge"),
    re_path(r"^lodge/(?P<code>[0-9A-Za-z-]{1,16})/$", lodging.lodge, name="lodge-item"),
]
