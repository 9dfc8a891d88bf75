"""All addresses of the pages; each name has a row in policy.py."""

from django.urls import include, path

from portal import account_page, agents_page, cards_page, delegations_page, dues_page, inbox_page, language, queue_page, register_page, sign_in, staff_page, start_page, undelivered_page

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
    path("password/", account_page.forgotten, name="password-forgotten"),
    path("password/new/", account_page.new_password, name="password-new"),
    path("account/", account_page.account, name="account"),
    path("account/password/", account_page.change_password, name="account-password"),
    path("account/preferences/", account_page.preferences, name="account-preferences"),
    path("undelivered/", undelivered_page.undelivered, name="undelivered"),
    path("undelivered/settle/", undelivered_page.settle, name="undelivered-settle"),
    path("staff/", staff_page.staff, name="staff"),
    path("staff/new/", staff_page.add, name="staff-add"),
    path("staff/<int:key>/", staff_page.person, name="staff-person"),
    path("staff/<int:key>/<slug:act>/", staff_page.change, name="staff-change"),
    path("register/", register_page.register, name="register"),
    path("agents/", agents_page.agents, name="agents"),
    path("agents/new/", agents_page.grant, name="agent-grant"),
    path("agents/revoke/", agents_page.revoke, name="agent-revoke"),
    path("", include("portal.cases_urls")),
]
