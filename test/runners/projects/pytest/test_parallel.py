"""64 tests at the same time: each sees only its own requests and users."""

import os

import pytest
import requests

ATRIUM = {"MX-API-Key": "test-api-key", "MX-Client-ID": "test-client-id"}
SERVER = os.environ["MOCK_URL"]
PARALLEL = int(os.environ["PARALLEL"])


@pytest.mark.parametrize("i", range(PARALLEL))
def test_isolated(mock, count, i):
    barrier = f"{SERVER}/sandboxes/barrier"
    requests.get(f"{barrier}/users", headers=ATRIUM)
    wait = f"{barrier}/__admin/requests/count?atLeast={PARALLEL}&timeoutMs=100000"
    assert requests.post(wait, json={}).json()["count"] >= PARALLEL, "not all tests run at the same time"
    user = requests.post(f"{mock}/users", headers=ATRIUM, json={"user": {"identifier": f"user-{i}"}}).json()["user"]
    assert requests.get(f"{mock}/users", headers=ATRIUM).json()["users"] == [user]
    assert count() == 2
