"""Addresses of what was set aside and of the registers about documents."""

from django.urls import path

from portal.documents import registers, set_aside_page

urlpatterns = [
    path("set-aside/", set_aside_page.set_aside, name="set-aside"),
    path("set-aside/again/", set_aside_page.again, name="set-aside-again"),
    path("voided/", registers.voided, name="voided-numbers"),
    path("seal-uses/", registers.seal_uses, name="seal-uses"),
]
