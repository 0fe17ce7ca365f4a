"""Where an address leads, and whether a machine of ours may go there.

Whoever may fill in a link could otherwise have this machine call what only it can reach. A name is
resolved once and the connection goes to that very address, so that a name which answers
differently a moment later changes nothing.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
NAT64 = ip_network("64:ff9b::/96")
# Where no site of the open web is, though `ipaddress` calls them global: site-local (RFC 3879);
# IPv4 wrapped as compatible (RFC 4291), translated (RFC 7915), NAT64 of one network (RFC 8215).
NO_SITES = tuple(map(ip_network, ("fec0::/10", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48")))


class Forbidden(Exception):
    """Not a place to call: no web address, or one inside our own network."""


class NoHost(Exception):
    """The name cannot be resolved: there is none of that name, or no network."""


@dataclass(frozen=True)
class Place:
    """A web address with the socket address it is reached under."""

    url: str
    scheme: str
    host: str
    port: int
    target: str  # path and query
    family: int
    socket_address: tuple[Any, ...]


def place_of(url: str) -> Place:
    """Resolve a web address. Raises Forbidden or NoHost."""
    parts, host, port = _parsed(url)
    if port not in settings.LINK_PORTS:
        raise Forbidden(f"port {port}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoHost(str(error)) from error
    if not settings.LINK_PRIVATE_ADDRESSES:
        for _family, _type, _proto, _name, address in found:
            if not is_public(str(address[0])):
                raise Forbidden("private address")
    family, _type, _proto, _name, address = found[0]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(url, parts.scheme, host, port, target, family, address)


def _parsed(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") or ""
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Forbidden("not a web address") from error
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise Forbidden("not a web address")
    return parts, host, port


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, also if it is wrapped in IPv6."""
    address = ip_address(text.partition("%")[0])
    if any(address in network for network in NO_SITES):
        return False
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and the IPv4 addresses that it carries inside it."""
    if isinstance(address, IPv4Address):
        return [address]
    inside = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        inside = IPv4Address(int(address) & 0xFFFFFFFF)
    if inside is not None:  # the outer form itself is no place of its own
        return [inside]
    return [address, *(address.teredo or ())]
