"""The request journal and near misses."""

import requests
from calls import create, send, url
from wiremock.client import NearMisses, NearMissMatchPatternRequest, NearMissMatchRequest, Requests


def test_received_requests():
    create()
    send()
    send("POST", "/none?a=1", data="body")
    received = Requests.get_all_received_requests(parameters={})
    assert received.meta.total == 2 and received.request_journal_disabled is False
    newest, oldest = received.requests
    assert (newest.request.url, newest.request.method, newest.request.body) == ("/none?a=1", "POST", "body")
    assert newest.response_definition.from_configured_stub is False
    assert Requests.get_request(oldest.id).request.url == "/x"
    assert len(Requests.get_all_received_requests(limit=1, parameters={}).requests) == 1
    assert len(Requests.get_all_received_requests(since="2100-01-01T00:00:00Z", parameters={}).requests) == 0


def test_counted_and_found_requests():
    for path in ("/x?n=1", "/x?n=2", "/y"):
        send(path=path)
    pattern = NearMissMatchPatternRequest(method="GET", url_path="/x")
    assert Requests.get_matching_request_count(pattern).count == 2
    assert [request.url for request in Requests.get_matching_requests(pattern).requests] == ["/x?n=1", "/x?n=2"]


def test_unmatched_requests():
    create()
    send()
    send(path="/xx")
    assert [request.url for request in Requests.get_unmatched_requests().requests] == ["/xx"]
    (near,) = Requests.get_unmatched_requests_near_misses().near_misses
    assert near.request.url == "/xx" and 0 < near.match_result.distance < 1


def test_near_misses():
    create()
    (by_request,) = NearMisses.find_nearest_misses_by_request(NearMissMatchRequest(url="/xx", method="GET")).near_misses
    assert by_request.request.url == "/xx"
    send(path="/xx")
    pattern = NearMissMatchPatternRequest(url="/x", method="GET")
    (by_pattern,) = NearMisses.find_nearest_misses_by_request_pattern(pattern).near_misses
    assert by_pattern.request.url == "/xx" and by_pattern.match_result.distance > 0


def test_reset_of_requests():
    send()
    requests.delete(f"{url}/__admin/requests", timeout=10).raise_for_status()
    assert Requests.get_all_received_requests(parameters={}).meta.total == 0
