"""The sample agency: what a first run shows, and what screenshots, documents and benchmarks are made of."""

from microinf_desktop.services.sample.create import SMALLEST, SampleReport, agency_logo, create_sample

__all__ = ["SMALLEST", "SampleReport", "agency_logo", "create_sample"]
