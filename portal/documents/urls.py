"""Addresses of the registers about documents."""

from django.urls import path

from portal.documents import registers

urlpatterns = [
    path("voided/", registers.voided, name="voided-numbers"),
    path("seal-uses/", registers.seal_uses, name="seal-uses"),
]
