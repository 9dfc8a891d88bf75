"""Addresses of enterprises' files and of licences."""

from django.urls import path

from portal.enterprise import licence_page, page

urlpatterns = [
    path("enterprises/", page.enterprises, name="enterprises"),
    path("enterprises/<int:key>/", page.enterprise, name="enterprise"),
    path("enterprises/<int:key>/<slug:name>/", page.enterprise_part, name="enterprise-part"),
    path("licences/<int:key>/", licence_page.licence, name="licence"),
]
