"""How the product is called and looks, and where it leads: from the settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WelcomeLink:
    """A link of the welcome page (J8) with its title by language; `en` is always there."""

    url: str
    titles: Mapping[str, str]

    def title(self, language: str) -> str:
        """Return the title in the language, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Brand:
    """How pages and e-mails call the product and where they lead."""

    product: str
    colour: str
    logo_url: str
    organisation_domain: str
    support_url: str
    documentation_url: str
    privacy_url: str
    terms_url: str
    platform_url: str
    welcome_links: tuple[WelcomeLink, ...]


def read_brand(value: Mapping[str, str]) -> Brand:
    """Return the brand that checked settings describe."""
    links = json.loads(value["WELCOME_LINKS"])
    return Brand(
        product=value["PRODUCT_NAME"],
        colour=value["BRAND_COLOUR"].lower(),
        logo_url=value["LOGO_URL"],
        organisation_domain=value["ORGANISATION_DOMAIN"].lower(),
        support_url=value["SUPPORT_URL"],
        documentation_url=value["DOCUMENTATION_URL"],
        privacy_url=value["PRIVACY_URL"],
        terms_url=value["TERMS_URL"],
        platform_url=value["PLATFORM_URL"],
        welcome_links=tuple(WelcomeLink(link["url"], link["title"]) for link in links),
    )
