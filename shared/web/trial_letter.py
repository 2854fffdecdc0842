"""A test e-mail to somebody who looks after the app; English, for it says nothing else.

It goes the way of all e-mails: at the pace of the quotas, and not while sending is paused.
"""

from html import escape

from shared.domain.errors import EmailRefused, IllegalTransition
from shared.services import Services
from shared.usecases.mailing import Email

_SUBJECT = "Test e-mail of {product}"
_TEXT = """This is a test e-mail of {product}.

It came from {url} by the transport "{transport}". Nothing is to be done.
"""


async def send_test(address: str, outer: Services) -> str:
    """Hand it over and return the id under which the provider knows it.

    Raises IllegalTransition where the provider refuses it for good, and Unavailable.
    """
    operation = outer.new_id()
    try:
        await outer.mailer.send(_email(address, outer), operation)
    except EmailRefused as refusal:
        raise IllegalTransition(f"{refusal.failure.reason} ({refusal.failure.code})") from refusal
    return operation


def _email(address: str, outer: Services) -> Email:
    settings = outer.settings
    product = settings.brand.product
    text = _TEXT.format(
        product=product, url=settings.public_url, transport=settings.email_transport
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
    return Email(
        to=address,
        to_name="",
        from_name=product,
        reply_to="",
        reply_to_name="",
        subject=_SUBJECT.format(product=product),
        text=text,
        html=f'<!doctype html><html lang="en"><title>{escape(product)}</title>{lines}</html>',
    )
