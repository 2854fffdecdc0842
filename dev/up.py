"""`python3 -m dev up`: the app with everything around it, until Ctrl-C."""

import sys
import time
from pathlib import Path
from typing import Never

from dev import DEFAULT_PORT
from dev.bootstrap.progress import BootstrapError
from dev.children import ChildError
from dev.folder import FolderInUse, held
from dev.invitation import InvitationError, invite_once
from dev.parts import ROOT, Options
from dev.ports import Ports
from dev.signals import Ended, EndRequests
from dev.simulator import defaults
from dev.stack import Stack

RUNNING = ROOT / ".dev" / "up"
WATCH_EVERY = 0.2


def up(port: int, data: Path | None, *, func: bool = False) -> int:
    """Run everything until it is asked to end; returns the exit code.

    1 when a port is taken, when a part cannot be started, or when one ends by itself.
    """
    requests = EndRequests()
    ports = Ports.following(port)
    busy = ports.busy()
    if busy:
        print(busy_message(busy, port), file=sys.stderr)
        return 1
    folder = RUNNING / str(port) if data is None else data.expanduser().resolve()
    try:
        with held(folder):
            kept = None if data is None else folder
            _run(Options(folder=folder, ports=ports, data=kept, func=func), requests)
    except Ended:
        print("\nEnded; nothing is left running.")
        return 0
    except (ChildError, BootstrapError, FolderInUse) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nThe folder {folder} cannot be used: {error}", file=sys.stderr)
        return 1


def busy_message(busy: dict[str, int], port: int) -> str:
    """Return what to tell about the ports in `busy` when `port` was to be the first one."""
    lines = [f"Port {taken} is in use; {part} needs it." for part, taken in busy.items()]
    other = port + 100 if port == DEFAULT_PORT else DEFAULT_PORT
    return "\n".join(
        [
            *lines,
            "Nothing was started. End the program that holds the port, or choose others:",
            f"    python3 -m dev up --port {other}",
        ]
    )


def _run(options: Options, requests: EndRequests) -> Never:
    """Start, invite, print, and watch; ends only by an exception."""
    start = time.monotonic()
    print("Starting Azurite, the simulator and the app ...", flush=True)
    with Stack(options, pause=requests.pause) as stack:
        with requests.interruptible():
            invitation = _invite(stack)
        print(_welcome(stack, invitation, time.monotonic() - start), flush=True)
        while True:
            stack.check()
            requests.pause(WATCH_EVERY)


def _invite(stack: Stack) -> str:
    """Return the line that tells about the documented invitation."""
    data = stack.options.data
    kept = None if data is None else data / "invitation.txt"
    try:
        link, new = invite_once(stack.app_url, stack.keys.invite_user, kept)
    except InvitationError as error:
        return f"Willy URS could not be invited. {error}\n               See {stack.host.log}"
    if new:
        return f"Willy URS is invited, the e-mail is in the inbox ({link})"
    return f"Willy URS was invited before, in the data kept in {data} ({link})"


def _welcome(stack: Stack, invitation: str, seconds: float) -> str:
    return f"""
Ready in {seconds:.1f} s

  App          {stack.app_url}
  Console      {stack.console_url}
               Sign in as {defaults.INVITER}, password {defaults.MEMBER_PASSWORD}
  Inbox        {stack.simulator_url}/inbox
  Directory    {stack.simulator_url}/directory
  Telemetry    {stack.simulator_url}/telemetry
  Invitation   {invitation}
  Function key {stack.keys.invite_user}
  Logs         {stack.host.log.parent}

  Invite somebody else:
    curl -i {stack.app_url}/api/InviteUser \\
      -H 'x-functions-key: {stack.keys.invite_user}' -H 'Content-Type: application/json' \\
      -d '{{"guest": {{"email": "kim@example.com", "name": "Kim Min-ji"}},
           "inviter": {{"name": "Tamer Mohamed-Nour", "email": "tamer.mohamed-nour@gfms.example"}},
           "organisation": "GFMS", "language": "ko", "roles": ["customer"],
           "company": {{"legalName": "Kim Precision", "country": "KR"}}}}'

Ctrl-C ends it.
"""
