"""The cluster a study is about, and the server its submissions go to. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster the study is about, and who works on it."""

    name: str = ""
    cluster_type: str = "industrial"
    """industrial | handicraft | handloom | micro | service"""
    locality: str = ""
    """The town or village."""
    district: str = ""
    state: str = ""
    products: str = ""
    agency: str = ""
    donor: str = ""
    population: int | None = None
    """Number of firms in the cluster, N, where known."""
    sample_design: str = "purposive"
    """purposive | census | random | stratified; decides whether figures may speak for the cluster."""
    product_group: str = ""
    """Of the tables of Das: Metalware, Leather, Textiles ..."""
    nic_edition: str = ""
    """NIC-2008 | NIC-2025."""
    nic_code: str = ""
    """A text: leading zeros matter."""
    implementing_agency: str = ""
    technical_agency: str = ""
    reference_year: str = ""
    """The financial year flows refer to: "2025-26"."""
    synthetic: bool = False
    """True for demonstration data: every page and sheet says so."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where submissions go. For ODK Central the address holds the key and the login stays empty."""

    url: str = ""
    username: str = ""
    password: str = ""
    peer: str = "openrosa"
    """What kind of place it is: a key of `sync.peers`."""

    def __repr__(self) -> str:
        return "Server(...)"
