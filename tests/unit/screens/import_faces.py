"""Every page of imports, with each of its faces; and of more time and other addresses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import azure.functions as func

from shared.domain.addresses import address_hash
from shared.domain.errors import Unavailable
from shared.domain.invitation import State
from shared.services import services
from shared.usecases.imports.model import PREVIEW_LIFE, Stage
from shared.usecases.invitee_quota import Limits, StoredQuota
from tests.unit.screens.office import Office

HEADINGS = "email,name,language,message,roles,country,redirectUrl,sendEmail,notes"
FILE = f"""{HEADINGS}
a@b.example,A,en
known@b.example,Known,en
blocked@b.example,Blocked,en
x(@b.example,"B\u202e",tlh,,nobody,XX,https://evil.example,false,x
nonsense,{"x" * 130}
,
a@b.example,Twin
""".encode()


async def faces_of_import(
    office: Office, lang: str
) -> AsyncIterator[tuple[str, func.HttpResponse]]:
    """Yield every page, by name."""
    outer: Any = services()
    yield "import", await office.look("import", lang=lang)
    yield "import-none", await office.bring(b"", lang=lang)
    yield "import-empty", await office.bring(b" ", lang=lang)
    yield "import-email", await office.bring(b"name\nA\n", lang=lang)
    wrong = {"language": "tlh", "message": "x" * 2001}
    yield "import-wrong", await office.bring(b"email\na@b.example\n", lang=lang, **wrong)
    outer.many.known["known@b.example"] = "an-id"
    outer.many.hashes.add(address_hash("blocked@b.example"))
    looked = await office.look_at(FILE)
    yield "import-preview", await office.look("import/state", looked, lang=lang)
    sent = {"screen": "import/state", "invitation": looked, "lang": lang, "do": "send"}
    yield "import-partial", await office.send(**sent)
    outer.imports.outage = Unavailable("storage")
    yield "import-unavailable", await office.send(**sent, partial="on")
    outer.imports.outage = None
    outer.quota = StoredQuota(office.world.quotas, Limits(1), office.world.clock)
    await outer.quota.spend("tamer@gfms.example", "GFMS", 1)
    yield "import-quota", await office.send(**sent, partial="on")
    office.world.clock.advance(seconds=(PREVIEW_LIFE + timedelta(seconds=1)).total_seconds())
    yield "import-old", await office.look("import/state", looked, lang=lang)
    office.world.clock.advance(seconds=-(PREVIEW_LIFE + timedelta(seconds=1)).total_seconds())
    import_ = outer.imports.rows[looked]
    for stage in (Stage.CONFIRMED, Stage.FAILED, Stage.DONE):
        outer.imports.rows[looked] = import_.having(stage=stage, partial=True)
        yield f"import-{stage}", await office.look("import/state", looked, lang=lang)
    yield "import-unknown", await office.look("import/state", "x", lang=lang)
    one = office.have(state=State.SENT)
    for email in ("", "x(@b.example", one.guest.email, "blocked"):
        form = {"do": "correct", "email": email}
        yield f"address-{email}", await office.send("address", one.id, lang=lang, **form)
    yield "extend-wrong", await office.send("extend", one.id, lang=lang, do="extend", days="x")
