"""Addresses and ports that `serve` may listen on, and the names a browser may use for them."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from dashboard.services.signin_policy import Policy

DEFAULT_PORT = 8501


def choose_port(host: str, *, port: int | None) -> int:
    """Give a free port: the one asked for, else the default one, else any."""
    if port is not None:
        free = _free_port(host, port)
        if free is None:
            raise typer.BadParameter(
                f"port {port} is taken on {host}. Give another one, or none for any free port.",
                param_hint="--port",
            )
        return free
    free = _free_port(host, DEFAULT_PORT)
    if free is None:
        free = _free_port(host, 0)
        typer.echo(f"Port {DEFAULT_PORT} is taken; using {free} instead.", err=True)
    assert free is not None, "the system has no free port"
    return free


def _free_port(host: str, port: int) -> int | None:
    """Bind once to learn whether ``port`` is free; 0 lets the system choose."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # a port in TIME_WAIT is free; on Windows the flag means more
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def listen_on(host: str, *, signed_in: bool, opened: bool) -> str:
    """Turn ``host`` into an IP; one beyond loopback needs a sign-in or its option."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        raise typer.BadParameter(
            f"{host!r} is no IP address. Use 127.0.0.1 (the default), or 0.0.0.0 for all "
            "networks of this machine; others are refused while there is no sign-in.",
            param_hint="--host",
        ) from None
    if not (found.is_loopback or signed_in or opened):
        raise typer.BadParameter(
            f"{host!r} is reachable from other machines, and there is no sign-in. Set one up with "
            "--sign-in FILE (docs/team.md), use 127.0.0.1 (the default), or forward the port over "
            "SSH. If everybody who reaches it may see and decide everything, say so with "
            "--open-to-network-without-sign-in.",
            param_hint="--host",
        )
    if opened and not signed_in:
        typer.echo(
            f"There is no sign-in: everybody who reaches {host} sees and decides everything.",
            err=True,
        )
    return str(found)


def reached_at(listen: str) -> str:
    """Give the address under which this machine itself reaches what listens."""
    if not ipaddress.ip_address(listen).is_unspecified:
        return listen
    return "::1" if ":" in listen else "127.0.0.1"


def names(listen: str, *, policy: Policy | None) -> list[str]:
    """Host names that a browser may use: a page elsewhere that rebinds its own gets no socket."""
    names = [listen, "localhost"]
    if policy is not None:
        names.append(policy.host)
    elif ipaddress.ip_address(listen).is_unspecified:
        names += ["127.0.0.1", "::1", socket.gethostname(), socket.getfqdn(), *_own_addresses()]
    return list(dict.fromkeys(names))


def _own_addresses() -> list[str]:
    """Addresses of this machine, as far as its name tells them."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return []
    return [str(entry[4][0]).partition("%")[0] for entry in found]
