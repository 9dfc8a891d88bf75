"""Addresses of the approval desk."""

from django.urls import path, re_path

from portal.approval import bulk_pages, case_page, queue_page, saved_views
from portal.cases_urls import NUMBER

urlpatterns = [
    path("", queue_page.approval, name="approval"),
    path("views/", saved_views.save, name="approval-view-save"),
    path("views/<int:view_id>/", saved_views.manage, name="approval-view-change"),
    path("bulk/", bulk_pages.check, name="approval-bulk-check"),
    path("bulk/confirm/", bulk_pages.confirm, name="approval-bulk-confirm"),
    path("bulk/<int:bulk_id>/", bulk_pages.result, name="approval-bulk"),
    path("bulk/<int:bulk_id>/go/", bulk_pages.carry_on, name="approval-bulk-go"),
    re_path(rf"^{NUMBER}/$", case_page.case_page, name="approval-case"),
    re_path(rf"^{NUMBER}/days/$", case_page.days, name="approval-days"),
    re_path(rf"^{NUMBER}/(?P<act>[a-z_]{{1,32}})/$", case_page.act, name="approval-act"),
]
