"""Encrypts as old releases did."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand


def encrypt_as_before(secret: bytes, text: str) -> bytes:
    """Encrypt with Fernet, under the key that was derived for it."""
    return Fernet(urlsafe_b64encode(HKDFExpand(SHA256(), 32, b"callboard cipher").derive(secret))).encrypt(
        text.encode()
    )
