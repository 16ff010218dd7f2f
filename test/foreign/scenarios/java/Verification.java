import static com.github.tomakehurst.wiremock.client.WireMock.*;

import com.github.tomakehurst.wiremock.admin.model.ServeEventQuery;
import com.github.tomakehurst.wiremock.client.VerificationException;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;

/** Verification of received requests. */
class Verification {
  static void run(Tests t) {
    t.test("verify", () -> {
      t.get("/x?a=1");
      t.post("/x", "body", "X-One", "a");
      verify(getRequestedFor(urlPathEqualTo("/x")).withQueryParam("a", equalTo("1")));
      verify(postRequestedFor(urlEqualTo("/x")).withHeader("X-One", equalTo("a")).withRequestBody(equalTo("body")));
      verify(2, anyRequestedFor(urlPathEqualTo("/x")));
      verify(0, deleteRequestedFor(anyUrl()));
      verify(moreThan(1), anyRequestedFor(anyUrl()));
      verify(lessThanOrExactly(2), anyRequestedFor(anyUrl()));
    });
    t.test("a failed verification shows a similar request", () -> {
      t.get("/xx");
      var error = Tests.fails(VerificationException.class, () -> verify(getRequestedFor(urlEqualTo("/x"))));
      Tests.check(error.getMessage().contains("/xx"), error.getMessage());
      Tests.fails(VerificationException.class, () -> verify(2, getRequestedFor(urlEqualTo("/xx"))));
    });
    t.test("finding requests", () -> {
      t.get("/x?n=1", "X-One", "a");
      t.get("/x?n=2");
      var found = findAll(getRequestedFor(urlPathEqualTo("/x")));
      Tests.equal(found.stream().map(request -> request.getUrl()).toList(), List.of("/x?n=1", "/x?n=2"));
      Tests.equal(found.get(0).getHeader("x-one"), "a");
      Tests.equal(found.get(0).queryParameter("n").firstValue(), "1");
      Tests.equal(found.get(0).getMethod().toString(), "GET");
      Tests.check(found.get(0).getLoggedDate() != null, "the date");
    });
    t.test("events", () -> {
      stubFor(get("/x").withName("n").willReturn(ok("text").withHeader("X-Two", "b")));
      t.get("/x");
      t.get("/none");
      List<ServeEvent> events = getAllServeEvents();
      Tests.equal(events.size(), 2);
      Tests.equal(events.get(0).getWasMatched(), false);
      ServeEvent matched = events.get(1);
      Tests.equal(matched.getWasMatched(), true);
      Tests.equal(matched.getStubMapping().getName(), "n");
      Tests.equal(matched.getResponse().getBodyAsString(), "text");
      Tests.equal(matched.getResponse().getHeaders().getHeader("X-Two").firstValue(), "b");
      Tests.check(matched.getTiming().getTotalTime() >= 0, "timing");
      Tests.equal(getAllServeEvents(ServeEventQuery.ALL_UNMATCHED).size(), 1);
      var ofStub = ServeEventQuery.forStubMapping(matched.getStubMapping().getId());
      Tests.equal(getAllServeEvents(ofStub).get(0).getId(), matched.getId());
    });
    t.test("a body that is not JSON", () -> {
      stubFor(post("/x").withRequestBody(equalToJson("{}")).willReturn(ok()));
      t.post("/x", "{\"a\":");
      var types = getAllServeEvents().get(0).getSubEvents().stream().map(event -> event.getType()).toList();
      Tests.equal(types, List.of("JSON_ERROR", "REQUEST_NOT_MATCHED"));
    });
    t.test("unmatched requests and near misses", () -> {
      stubFor(get("/x").willReturn(ok()));
      t.get("/xx");
      Tests.equal(findUnmatchedRequests().get(0).getUrl(), "/xx");
      var near = findNearMissesForAllUnmatched().get(0);
      Tests.equal(near.getStubMapping().getRequest().getUrl(), "/x");
      Tests.equal(findNearMissesFor(near.getRequest()).size(), 1);
      Tests.equal(findNearMissesFor(getRequestedFor(urlEqualTo("/xxx"))).get(0).getRequest().getUrl(), "/xx");
    });
    t.test("removing requests", () -> {
      t.get("/x");
      t.get("/y");
      t.get("/z");
      removeServeEvent(getAllServeEvents().get(0).getId());
      Tests.equal(removeServeEvents(getRequestedFor(urlEqualTo("/y"))).size(), 1);
      Tests.equal(getAllServeEvents().get(0).getRequest().getUrl(), "/x");
      resetAllRequests();
      Tests.equal(getAllServeEvents().size(), 0);
    });
    t.test("removing requests by the metadata of their stubs", () -> {
      stubFor(get("/x").withMetadata(java.util.Map.of("a", 1)));
      t.get("/x");
      t.get("/y");
      removeEventsByStubMetadata(matchingJsonPath("$.a"));
      Tests.equal(getAllServeEvents().size(), 1);
    });
  }
}
