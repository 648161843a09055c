"""Explains why an outside address can't be reached: its name, its certificate, the proxy or the network."""

import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.runtime.proxies import find_proxy, find_variable, show_proxy

_NO_PROXY_STATUSES = {400, 404, 405, 501}  # a web server's answers to CONNECT
_CERTIFICATE = {
    10: "it has expired; if it hasn't, this machine's clock is wrong",
    9: "it isn't valid yet; if it is, this machine's clock is wrong",
    62: "it belongs to another name",
    64: "it belongs to another name",
    18: "it is self-signed",
    19: "this machine doesn't trust who signed it",
    20: "this machine doesn't trust who signed it",
    21: "this machine doesn't trust who signed it",
}
_BUNDLE = "If your network has a certificate of its own, name its file in SSL_CERT_FILE"


def explain(error: BaseException | None, url: str) -> str:
    """Explain why ``url`` can't be reached and what to do, as a sentence without its full stop.

    It shows no password, and only the host of ``url``.
    """
    host, proxy = urlsplit(url).hostname or url, find_proxy(url)
    if proxy and (sentence := _explain_proxy(error, proxy)):
        return sentence
    match error:
        case aiohttp.ClientConnectorCertificateError(certificate_error=ssl.SSLCertVerificationError() as cause):
            return _explain_certificate(cause, host)
        case aiohttp.ClientConnectorSSLError():
            return f"{host} doesn't answer with an encrypted connection; check the address and the network"
        case aiohttp.ClientConnectorDNSError():
            return f"{host} has no address here; check its name and the network's DNS"
        case aiohttp.ClientConnectorError(os_error=OSError(strerror=str(reason))):
            return f"No connection to {host} ({reason.partition(' (')[0]}); check the network"
        case aiohttp.ClientConnectorError() | aiohttp.ServerDisconnectedError():
            return f"{host} closed the connection without an answer; check the address and the network"
        case TimeoutError():
            return f"{host} doesn't answer in time; check the network, and whether it needs a proxy (HTTPS_PROXY)"
        case aiohttp.ClientResponseError(status=status) if status >= 300:
            return f"{host} answered {status}"
        case ValueError():  # JSON that can't be read
            return f"{host} answered with something else than expected; check the address and what is in between"
        case aiohttp.ClientPayloadError():
            return f"{host} broke off in the middle of its answer; check the network"
        case OSError(strerror=str(reason)) if reason:
            return f"The connection to {host} broke ({reason}); check the network"
        case _:
            return f"The connection to {host} broke; check the network"


def _explain_proxy(error: BaseException | None, proxy: str) -> str | None:
    """What is wrong with the proxy, None if it is something else."""
    shown, scheme, variable = show_proxy(proxy), urlsplit(proxy).scheme, find_variable(proxy)
    if scheme != "http":
        return f"The proxy {shown} can't be used: only one whose address begins with http:// can"
    match error:
        case aiohttp.ClientHttpProxyError(status=407):
            how = f"write them into {variable} as http://NAME:PASSWORD@HOST:PORT"
            return f"The proxy {shown} wants a user name and a password, or refuses those it got; {how}"
        case aiohttp.ClientHttpProxyError(status=status) if status in _NO_PROXY_STATUSES:
            return f"What answers at {shown} isn't a proxy ({status}); check {variable}"
        case aiohttp.ClientHttpProxyError(status=status):
            return f"The proxy {shown} lets nothing through to there ({status}); ask who runs it"
        case aiohttp.ClientProxyConnectionError():
            return f"The proxy {shown} can't be reached; check {variable}"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | aiohttp.ClientOSError(errno=104):
            return f"The proxy {shown} closed the connection; check that it is one, and {variable}"
        case aiohttp.ClientResponseError(status=400, message=message) if message != "Bad Request":
            return f"What answers at {shown} isn't a proxy; check {variable}"
        case TimeoutError():
            return f"Nothing comes through the proxy {shown}; check {variable}"
        case _:
            return None


def _explain_certificate(cause: ssl.SSLCertVerificationError, host: str) -> str:
    for variable, is_there in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
        path = os.environ.get(variable)
        if path and not (is_there(Path(path)) and os.access(path, os.R_OK)):
            return f"The certificate of {host} isn't trusted: {variable} names {path}, which can't be read"
    if (path := os.environ.get("SSL_CERT_FILE")) and not _holds_certificate(path):
        return f"The certificate of {host} isn't trusted: SSL_CERT_FILE names {path}, which holds no certificate"
    why = _CERTIFICATE.get(cause.verify_code, cause.verify_message)
    return f"The certificate of {host} isn't trusted: {why}. {_BUNDLE}"


def _holds_certificate(path: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        return False
    return True
