"""Makes the tables, and the inviter who signs in later."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
call_command("migrate", verbosity=0)

from django.contrib.auth import get_user_model  # noqa: E402 - there is none before the set-up

get_user_model().objects.create_user(
    os.environ["PEER_INVITER"], os.environ["PEER_INVITER"], os.environ["PEER_PASSWORD"]
)
