"""A certificate that nobody vouches for ends the conversation before the first request; no credential leaves us."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.hostile import news
from bench.hostile.crawling import Crawled
from bench.hostile.wire import Site, serving

Crawl = Callable[..., Crawled]
GOOD = range(1, 4)


@pytest.fixture
def selfmade(tmp_path: Path) -> ssl.SSLContext:
    """A server's context with a certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    unlocked = serialization.NoEncryption()
    file = tmp_path / "selfmade.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def newspaper(tls: ssl.SSLContext | None = None) -> Site:
    handlers = news.articles(GOOD)
    handlers["/"] = news.fixed(news.listing({news.path(n): news.title(n) for n in GOOD}), Set_Cookie="who=you; Path=/")
    return Site(handlers, tls=tls)


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked(
    crawled: Crawl, selfmade: ssl.SSLContext
) -> None:
    site = newspaper(selfmade)
    with serving(site):
        done = crawled(site)
    assert site.asked == [] and done.texts() == {}
    assert done.status == 1
    assert "no secure connection" in done.report["problems"][0]


def test_no_cookie_referer_or_credential_is_ever_sent(crawled: Crawl) -> None:
    site = newspaper()
    with serving(site):
        done = crawled(site, WINNOW_CONTACT="https://operator.example")
        crawled(site)
    assert len(done.texts()) == len(GOOD)
    sent = {name for asked in site.asked for name in asked.headers}
    assert sent <= {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection",
                    "if-none-match", "if-modified-since"}  # fmt: skip
    assert all("Winnow/" in asked.headers["user-agent"] for asked in site.asked)
