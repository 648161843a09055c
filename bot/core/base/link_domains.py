"""The domains that links in alerts and campaigns may lead to."""

from collections.abc import Collection


def is_allowed(host: str, domains: Collection[str]) -> bool:
    """Whether a host is one of the domains or a subdomain. One with a user name or a port is not."""
    bare = host.casefold().rstrip(".")
    return any(bare == domain or bare.endswith(f".{domain}") for domain in domains)
