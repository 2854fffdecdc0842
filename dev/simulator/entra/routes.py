"""Every address of the Entra half."""

from aiohttp import web

from dev.simulator.entra.authorize import authorize, logout, redeem
from dev.simulator.entra.discovery import keys, openid_configuration
from dev.simulator.entra.flow import ENTRA, Entra
from dev.simulator.entra.grants import Grants
from dev.simulator.entra.pages import notice, shows_errors, stylesheet
from dev.simulator.entra.portal import admin_consent, apps
from dev.simulator.entra.signin import signin, submit
from dev.simulator.entra.tokens import token


def add_routes(app: web.Application) -> None:
    """Add Entra to `app`, which holds CONFIG, STATE and KEY when the first request comes."""
    app[ENTRA] = Entra()
    router = app.router
    router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", openid_configuration)
    router.add_get("/{tenant}/discovery/v2.0/keys", keys)
    router.add_post("/{tenant}/oauth2/v2.0/token", token)
    for method in ("GET", "POST"):
        router.add_route(method, "/{tenant}/oauth2/v2.0/authorize", shows_errors(authorize))
        router.add_route(method, "/{tenant}/oauth2/v2.0/logout", shows_errors(logout))
        router.add_route(method, "/{tenant}/v2.0/adminconsent", shows_errors(admin_consent))
    router.add_get("/myapps", shows_errors(apps))
    router.add_get("/myapps/", shows_errors(apps))
    router.add_get("/myapps/{domain}", shows_errors(apps))
    router.add_get("/myapps/signin/{name}/{client}", shows_errors(apps))
    router.add_get("/redeem", shows_errors(redeem))
    router.add_get("/signin", shows_errors(signin))
    router.add_get("/signin/style.css", stylesheet)
    router.add_get("/signin/{notice:terms|privacy}", notice)
    router.add_post("/signin/{step}", shows_errors(submit))


def forget(app: web.Application) -> None:
    """End every sign-in under way, and make every code and refresh token unknown (a reset)."""
    app[ENTRA].flows.clear()
    app[ENTRA].grants = Grants()
