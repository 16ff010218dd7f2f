import requests

ATRIUM = {"MX-API-Key": "test-api-key", "MX-Client-ID": "test-client-id"}


def test_fails_on_purpose(mock):
    requests.post(f"{mock}/users", headers=ATRIUM, json={"user": {"identifier": "sent-by-the-client"}})
    assert False, "on purpose"
