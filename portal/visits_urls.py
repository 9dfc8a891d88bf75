"""Addresses of the calendar of visits and of their records."""

from django.urls import path, re_path

from portal import visit_record_page, visits_page
from portal.cases_urls import NUMBER

urlpatterns = [
    path("visits/", visits_page.week, name="visits"),
    path("visits/book/", visits_page.book, name="visit-book"),
    path("visits/slots/", visits_page.make_slots, name="visit-slots"),
    path("visits/slots/<int:slot>/close/", visits_page.close_slot, name="visit-slot-close"),
    re_path(rf"^visits/{NUMBER}/record/$", visit_record_page.record, name="visit-record"),
    re_path(rf"^visits/{NUMBER}/draft/$", visit_record_page.draft, name="visit-draft"),
]
