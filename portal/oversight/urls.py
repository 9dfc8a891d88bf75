"""Addresses of what comes after the licence: inspections, follow-up, credit record, file review."""

from django.urls import path

from portal.oversight import credit_page, draws_page, follow_ups_page, inspections_page, reviews_page

urlpatterns = [
    path("random-inspections/", draws_page.draws, name="draws"),
    path("random-inspections/plan/", draws_page.plan, name="inspection-plan"),
    path("random-inspections/announce/", draws_page.announce, name="inspection-announce"),
    path("random-inspections/<int:key>/", draws_page.draw, name="draw"),
    path("random-inspections/<int:key>/draw.json", draws_page.draw_data, name="draw-data"),
    path("random-inspections/<int:key>/seed/", draws_page.seed, name="inspection-draw"),
    path("inspections/", inspections_page.inspections, name="inspections"),
    path("inspections/<int:key>/", inspections_page.inspection, name="inspection"),
    path("inspections/<int:key>/record/", inspections_page.record, name="inspection-record"),
    path("inspections/<int:key>/sign/", inspections_page.sign, name="inspection-sign"),
    path("inspections/<int:key>/recheck/", inspections_page.recheck, name="inspection-recheck"),
    path("follow-ups/", follow_ups_page.follow_ups, name="follow-ups"),
    path("credit/", credit_page.pleas, name="credit"),
    path("credit/<int:key>/", credit_page.entry, name="credit-entry"),
    path("credit/<int:key>/plead/", credit_page.plea, name="credit-plead"),
    path("credit/pleas/<int:key>/decide/", credit_page.decide, name="credit-decide"),
    path("file-reviews/", reviews_page.reviews, name="file-reviews"),
    path("file-reviews/announce/", reviews_page.announce, name="file-review-announce"),
    path("file-reviews/<int:key>/", reviews_page.review, name="file-review"),
    path("file-reviews/<int:key>/score/", reviews_page.score, name="file-review-score"),
    path("file-reviews/draws/<int:key>/seed/", reviews_page.seed, name="file-review-draw"),
    path("file-reviews/findings/<int:key>/answer/", reviews_page.answer, name="file-review-answer"),
    path("file-reviews/findings/<int:key>/settle/", reviews_page.settle, name="file-review-settle"),
]
