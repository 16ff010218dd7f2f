"""Covers the same as the tests of python-wiremock, with its public API."""

import traceback

import journal
import mappings
import requests
import responses
from calls import url
from wiremock.client import Mappings

for name, test in [*vars(mappings).items(), *vars(responses).items(), *vars(journal).items()]:
    if name.startswith("test_"):
        requests.post(f"{url}/__admin/reset", timeout=10).raise_for_status()
        Mappings.delete_all_mappings()
        try:
            test()
            print(f"ok {name}")
        except Exception:
            print(f"not ok {name}")
            traceback.print_exc()
