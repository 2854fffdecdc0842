"""Bad input to POST /api/InviteUser: a problem document that names the field, never a 500."""

from typing import Any

import pytest

from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address

GUEST = {"email": "somebody@kunde.example", "name": "Somebody"}
INVITER = {"email": "tamer@gfms.example", "name": "Tamer"}


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"guest": None}, "/guest"),
        ({"guest": {"name": "x"}}, "/guest/email"),
        ({"guest": "x"}, "/guest"),
        ({"guest": []}, "/guest"),
        ({"guest": GUEST | {"admin": True}}, "/guest/admin"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"organisation": 7}, "/organisation"),
        ({"organisation": 10**400}, "/organisation"),
        ({"organisation": 1e308}, "/organisation"),
        ({"organisation": "x" * 121}, "/organisation"),
        ({"organisation": ""}, "/organisation"),
        ({"organisation": " \t"}, "/organisation"),
        ({"roles": "customer"}, "/roles"),
        ({"roles": ["customer", 1]}, "/roles/1"),
        ({"roles": ["customer", "administrator"]}, "/roles/1"),
        ({"roles": ["customer"] * 21}, "/roles"),
        ({"message": "x" * 2001}, "/message"),
        ({"message": "bell \a"}, "/message"),
        ({"message": "override \u202e"}, "/message"),
        ({"company": {"country": "CHE"}}, "/company/country"),
        ({"company": {"country": "XX"}}, "/company/country"),
        ({"company": {"country": "ch"}}, "/company/country"),
        ({"company": {"legalName": "x" * 201}}, "/company/legalName"),
        ({"company": {"legalName": "a\x00b"}}, "/company/legalName"),
        ({"company": {"city": None}}, "/company/city"),
        ({"guest": GUEST | {"name": "a\r\nBcc: b@evil.example"}}, "/guest/name"),
        ({"guest": GUEST | {"name": "\u2066a"}}, "/guest/name"),
        ({"guest": GUEST | {"name": "x" * 121}}, "/guest/name"),
        ({"inviter": INVITER | {"name": "\x1b[31m"}}, "/inviter/name"),
        ({"inviter": INVITER | {"email": "x@"}}, "/inviter/email"),
        ({"inviter": INVITER | {"email": "a@b.example\r\nBcc: c@d.example"}}, "/inviter/email"),
        ({"language": "xx"}, "/language"),
        ({"language": "english please"}, "/language"),
        ({"language": "x" * 36}, "/language"),
    ],
)
def test_the_problem_names_the_field(system: System, changed: dict[str, Any], pointer: str) -> None:
    content = {name: value for name, value in (body() | changed).items() if value is not None}
    answer = system.post(content)
    kind = answer.json()["type"].rpartition(":")[2]
    assert kind in {"malformed", "invalid"}
    assert_problem(answer, 422, kind, pointer)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "@kunde.example",
        "x@",
        "x@localhost",
        "x@kunde..example",
        "a b@kunde.example",
        "x@kunde.example, y@kunde.example",
        '"x y"@kunde.example',
        "x@[127.0.0.1]",
        "jösef@kunde.example",
        "plus+tag@kunde.example",
        "o'brien@kunde.example",
        "-x@kunde.example",
        "x-@kunde.example",
        ".x@kunde.example",
        "x" * 65 + "@kunde.example",
        "x@" + "kunde." * 45 + "example",
        "x@kunde.example\x00",
        "x@kunde.example\r\nBcc: y@evil.example",
        "<script>@kunde.example",
    ],
)
def test_an_address_that_cannot_be_invited_is_refused(system: System, address: str) -> None:
    answer = system.post(body(guest={"email": address, "name": "x"}))
    kind = "malformed" if len(address) < 3 or len(address) > 254 else "invalid"
    assert_problem(answer, 422, kind, "/guest/email")
    assert "<script>" not in answer.text.replace("<script>@", "")


def test_spelling_of_an_address_does_not_matter(system: System) -> None:
    address = new_address("jo")
    for spelling in (address.upper(), f"  {address}"):
        answer = system.post(body(guest={"email": spelling, "name": "Jo"}))
        assert answer.status_code in {201, 409}
    guest = system.guest(address)
    assert guest is not None
    international = new_address().replace("kunde.example", "bücher.example")
    made = system.post(body(guest={"email": international, "name": "Bü"})).json()
    assert made["guest"]["email"] == international.replace("bücher", "xn--bcher-kva")


@pytest.mark.parametrize(
    "url",
    [
        "https://rconnect.example.evil.com/",
        "https://rconnect.example@evil.com/",
        "https://evil.com/https://rconnect.example",
        "https://evil.com#https://rconnect.example",
        "//rconnect.example",
        "//evil.com",
        "\\\\evil.com",
        "https:\\\\rconnect.example",
        "https://rconnect.example\\@evil.com",
        "https://rconnect.example\\.evil.com",
        "https://rconnect.example:443@evil.com",
        "http://rconnect.example/",
        "https://rconnect.example:8443/",
        "https://rconnect.example.",
        "https://evil.com%2f@rconnect.example",
        "https://rconnect.example\n.evil.com",
        "https://rconnect.example\t.evil.com",
        " https://rconnect.example",
        "javascript:alert(1)//https://rconnect.example",
        "data:text/html,x",
        "/start",
        "rconnect.example",
        "https://[",
        "https://[::1",
        "https://rconnect.example\u2100.evil.com",
        "https://ｒconnect.example/",
        "https://",
        "x" * 2001,
    ],
)
def test_a_redirect_off_the_allow_list_is_refused(system: System, url: str) -> None:
    answer = system.post(body(redirectUrl=url))
    kind = "malformed" if len(url) > 2000 else "invalid"
    assert_problem(answer, 422, kind, "/redirectUrl")


@pytest.mark.parametrize(
    "url", ["https://rconnect.example", "HTTPS://RCONNECT.example/a?b=c#d", "{app}/api/Welcome"]
)
def test_a_redirect_on_the_allow_list_is_taken(system: System, url: str) -> None:
    answer = system.post(body(redirectUrl=url.format(app=system.stack.app_url)))
    assert answer.status_code == 201


def test_every_wrong_field_is_named_at_once(system: System) -> None:
    content = body(
        guest={"email": "no address", "name": " "},
        inviter={"email": "nor this", "name": "\x07"},
        language="xx",
        roles=["nobody"],
        redirectUrl="https://evil.com",
        company={"country": "ZZ", "city": "\x00"},
        message="\x00",
    )
    assert_problem(
        system.post(content),
        422,
        "invalid",
        "/guest/email",
        "/guest/name",
        "/inviter/email",
        "/inviter/name",
        "/language",
        "/roles/0",
        "/redirectUrl",
        "/company/country",
        "/company/city",
        "/message",
    )


def test_html_in_every_text_is_taken_as_text(system: System) -> None:
    hostile = "<script>alert(1)</script>&amp;\"'"
    fields = ("legalName", "streetAddress", "city", "countryArea", "phone", "website")
    address = new_address()
    invitation = system.invite(
        guest={"email": address, "name": hostile},
        inviter={"email": "tamer@gfms.example", "name": hostile},
        organisation=hostile,
        message=hostile,
        company=dict.fromkeys(fields, hostile[:36]) | {"contactName": hostile},
    )
    mail = system.mail(address)
    assert "<script" not in mail["html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#34;&#39;" in mail["html"]
    assert mail["text"].count(hostile) >= 3
    assert hostile in mail["subject"]
    system.sent(invitation)
