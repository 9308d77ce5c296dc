"""Certificates of completion, immutable and signed, and the registration periods of professional certificates."""

from certification.models.certificates import CertificateSeries, CertificateStatus, CompletionCertificate
from certification.models.registrations import RegistrationPeriod

__all__ = ["CertificateSeries", "CertificateStatus", "CompletionCertificate", "RegistrationPeriod"]
