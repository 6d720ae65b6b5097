"""Reads a Web Push message as a push service and a browser would: RFC 8292 and RFC 8291 with another library than ours.

Standard input: JSON with `authorization`, `audience`, `body` (base64url), `private` and `auth` (the browser's keys, base64url).
Standard output: JSON with `claims` and `payload`.
"""

import base64
import hashlib
import hmac
import json
import sys

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key):
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def expand(key, info, length):
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()[:length]


def extract(salt, material):
    return hmac.new(salt, material, hashlib.sha256).digest()


def claims_of(authorization, audience):
    scheme, rest = authorization.split(" ", 1)
    fields = dict(field.strip().split("=", 1) for field in rest.split(","))
    assert scheme == "vapid", scheme
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(fields["k"]))
    # The test's clock stands in another year.
    rules = {"verify_exp": False}
    return jwt.decode(fields["t"], key, algorithms=["ES256"], audience=audience, options=rules)


def payload_of(body, private, auth):
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    assert len(sealed) <= size, (len(sealed), size)
    own = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
    info = b"WebPush: info\x00" + point(own.public_key()) + sender
    material = extract(salt, expand(extract(auth, shared), info, 32))
    key = expand(material, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = expand(material, b"Content-Encoding: nonce\x00", 12)
    padded = AESGCM(key).decrypt(nonce, sealed, None)
    assert padded.rstrip(b"\x00")[-1:] == b"\x02", padded
    return padded.rstrip(b"\x00")[:-1].decode()


asked = json.load(sys.stdin)
json.dump(
    {
        "claims": claims_of(asked["authorization"], asked["audience"]),
        "payload": payload_of(decode(asked["body"]), decode(asked["private"]), decode(asked["auth"])),
    },
    sys.stdout,
)
