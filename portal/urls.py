"""All addresses of the pages; each name has a row in policy.py."""

from django.urls import include, path

from portal import cards_page, delegations_page, dues_page, inbox_page, language, queue_page, sign_in, start_page

urlpatterns = [
    path("", start_page.start, name="start"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", language.switch, name="language"),
    path("queue/", queue_page.queue_page, name="queue"),
    path("inbox/", inbox_page.inbox_page, name="inbox"),
    path("inbox/read/", inbox_page.read, name="inbox-read"),
    path("inbox/channels/", inbox_page.channels, name="inbox-channels"),
    path("applications/", start_page.applications, name="applications"),
    path("dues/", dues_page.dues, name="dues"),
    path("dues/list/", dues_page.dues_list, name="dues-list"),
    path("cards/", cards_page.cards, name="cards"),
    path("cards/<int:card_id>/", cards_page.card, name="card"),
    path("cards/<int:card_id>/contest/", cards_page.contest, name="card-contest"),
    path("cards/<int:card_id>/rule/", cards_page.rule, name="card-rule"),
    path("delegations/", delegations_page.delegations, name="delegations"),
    path("delegations/new/", delegations_page.delegate, name="delegate"),
    path("delegations/revoke/", delegations_page.revoke, name="delegation-revoke"),
    path("", include("portal.visits_urls")),
    path("", include("portal.cases_urls")),
]
