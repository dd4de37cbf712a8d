"""Digital signatures in PDFs, made and checked with a certificate file (PKCS#12); no network is ever used.

pyHanko does the work and is loaded at first use: it takes about half a second.
"""

import logging
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.signatures import Certificate, SignatureReport

_PACKAGES = ("pyhanko", "pyhanko_certvalidator")


def sign_pdf(
    content: bytes, p12: bytes, passphrase: str, *, field: str, reason: str = "", location: str = "",
    stamp: bytes | None = None,
) -> bytes:
    """The PDF signed in one of its signature fields ("creator_signature"); what was there stays byte for byte.

    `p12` is a certificate file with its private key, `stamp` a PDF of one page that is shown in the field. The moment
    of signing becomes part of it, so two runs differ. KnownError when the passphrase is wrong, the file is no
    certificate or one that ran out, or the field is missing or signed already.
    """
    _quiet()
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers
    from pyhanko.sign.general import SigningError
    from pyhanko.stamp import StaticStampStyle

    signer = _signer(p12, passphrase)
    problem = _certificate(signer.signing_cert).problem(datetime.now(UTC))
    if problem:
        raise KnownError(problem, "Ask whoever issued it for a new one, or choose another certificate file.")
    _require_open(content, field)
    with TemporaryDirectory(prefix="stamp-") as folder:
        style = None
        if stamp is not None:
            page = Path(folder, "stamp.pdf")
            page.write_bytes(stamp)
            style = StaticStampStyle(background=ImportedPdfPage(str(page)),  # type: ignore[no-untyped-call]
                                     background_opacity=1, border_width=0)
        wanted = signers.PdfSignatureMetadata(field_name=field, reason=reason or None, location=location or None)
        try:
            made = signers.PdfSigner(wanted, signer=signer, stamp_style=style).sign_pdf(
                IncrementalPdfFileWriter(BytesIO(content)), existing_fields_only=True)
        except (PdfError, SigningError) as error:
            raise KnownError(f"The document cannot be signed: {error}", "Export it again and sign the copy.") from error
    return bytes(made.getvalue())


def read_certificate(p12: bytes, passphrase: str) -> Certificate:
    """Whose certificate a file holds and how long it is valid; KnownError as for `sign_pdf`."""
    _quiet()
    return _certificate(_signer(p12, passphrase).signing_cert)


def _certificate(found: Any) -> Certificate:
    return Certificate(_name(found.subject), _issuer(found), found.not_valid_before, found.not_valid_after)


def _issuer(certificate: Any) -> str:
    return "" if certificate.self_signed in ("yes", "maybe") else _name(certificate.issuer)


def signature_fields(content: bytes) -> dict[str, bool]:
    """The signature fields of a PDF, and whether each is signed; empty for a PDF without any."""
    found = {}
    for name, value, _reference in _fields(content):
        found[name] = value is not None
    return found


def verify_pdf(content: bytes) -> tuple[SignatureReport, ...]:
    """Every signature in a PDF, in the order they were made; empty when there is none.

    Nobody is trusted beforehand and nothing is looked up: the reports say who vouches for whom. KnownError for what
    is no PDF and for a file too damaged to tell.
    """
    _quiet()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    broken = (PdfError, SignatureValidationError, ValueError, TypeError, LookupError)
    reports = []
    reader = _reader(content)
    try:
        found = list(reader.embedded_regular_signatures)
    except broken as error:
        raise KnownError("The signatures in this file are damaged and cannot be read.",
                         "Do not rely on it; ask for the file again.") from error
    for signature in found:
        try:
            status = validate_pdf_signature(
                signature, signer_validation_context=ValidationContext(trust_roots=[], allow_fetching=False))
        except broken as error:
            logging.getLogger(__name__).info("signature %s cannot be read: %s", signature.field_name, error)
            reports.append(SignatureReport(signature.field_name or "", "unknown", "", False, False, False, None))
            continue
        reports.append(_report(signature, status))
    return tuple(reports)


def _report(signature: Any, status: Any) -> SignatureReport:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = status.signing_cert
    level = status.modification_level
    return SignatureReport(
        field=signature.field_name or "", signer=_name(certificate.subject),
        issuer=_issuer(certificate),
        is_intact=bool(status.intact and status.valid),
        is_whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        only_filled_in=status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING),
        signed_at=status.signer_reported_dt, reason=str(signature.sig_object.get("/Reason", "")),
        fingerprint=certificate.sha256_fingerprint, valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
    )


def _name(name: Any) -> str:
    """The common name of a certificate's subject or issuer, else all it says."""
    return str(name.native.get("common_name") or name.human_friendly)


def _signer(p12: bytes, passphrase: str) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign import signers

    # PFX ::= SEQUENCE { version INTEGER (3), ... } (RFC 7292, section 4), behind a length of up to six bytes.
    if not (p12.startswith(b"\x30") and b"\x02\x01\x03" in p12[:10]):
        raise KnownError("This is no certificate file.", "Choose the .p12 or .pfx file that you were given.")
    secret = passphrase.encode() or None
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(p12, secret)
    except ValueError as error:
        raise KnownError("The certificate file cannot be opened: the passphrase is wrong.",
                         "Type the passphrase again; capitals count.") from error
    if key is None or certificate is None:
        raise KnownError("The file holds no certificate with its private key, so nothing can be signed with it.",
                         "Export it again together with its private key.")
    return signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=secret)


def _reader(content: bytes) -> Any:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(content))
        _ = reader.root
        return reader
    except (PdfError, ValueError, TypeError, LookupError) as error:
        raise KnownError("This file is no PDF that can be read.", "Choose the PDF that was signed.") from error


def _fields(content: bytes) -> list[tuple[str, Any, Any]]:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import enumerate_sig_fields

    _quiet()
    reader = _reader(content)
    try:
        return list(enumerate_sig_fields(reader))
    except (PdfError, ValueError, TypeError, LookupError) as error:
        raise KnownError("The form in this PDF is damaged.", "Ask for the file again.") from error


def _require_open(content: bytes, field: str) -> None:
    fields = signature_fields(content)
    if field not in fields:
        raise KnownError(f"The document has no signature field “{field}”.",
                         f"Choose one of: {', '.join(fields)}." if fields else "Issue the contract again.")
    if fields[field]:
        raise KnownError("This place is signed already.", "Choose the place of the other party.")


def _quiet() -> None:
    """An unknown issuer is what is expected here and told in the report, not in a log."""
    for name in _PACKAGES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
