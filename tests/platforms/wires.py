"""Real outgoing connections on loopback: a proxy, and servers with their own certificates."""

import asyncio
import os
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


@dataclass
class Proxy:
    """An HTTP proxy that tunnels and forwards, or answers every request with ``refusal``."""

    refusal: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    sent: bytearray = field(default_factory=bytearray)
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Its address."""
        assert self._server
        return f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)

    async def stop(self) -> None:
        """Stop listening, and end connections in progress."""
        assert self._server
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.decode().split(" ", 2)
            self.asked.append(f"{method} {target}")
            self.headers.append(head.decode())
            if self.refusal:
                writer.write(self.refusal.encode())
                await writer.drain()
            else:
                await self._forward(reader, writer, method, target, head)
        writer.close()

    async def _forward(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, target: str, head: bytes
    ) -> None:
        host, _, port = target.rpartition("://")[2].partition("/")[0].partition(":")
        there, onward = await asyncio.open_connection(host, int(port))
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            self.sent += head
            onward.write(head)
        await asyncio.gather(_pour(reader, onward, self.sent), _pour(there, writer))


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter, noted: bytearray | None = None) -> None:
    with suppress(OSError):
        while data := await source.read(65536):
            if noted is not None:
                noted += data
            into.write(data)
            await into.drain()
        into.close()


def answer(status: int, reason: str = "No") -> str:
    """The answer of a proxy that refuses."""
    return f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Authority:
    """A certificate authority. ``file`` has its own certificate, for clients that trust it."""

    file: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    @classmethod
    def create(cls, folder: Path, title: str = "A test's authority") -> "Authority":
        """Make one in a folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named(title)
        file = folder / "authority.pem"
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        own = _building(name, name, key, 0).add_extension(constraints, critical=True).sign(key, hashes.SHA256())
        file.write_bytes(own.public_bytes(Encoding.PEM))
        return cls(file, key, name)

    def context(self, folder: Path, host: str = LOOPBACK, age_days: int = 0) -> ssl.SSLContext:
        """The TLS context of a server with a certificate for ``host``, valid for 30 days."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.sign(folder, host, age_days))
        return context

    def sign(self, folder: Path, host: str = LOOPBACK, age_days: int = 0) -> Path:
        """The file of such a certificate, with its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _named("A test's server")
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        signed = _building(subject, self.name, key, age_days).add_extension(names, critical=False)
        file = folder / "server.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(private + signed.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
        return file


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _building(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, age_days: int
) -> x509.CertificateBuilder:
    since = datetime.now(UTC) - timedelta(days=age_days + 1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=30))
    )


def leave_by(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """Send every scheme through a proxy, as `adopt_proxies` does at the start."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for scheme in ("http", "https", "ws", "wss"):
        monkeypatch.setenv(f"{scheme}_proxy", proxy)
