"""Addresses of the calendar of visits, of their records, and of what is looked at before lodging."""

from django.urls import path, re_path

from portal import pre_check_page, review_page, visit_record_page, visits_page
from portal.cases_urls import NUMBER

urlpatterns = [
    path("visits/", visits_page.week, name="visits"),
    path("visits/book/", visits_page.book, name="visit-book"),
    path("visits/slots/", visits_page.make_slots, name="visit-slots"),
    path("visits/slots/<int:slot>/close/", visits_page.close_slot, name="visit-slot-close"),
    re_path(rf"^visits/{NUMBER}/record/$", visit_record_page.record, name="visit-record"),
    re_path(rf"^visits/{NUMBER}/draft/$", visit_record_page.draft, name="visit-draft"),
    re_path(rf"^review/{NUMBER}/$", review_page.review, name="review"),
    path("pre-checks/", pre_check_page.pre_check_list, name="pre-checks"),
    path("pre-checks/<int:key>/", pre_check_page.pre_check, name="pre-check"),
    re_path(r"^pre-checks/new/(?P<code>[0-9A-Za-z-]{1,16})/$", pre_check_page.ask, name="pre-check-ask"),
]
