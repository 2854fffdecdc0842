"""What the host writes down: never a link's id, an address, a token or a secret."""

import re

from dev.simulator import defaults
from tests.journey.person import PASSWORD, Person
from tests.journey.system import System, body, new_address
from tests.journey.test_access import granted
from tests.journey.test_company import company


def test_the_log_holds_no_secret_and_no_personal_data(system: System, person: Person) -> None:
    address, name = new_address("secret"), "Hilda Geheim"
    refusal = {"service": "graph", "status": 503, "path": "/invitations", "retry_after": 1}
    system.simulator("faults", [refusal, {"service": "email", "status": 429, "retry_after": 1}])
    content = body(guest={"email": address, "name": name}, company=company("Secret", phone="1"))
    invitation = system.post(content, Idempotency_Key="a-key-of-ours").json()["invitationId"]
    system.post(content)
    row = system.sent(invitation)
    person.arrive(invitation)
    person.submit()
    person.submit(phone="")
    granted(system, invitation)
    person.open(f"{person.site}/api/RedeemInvitation?state=forged&code=code-of-a-sign-in")
    log = system.stack.host.output()
    assert log, "the host writes something"
    ticket = re.search(r"ticket[^&]*", row["redeem_url"])
    secrets = [
        invitation,
        address,
        address.partition("@")[0],
        name,
        row["guest_id"],
        row["redeem_url"],
        ticket[0] if ticket else row["redeem_url"],
        "code-of-a-sign-in",
        "a-key-of-ours",
        *(value for value, _ in person.cookies.kept.values()),
        PASSWORD,
        system.key,
        defaults.CLIENT_SECRET,
        defaults.EMAIL_ACCESS_KEY,
        defaults.IDENTITY_HEADER,
        "eyJ0eXAi",
        "eyJhbGci",
        "AccountKey",
        "gAAAA",
    ]
    for secret in secrets:
        assert secret not in log
    assert not re.search(r"[\w.+-]+@[\w-]+\.example", log)
    assert "?invitationId=" not in log
