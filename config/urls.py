"""All addresses. viewflow's own pages are not mounted."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config.demo_mail import mailbox, message
from config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
if settings.DEMO:
    urlpatterns += [
        path("demo/mail", mailbox, name="demo_mail"),
        path("demo/mail/<str:name>", message, name="demo_message"),
    ]
urlpatterns.append(path("", include("portal.urls")))

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
