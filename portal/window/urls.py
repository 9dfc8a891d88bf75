"""Addresses of the window desk."""

from django.urls import path, re_path

from portal.window import counter_page, label_page, paper_page, tickets_page

NUMBER = r"(?P<number>[0-9A-Za-z-]{1,40})"

urlpatterns = [
    path("window/", counter_page.counter, name="window"),
    path("window/next/", tickets_page.call_next, name="window-next"),
    path("window/take/", tickets_page.take, name="window-take"),
    path("window/letter/", paper_page.letter, name="window-letter"),
    re_path(rf"^window/print/{NUMBER}/(?P<document>[0-9]{{1,18}})/$", paper_page.document, name="window-print"),
    re_path(rf"^window/label/{NUMBER}/$", label_page.label, name="address-label"),
    path("kiosk/", tickets_page.kiosk, name="kiosk"),
]
