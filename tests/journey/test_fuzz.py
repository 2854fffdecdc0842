"""Whatever is sent: an answer, and never a 5xx."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journey.system import System, body

SEED = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "<b>", "\x00", "\u202e", "CH", "zh-TW", "https://[", "a@b.example", "%"]),
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS)
ANYTHING = st.recursive(
    LEAVES, lambda more: st.lists(more, max_size=3) | st.dictionaries(TEXTS, more, max_size=3)
)
PLACES = st.sampled_from(
    [
        ("guest",),
        ("guest", "email"),
        ("guest", "name"),
        ("inviter", "email"),
        ("organisation",),
        ("message",),
        ("language",),
        ("roles",),
        ("redirectUrl",),
        ("company",),
        ("company", "country"),
        ("company", "legalName"),
        ("company", "postalCode"),
        ("more",),
    ]
)


def changed(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return a right body with one member replaced."""
    content = body(company={})
    *way, last = place
    inner = content
    for name in way:
        inner = inner[name]
    inner[last] = value
    return content


@SEED
@given(place=PLACES, value=st.one_of(TEXTS, ANYTHING))
def test_a_member_of_any_value_never_breaks_the_app(
    system: System, place: tuple[str, ...], value: Any
) -> None:
    answer = system.post(changed(place, value), Prefer="respond-async")
    assert answer.status_code in {202, 409, 422, 400}, answer.text
    if answer.status_code != 202:
        assert answer.headers["Content-Type"] == "application/problem+json"


@SEED
@given(data=st.binary(max_size=200))
def test_any_bytes_never_break_the_app(system: System, data: bytes) -> None:
    assert system.post(data).status_code in {400, 422}


@SEED
@given(
    path=st.sampled_from(["InviteUser", "RedeemInvitation", "CreateCompany", "Welcome"]),
    name=st.sampled_from(["invitationId", "state", "code", "error", "lang", "x"]),
    value=TEXTS,
    language=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
)
def test_any_query_never_breaks_a_page(
    system: System, path: str, name: str, value: str, language: str
) -> None:
    address = f"{system.stack.app_url}/api/{path}"
    answer = system.session.get(
        address,
        params={name: value},
        headers={"Accept-Language": language},
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code < 500, answer.text
    assert "content-security-policy" in answer.headers
