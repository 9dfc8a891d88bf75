"""The addresses of the figures, below /figures/."""

from django.urls import path

from portal.figures import appendix_page, cases_page, page, pictures_page, yearly_page

urlpatterns = [
    path("", page.page, name="figures"),
    path("cases/", cases_page.cases, name="figure-cases"),
    path("waits/", cases_page.waits, name="figure-waits"),
    path("pictures/", pictures_page.pictures, name="figure-pictures"),
    path("yearly/", yearly_page.report, name="yearly-report"),
    path("appendix/", appendix_page.appendix, name="appendix"),
    path("appendix/state/", appendix_page.state, name="appendix-state"),
    path("yearly/<slug:form>/", yearly_page.file, name="yearly-report-file"),
]
