"""What anybody may open without signing in: matters and guides, progress, licence check, published decisions."""

from django.urls import path

from portal.public import (
    answers_page,
    ask_page,
    directory,
    guide_page,
    licence_page,
    open_data,
    progress_page,
    published_page,
    ratings_page,
    verify_page,
)

urlpatterns = [
    path("matters/", directory.directory, name="matters"),
    path("matters/<str:code>/", guide_page.guide, name="matter"),
    path("progress/", progress_page.progress, name="progress"),
    path("check/", licence_page.check, name="licence-check"),
    path("verify/", verify_page.form, name="verify"),
    path("verify/file/", verify_page.examined, name="verify-file"),
    path("verify/key/", verify_page.key, name="verify-key"),
    path("verify/<str:code>/", verify_page.check, name="verify-code"),
    path("ask/", ask_page.ask, name="ask"),
    path("ask/progress/", ask_page.asked, name="asked"),
    path("ask/judge/", ask_page.judge, name="asked-judge"),
    path("answers/", answers_page.answers, name="answers"),
    path("ratings/", ratings_page.ratings, name="ratings"),
    path("published/", published_page.published, name="published"),
    path("published/<int:key>/", published_page.record, name="published-record"),
    path("published/data.csv", open_data.table, name="published-csv"),
    path("published/data.json", open_data.objects, name="published-json"),
    path("published/fields.json", open_data.fields, name="published-fields"),
]
