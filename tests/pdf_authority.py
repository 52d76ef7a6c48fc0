"""A certificate authority of tests: who signs PDF files, and a timestamp service beside it."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys as asn_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

PASSPHRASE = "a passphrase"


class Authority:
    """A root, a signer below it and a timestamp service below it."""

    def __init__(self):
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self.issue("Test root", self.root_key, None)
        signer_key = ec.generate_private_key(ec.SECP256R1())
        signer = self.issue("Test centre", signer_key, self.root)
        self.identity = pkcs12.serialize_key_and_certificates(
            b"centre", signer_key, signer, [self.root], BestAvailableEncryption(PASSPHRASE.encode())
        )
        tsa_key = rsa.generate_private_key(65537, 2048)
        tsa = self.issue("Test timestamps", tsa_key, self.root, stamps=True)
        self.stamper = DummyTimeStamper(
            asn(tsa),
            asn_keys.PrivateKeyInfo.load(
                tsa_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
        )

    @property
    def roots(self):
        """The root in PEM."""
        return self.root.public_bytes(Encoding.PEM)

    def issue(self, name, key, issuer, *, stamps=False):
        """A certificate of that name; without an issuer it is the root."""
        now, root = datetime.now(UTC), issuer is None
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = {
            "digital_signature": not root,
            "content_commitment": not root,
            "key_cert_sign": root,
            "crl_sign": root,
        }
        rest = ("key_encipherment", "data_encipherment", "key_agreement")
        rest = dict.fromkeys((*rest, "encipher_only", "decipher_only"), False)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if root else issuer.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=900))
            .add_extension(x509.BasicConstraints(root, None), critical=True)
            .add_extension(x509.KeyUsage(**usage, **rest), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key()),
                critical=False,
            )
        )
        if stamps:
            extended = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(extended, critical=True)
        return made.sign(self.root_key, hashes.SHA256())

    @contextmanager
    def serving(self):
        """The timestamp service, at an address on this machine."""
        stamper = self.stamper

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_said):
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Answers) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/"
            finally:
                server.shutdown()
                thread.join()


def asn(certificate):
    """A certificate as pyHanko has it."""
    return asn_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
