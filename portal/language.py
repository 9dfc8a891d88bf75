"""Chinese first, English on request: the language of a visit is the one chosen here, never the browser's."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from approvals.people import User
from portal.access import came_from, safe_path
from workflow.errors import BadInput

KNOWN = dict(settings.LANGUAGES)


class ChosenLanguage(LocaleMiddleware):
    """Activates the language of the cookie, else Chinese."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in KNOWN else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keeps the choice in the browser."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86_400, samesite="Lax", httponly=True)
    return response


def switch(request: HttpRequest) -> HttpResponse:
    """POST: the pages in another language from now on; of somebody signed in, his messages too."""
    language = request.POST.get("language", "")
    if language not in KNOWN:
        raise BadInput(language, field="language")
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    return remember(redirect(safe_path(request, request.POST.get("next", ""), came_from(request))), language)
