"""Digital signatures: made with a certificate file, checked offline, and what they say when something was changed."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter

from microinf_desktop.documents.contracts import render_contract
from microinf_desktop.documents.signature_stamps import signature_stamp
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.signatures import sign_pdf, signature_fields, verify_pdf
from tests.contract_samples import sample_contract


def certificate(name: str, issuer: str = "", age: int = 1) -> bytes:
    """A PKCS#12 file with the passphrase "pass", valid for 30 days from `age` days ago; self-signed unless issued."""
    key = ec.generate_private_key(ec.SECP256R1())
    signing_key = ec.generate_private_key(ec.SECP256R1()) if issuer else key
    start = datetime.now(UTC) - timedelta(days=age)

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    made = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer or name))
        .public_key(key.public_key()).serial_number(7).not_valid_before(start)
        .not_valid_after(start + timedelta(days=30)).sign(signing_key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"signer", key, made, None, serialization.BestAvailableEncryption(b"pass"))


@pytest.fixture(scope="module")
def contract() -> bytes:
    return render_contract(sample_contract(), bundled_library())


@pytest.fixture(scope="module")
def signed(contract: bytes) -> bytes:
    stamp = signature_stamp("Łucja 王 Nowak", datetime(2026, 11, 24, 9, 0, tzinfo=UTC), bundled_library(), "en_GB")
    return sign_pdf(contract, certificate("Łucja 王 Nowak"), "pass", field="creator_signature", reason="I agree",
                    stamp=stamp)


def test_a_signed_contract_names_its_signer_and_keeps_its_bytes(contract: bytes, signed: bytes) -> None:
    assert signed.startswith(contract)
    assert signature_fields(signed) == {"client_signature": False, "creator_signature": True}
    (report,) = verify_pdf(signed)
    assert (report.signer, report.field, report.issuer, report.reason) == (
        "Łucja 王 Nowak", "creator_signature", "", "I agree")
    assert report.is_intact
    assert report.is_whole
    assert report.is_good
    text = " ".join(report.sentences())
    for words in ("Unchanged since Łucja 王 Nowak signed it.", "nobody but the certificate itself",
                  "not a qualified electronic signature", "not of a timestamp authority"):
        assert words in text


def test_a_second_signature_leaves_the_first_good(signed: bytes) -> None:
    both = sign_pdf(signed, certificate("Ida Lund", "Kestrel CA"), "pass", field="client_signature")
    first, second = verify_pdf(both)
    assert first.is_good
    assert not first.is_whole
    assert "only fields were filled in" in " ".join(first.sentences())
    assert second.is_whole
    assert (second.signer, second.issuer) == ("Ida Lund", "Kestrel CA")
    assert "vouched for by “Kestrel CA”" in " ".join(second.sentences())


def test_changed_bytes_and_changed_pages_are_told(signed: bytes) -> None:
    at = signed.index(b"stream") + 40
    (report,) = verify_pdf(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1:])
    assert not report.is_good
    assert "was changed after" in next(report.sentences())
    writer = PdfWriter(BytesIO(signed), incremental=True)
    writer.pages[0].rotate(90)
    changed = BytesIO()
    writer.write(changed)
    (report,) = verify_pdf(changed.getvalue())
    assert not report.is_good
    assert "Something else was changed" in next(report.sentences())


def test_what_cannot_be_signed_is_told(contract: bytes, signed: bytes) -> None:
    mine = certificate("Ida Lund")
    with pytest.raises(KnownError, match="passphrase is wrong"):
        sign_pdf(contract, mine, "wrong", field="client_signature")
    with pytest.raises(KnownError, match="no certificate file"):
        sign_pdf(contract, b"-----BEGIN CERTIFICATE-----", "pass", field="client_signature")
    key_only = pkcs12.serialize_key_and_certificates(
        b"key", ec.generate_private_key(ec.SECP256R1()), None, None, serialization.BestAvailableEncryption(b"pass"))
    with pytest.raises(KnownError, match="no certificate with its private key"):
        sign_pdf(contract, key_only, "pass", field="client_signature")
    with pytest.raises(KnownError, match=r"Ida Lund ran out on \d"):
        sign_pdf(contract, certificate("Ida Lund", age=40), "pass", field="client_signature")
    with pytest.raises(KnownError, match="not valid before"):
        sign_pdf(contract, certificate("Ida Lund", age=-2), "pass", field="client_signature")
    with pytest.raises(KnownError, match="no signature field"):
        sign_pdf(contract, mine, "pass", field="nobody")
    with pytest.raises(KnownError, match="signed already"):
        sign_pdf(signed, mine, "pass", field="creator_signature")
    with pytest.raises(KnownError, match="no PDF"):
        verify_pdf(b"a letter")
    assert verify_pdf(contract) == ()


def test_damaged_signatures_are_told_in_words(signed: bytes) -> None:
    marker = signed.rindex(b"/Contents <")
    for at in (marker + 12, marker + 300):
        with pytest.raises(KnownError, match="damaged and cannot be read"):
            verify_pdf(signed[:at] + b"x" + signed[at + 1:])


def test_a_certificate_that_had_run_out_when_it_was_used_is_told(signed: bytes) -> None:
    (report,) = verify_pdf(signed)
    assert report.signed_at is not None
    late = replace(report, valid_until=report.signed_at - timedelta(days=3))
    assert any("had run out on" in said for said in late.sentences())
    assert not any("run out" in said for said in report.sentences())


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    script = "import sys, microinf_desktop.interchange.signatures; sys.exit('pyhanko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
