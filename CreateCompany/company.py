"""GET and POST /api/CreateCompany."""

import dataclasses

import azure.functions as func

from shared.domain.company import FIELDS, CompanyData
from shared.domain.company_rules import company_faults
from shared.domain.errors import CompanyExists, WrongCompany
from shared.domain.invitation import State
from shared.services import Services, services
from shared.usecases.create_company import (
    CompanyStep,
    company_step,
    create_company,
    join_company,
)
from shared.web import session
from shared.web.answers import with_pages
from shared.web.company_fields import form_fields
from shared.web.form import posted
from shared.web.pages import language_of, page
from shared.web.redirects import redirect
from shared.web.session import Session

FORM = "company"  # its id on the page
_SEE_OTHER = 303


@with_pages
async def company(request: func.HttpRequest) -> func.HttpResponse:
    """Show what sales registered (GET), or do what the pressed button says (POST)."""
    outer = services()
    guest = session.current(request)
    guest = dataclasses.replace(guest, language=language_of(request, guest.language))
    step = await company_step(
        guest.invitation, guest.oid, store=outer.invitations, companies=outer.companies
    )
    if step.invitation.state is State.COMPLETED:
        return _to_welcome(outer)
    if request.method != "POST":
        return _show(step, guest, step.invitation.company)
    form = posted(request)
    guest.check_form(form.get("csrf", ""))
    data = CompanyData(**{name: form.get(name, "") for name in FIELDS})
    match form.get("do"):
        case "join":
            await _join(step, outer)
            return _to_welcome(outer)
        case "create":
            return await _create(step, guest, data, outer)
        case _:
            return _show(step, guest, data, exists="do" not in form and "exists" in form)


async def _create(
    step: CompanyStep, guest: Session, data: CompanyData, outer: Services
) -> func.HttpResponse:
    try:
        await create_company(
            step,
            data,
            store=outer.invitations,
            companies=outer.companies,
            queue=outer.acceptance_queue,
            clock=outer.clock,
            new_id=outer.new_id,
        )
    except WrongCompany:
        return _show(step, guest, data, status=422)
    except CompanyExists:
        again = await company_step(
            guest.invitation, guest.oid, store=outer.invitations, companies=outer.companies
        )
        return _show(again, guest, data, status=409, exists=True)
    return _to_welcome(outer)


async def _join(step: CompanyStep, outer: Services) -> None:
    await join_company(
        step,
        store=outer.invitations,
        queue=outer.acceptance_queue,
        clock=outer.clock,
        new_id=outer.new_id,
    )


def _show(
    step: CompanyStep,
    guest: Session,
    data: CompanyData,
    *,
    status: int = 200,
    exists: bool = False,
) -> func.HttpResponse:
    invitation = step.invitation
    if step.existing is not None:
        return page(
            "join",
            guest.language,
            status=status,
            switch_query={},
            csrf=guest.csrf,
            invitation=invitation,
            company=step.existing.data,
        )
    faults = company_faults(data)
    return page(
        "company",
        guest.language,
        status=status,
        switch_form=FORM,
        csrf=guest.csrf,
        invitation=invitation,
        fields=form_fields(data, faults, guest.language),
        exists=exists,
    )


def _to_welcome(outer: Services) -> func.HttpResponse:
    return redirect(f"{outer.settings.public_url}/api/Welcome", status=_SEE_OTHER)
