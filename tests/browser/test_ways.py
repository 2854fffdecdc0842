"""Every way of R5 as a person walks it, from the e-mail to the welcome, whoever signs them in."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.office import PASSWORD, Invited, Office
from tests.browser.test_case_one import SUBJECT
from tests.browser.visitor import Visitor
from tests.browser.walking import create_company, enter_password, mailed_code

pytestmark = pytest.mark.browser
EIGHT_DIGITS = re.compile(r"\b\d{8}\b")
PASSCODE_MAIL = "Your GFMS account verification code"


def somebody(domain: str = "") -> str:
    """Return an address that nobody had yet, of its own domain if none is given."""
    tag = uuid.uuid4().hex[:8]
    return f"willy.{tag}@{domain or f'd{tag}.kunde.example'}"


def account(address: str, provider: str, **more: Any) -> dict[str, Any]:
    return {"address": address, "password": PASSWORD, "provider": provider} | more


async def start(visitor: Visitor, office: Office, address: str, way: str) -> Invited:
    """Invite the address and press the button of its e-mail."""
    invited = await office.invite(guest={"email": address, "name": "Willy URS"})
    mail = await visitor.open_mail(address, SUBJECT, shot=f"{way}-mail")
    await mail.get_by_role("link", name="Get started now").click()
    return invited


async def type_password(visitor: Visitor) -> None:
    await visitor.page.get_by_label("Password").fill(PASSWORD)


async def finish(visitor: Visitor, office: Office, invited: Invited, issuer: str, way: str) -> None:
    """Create the company; then the directory and the app say how the guest came."""
    await create_company(visitor, shot=way)
    guest = await office.guest(invited.email)
    assert guest["external_user_state"] == "Accepted"
    assert guest["identities"][0]["issuer"] == issuer
    assert (await office.shown(invited))["state"] == "completed"


async def test_an_account_of_the_own_entra_tenant(visitor: Visitor, office: Office) -> None:
    """R5.1, in a tenant that was never seen before."""
    address = somebody()
    domain, tenant = address.partition("@")[2], str(uuid.uuid4())
    source = {"kind": "entra", "tenant_id": tenant, "tenant_name": "Kunde AG"}
    known = account(address, "entra", home_tenant=tenant)
    await office.control("POST", "seed", {"sources": {domain: source}, "accounts": [known]})
    invited = await start(visitor, office, address, "entra")
    await visitor.at("Enter password", shot="entra-password")
    await enter_password(visitor)
    await visitor.at("Review permissions", shot="entra-review")
    await visitor.page.get_by_role("button", name="Accept").click()
    await finish(visitor, office, invited, "ExternalAzureAD", "entra")


@pytest.mark.parametrize(
    ("federation", "issuer"), [("saml", "https://idp.kunde.example/"), ("wsfed", "urn:kunde:sts")]
)
async def test_the_own_identity_provider(
    visitor: Visitor, office: Office, federation: str, issuer: str
) -> None:
    """R5.2: a SAML or WS-Fed federation of the domain."""
    address = somebody()
    source = {"kind": "federation", "federation": federation, "issuer": issuer}
    seed = {
        "sources": {address.partition("@")[2]: source},
        "accounts": [account(address, "federation")],
    }
    await office.control("POST", "seed", seed)
    invited = await start(visitor, office, address, federation)
    await visitor.at("Sign in to your organization", shot=f"{federation}-provider")
    await type_password(visitor)
    await visitor.press("Sign in", "Review permissions")
    await visitor.page.get_by_role("button", name="Accept").click()
    await finish(visitor, office, invited, issuer, federation)


async def test_google(visitor: Visitor, office: Office) -> None:
    """R5.3: gmail.com, where the inviting tenant has Google as a provider."""
    address = somebody("gmail.com")
    sources = {"gmail.com": {"kind": "google"}}
    await office.control(
        "POST", "seed", {"sources": sources, "accounts": [account(address, "google")]}
    )
    try:
        invited = await start(visitor, office, address, "google")
        await visitor.at("Sign in with Google", shot="google-provider")
        await type_password(visitor)
        await visitor.press("Sign in", "Review permissions")
        await visitor.page.get_by_role("button", name="Accept").click()
        await finish(visitor, office, invited, "google.com", "google")
    finally:
        await office.control("POST", "seed", {"sources": {"gmail.com": None}})


async def test_a_microsoft_account_that_is_there(visitor: Visitor, office: Office) -> None:
    """R5.4: the address has a personal account already; nothing is made."""
    address = somebody()
    await office.control("POST", "seed", {"accounts": [account(address, "microsoft")]})
    invited = await start(visitor, office, address, "msa")
    await visitor.at("Enter password", shot="msa-password")
    await enter_password(visitor)
    await visitor.press("Accept", "Your company")
    await finish(visitor, office, invited, "Microsoft account", "msa")


async def test_a_passcode(visitor: Visitor, office: Office) -> None:
    """R5.6: a wrong code, another one, and the right one."""
    address = somebody()
    async with office.policy(otp_enabled=True):
        invited = await start(visitor, office, address, "passcode")
        await visitor.at("Sign in with a code", shot="passcode-send")
        await visitor.press("Send code", "Enter code", shot="passcode-enter")
        first = await passcode(visitor, address)
        await visitor.page.get_by_label("Code").fill(f"{(int(first) + 1) % 10**8:08}")
        await visitor.page.get_by_role("button", name="Sign in").click()
        await expect(visitor.page.get_by_role("alert")).to_contain_text("That code didn't work")
        await visitor.check("passcode-wrong")
        await visitor.page.get_by_role("button", name="Send another code").click()
        await expect(visitor.page.get_by_role("status")).to_contain_text("We sent another code.")
        await visitor.page.get_by_label("Code").fill(await passcode(visitor, address, not_=first))
        await visitor.press("Sign in", "Review permissions")
        await visitor.page.get_by_role("button", name="Accept").click()
        await finish(visitor, office, invited, "mail", "passcode")


async def test_a_new_microsoft_account(visitor: Visitor, office: Office) -> None:
    """R5.7 (J6): passcodes are off, so an account is made with the invited address."""
    address = somebody()
    invited = await start(visitor, office, address, "new")
    await visitor.at("Create account", shot="new-account")
    await type_password(visitor)
    await visitor.press("Create account", "Verify your email", shot="new-code")
    await visitor.page.get_by_label("Code").fill(await mailed_code(visitor, address))
    await visitor.press("Verify", "Let this app access your info?", shot="new-consent")
    await visitor.page.get_by_role("button", name="Yes").click()
    await finish(visitor, office, invited, "Microsoft account", "new")


@pytest.mark.parametrize(
    ("button", "issuer"),
    [
        ("Work or school account", "ExternalAzureAD"),
        ("Personal account", "Microsoft account"),
    ],
)
async def test_the_choice_between_two_accounts(
    visitor: Visitor, office: Office, button: str, issuer: str
) -> None:
    """R5.1: an Entra and a personal account match; the guest says which."""
    address = somebody()
    domain, tenant = address.partition("@")[2], str(uuid.uuid4())
    seed = {
        "sources": {domain: {"kind": "entra", "tenant_id": tenant}},
        "accounts": [
            account(address, "entra", home_tenant=tenant),
            account(address, "microsoft"),
        ],
    }
    await office.control("POST", "seed", seed)
    way = f"choice-{button.partition(' ')[0].lower()}"
    invited = await start(visitor, office, address, way)
    await visitor.at("Which account do you want to use?", shot=way)
    await visitor.press(button, "Enter password")
    await enter_password(visitor)
    await visitor.page.get_by_role("button", name="Accept").click()
    await finish(visitor, office, invited, issuer, way)


@pytest.mark.parametrize(
    ("policy", "heading"),
    [
        ({"primary_order": ["externalFederation"]}, "Create account"),
        ({"primary_order": [], "fallback": "emailOneTimePasscode"}, "Sign in with a code"),
        (
            {"primary_order": [], "fallback": "microsoftAccount", "otp_enabled": True},
            "Create account",
        ),
        ({"otp_enabled": True}, "Enter password"),
    ],
)
async def test_an_order_that_the_tenant_has_set(
    visitor: Visitor, office: Office, policy: Mapping[str, Any], heading: str
) -> None:
    """R6: the same Entra account meets what the order leaves, and the e-mail's button is enough."""
    address = somebody()
    domain, tenant = address.partition("@")[2], str(uuid.uuid4())
    known = account(address, "entra", home_tenant=tenant)
    source = {"kind": "entra", "tenant_id": tenant}
    await office.control("POST", "seed", {"sources": {domain: source}, "accounts": [known]})
    async with office.policy(**policy):
        await start(visitor, office, address, "order")
        await visitor.at(heading)


async def test_automatic_redemption(visitor: Visitor, office: Office) -> None:
    """R8: both tenants trust each other; nobody is asked, and an e-mail says that it was done."""
    address = somebody()
    domain, tenant = address.partition("@")[2], str(uuid.uuid4())
    known = account(address, "entra", home_tenant=tenant)
    source = {"kind": "entra", "tenant_id": tenant}
    await office.control("POST", "seed", {"sources": {domain: source}, "accounts": [known]})
    async with office.policy(automatic_redemption=[tenant]):
        invited = await start(visitor, office, address, "automatic")
        await enter_password(visitor)
        await finish(visitor, office, invited, "ExternalAzureAD", "automatic")
    mails = [mail for mail in (await office.state())["mails"] if mail["to"] == address]
    assert any("There is nothing for you to do" in mail["text"] for mail in mails)


async def test_terms_of_use_of_the_inviting_tenant(visitor: Visitor, office: Office) -> None:
    """R7: asked once, after the permissions; declining keeps the invitation open."""
    invited = await office.invite_known()
    async with office.policy(terms_of_use=True):
        await visitor.page.goto(invited.link)
        await enter_password(visitor)
        await visitor.press("Accept", "GFMS terms of use", shot="terms-of-use")
        await visitor.press("Decline", "You declined the invitation", shot="terms-declined")
        assert (await office.shown(invited))["state"] != "accepted"
        await visitor.goto(invited.link, "Review permissions")
        await visitor.press("Accept", "GFMS terms of use")
        await visitor.page.get_by_role("button", name="Accept").click()
        await finish(visitor, office, invited, "ExternalAzureAD", "terms")


async def passcode(visitor: Visitor, address: str, *, not_: str = "") -> str:
    """Read the newest passcode in a new tab, as a person does."""
    tab = visitor.beside(await visitor.context.new_page())
    while True:
        frame = await tab.open_mail(address, PASSCODE_MAIL)
        found = EIGHT_DIGITS.search(await frame.locator("body").inner_text())
        assert found
        if found[0] != not_:
            await tab.page.close()
            return found[0]
