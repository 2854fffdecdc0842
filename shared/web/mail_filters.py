"""Filters with which the templates of e-mails show text that people gave."""

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from shared.domain.languages import direction
from shared.web.mail_text import isolated, unlinked


def mail_filters(language: str) -> dict[str, Callable[..., Any]]:
    """Return the filters for e-mails in the language.

    `given` is for text in a body, HTML or plain; `fenced` for text in a subject; `quoted` for
    the lines of a message.
    """
    right_to_left = direction(language) == "rtl"

    def fenced(text: str) -> str:
        return isolated(text, right_to_left=right_to_left)

    @pass_eval_context
    def given(context: EvalContext, text: str) -> str:
        if context.autoescape:
            return Markup('<span dir="auto">{}</span>').format(unlinked(text))
        return fenced(unlinked(text))

    @pass_eval_context
    def quoted(context: EvalContext, lines: Sequence[str]) -> str:
        # Outlook knows no white-space:pre-line, so line breaks are tags.
        if context.autoescape:
            return Markup("<br>").join(map(unlinked, lines))
        return "\n".join(f"    {unlinked(line)}" if line else "" for line in lines)

    return {"given": given, "fenced": fenced, "quoted": quoted}
