"""The server to test, and calls to it."""

import sys

import requests
from wiremock.client import HttpMethods, Mapping, MappingRequest, MappingResponse, Mappings
from wiremock.constants import Config

url = sys.argv[1]
Config.base_url = f"{url}/__admin"


def create(request=None, response=None, **members):
    request = MappingRequest(**{"method": HttpMethods.GET, "url": "/x", **(request or {})})
    return Mappings.create_mapping(Mapping(request=request, response=MappingResponse(**(response or {})), **members))


def send(method="GET", path="/x", **options):
    return requests.request(method, url + path, timeout=10, **options)


def matches(*args, **options):
    """The stub that matched responds; without one, the emulated APIs do."""
    return "matched-stub-id" in send(*args, **options).headers
