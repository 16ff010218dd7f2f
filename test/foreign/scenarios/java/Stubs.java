import static com.github.tomakehurst.wiremock.client.WireMock.*;

import com.github.tomakehurst.wiremock.client.VerificationException;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Metadata;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.LogNormal;
import com.github.tomakehurst.wiremock.http.UniformDistribution;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubImport;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.IOException;
import java.util.UUID;

/** Stubs, their responses, scenarios and settings. */
class Stubs {
  static void run(Tests t) {
    t.test("responses", () -> {
      stubFor(get("/x").willReturn(aResponse().withStatus(418).withStatusMessage("Tea").withHeader("X-One", "a", "b").withBody("é")));
      var response = t.get("/x");
      Tests.equal(response.statusCode(), 418);
      Tests.equal(response.headers().allValues("x-one").toString(), "[a, b]");
      Tests.equal(response.body(), "é");
      stubFor(get("/x").willReturn(aResponse().withBody(new byte[] {65, 66})));
      Tests.equal(t.get("/x").body(), "AB");
      stubFor(get("/x").willReturn(okJson("{\"a\": 1.0}")));
      Tests.equal(t.get("/x").body(), "{\"a\": 1.0}");
      stubFor(get("/x").willReturn(jsonResponse(new int[] {1, 2}, 201)));
      Tests.equal(t.get("/x").body(), "[ 1, 2 ]");
      stubFor(get("/x").willReturn(temporaryRedirect("/y")));
      Tests.equal(t.get("/x").statusCode(), 302);
    });
    t.test("every method", () -> {
      stubFor(any(urlPathEqualTo("/any")).willReturn(ok()));
      stubFor(getOrHead(urlPathEqualTo("/head")).willReturn(ok()));
      for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND"})
        Tests.matched(t.send(method, "/any", ""), true);
      Tests.matched(t.send("HEAD", "/head", ""), true);
      Tests.matched(t.send("POST", "/head", ""), false);
    });
    t.test("templates", () -> {
      var template = aResponse().withBody("{{request.query.q}} {{parameters.a}}").withTransformers("response-template");
      stubFor(get(urlPathEqualTo("/x")).willReturn(template.withTransformerParameter("a", 5)));
      Tests.equal(t.get("/x?q=one").body(), "one 5");
    });
    t.test("delays", () -> {
      stubFor(get("/x").willReturn(ok().withFixedDelay(60)));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "fixed");
      stubFor(get("/x").willReturn(ok().withUniformRandomDelay(60, 70)));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "uniform");
      stubFor(get("/x").willReturn(ok().withLogNormalRandomDelay(70, 0.01)));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "lognormal");
      stubFor(get("/x").willReturn(ok("abcdef").withChunkedDribbleDelay(3, 90)));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 50, "in pieces");
    });
    t.test("global delays", () -> {
      stubFor(get("/x").willReturn(ok()));
      WireMock.setGlobalFixedDelay(60);
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "fixed");
      Tests.equal(WireMock.getSettings().getFixedDelay(), 60);
      WireMock.setGlobalFixedDelay(0);
      WireMock.setGlobalRandomDelay(new LogNormal(70, 0.01));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "lognormal");
      WireMock.setGlobalRandomDelay(new UniformDistribution(60, 70));
      Tests.check(Tests.milliseconds(() -> t.get("/x")) >= 59, "uniform");
      WireMock.setGlobalRandomDelay(null);
      Tests.equal(WireMock.getSettings().getDelayDistribution(), null);
    });
    t.test("faults", () -> {
      for (Fault fault : Fault.values()) {
        stubFor(get("/x").willReturn(aResponse().withFault(fault)));
        Tests.fails(IOException.class, () -> t.get("/x"));
      }
    });
    t.test("priorities, and the newest stub first", () -> {
      stubFor(get("/x").atPriority(1).willReturn(aResponse().withStatus(201)));
      stubFor(get(urlMatching("/.*")).atPriority(2).willReturn(aResponse().withStatus(202)));
      Tests.equal(t.get("/x").statusCode(), 201);
      Tests.equal(t.get("/y").statusCode(), 202);
      stubFor(get("/x").atPriority(1).willReturn(aResponse().withStatus(203)));
      Tests.equal(t.get("/x").statusCode(), 203);
    });
    t.test("scenarios", () -> {
      stubFor(get("/x").inScenario("s").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("two").willReturn(ok("1")));
      stubFor(get("/x").inScenario("s").whenScenarioStateIs("two").willReturn(ok("2")));
      Tests.equal(t.get("/x").body() + t.get("/x").body(), "12");
      Scenario scenario = getAllScenarios().get(0);
      Tests.equal(scenario.getName() + " " + scenario.getState(), "s two");
      Tests.equal(scenario.getPossibleStates().size(), 2);
      resetScenario("s");
      Tests.equal(t.get("/x").body(), "1");
      setScenarioState("s", Scenario.STARTED);
      Tests.equal(t.get("/x").body(), "1");
      resetAllScenarios();
      Tests.equal(t.get("/x").body(), "1");
    });
    t.test("reading, editing and removing", () -> {
      UUID id = UUID.randomUUID();
      StubMapping stub = stubFor(get("/x").withId(id).withName("n").willReturn(ok("1")));
      Tests.equal(getSingleStubMapping(id), stub);
      Tests.equal(listAllStubMappings().getMappings().size(), 1);
      editStub(get("/x").withId(id).willReturn(ok("2")));
      Tests.equal(t.get("/x").body(), "2");
      removeStub(get("/x").withId(id));
      Tests.equal(listAllStubMappings().getMappings().size(), 0);
      WireMock.removeStub(stubFor(get("/y")));
      Tests.matched(t.get("/y"), false);
    });
    t.test("metadata", () -> {
      stubFor(get("/x").withMetadata(Metadata.metadata().attr("a", Metadata.metadata().attr("b", 1.5))));
      stubFor(get("/y"));
      var pattern = matchingJsonPath("$.a.b", equalTo("1.5"));
      StubMapping found = findStubsByMetadata(pattern).get(0);
      Tests.equal(found.getMetadata().getMetadata("a").get("b").toString(), "1.5");
      removeStubsByMetadata(pattern);
      Tests.equal(listAllStubMappings().getMappings().size(), 1);
    });
    t.test("import", () -> {
      UUID id = UUID.randomUUID();
      stubFor(get("/x").withId(id).willReturn(ok("1")));
      stubFor(get("/y"));
      importStubs(StubImport.stubImport().stub(get("/x").withId(id).willReturn(ok("2"))).ignoreExisting());
      Tests.equal(t.get("/x").body(), "1");
      importStubs(StubImport.stubImport().stub(get("/x").withId(id).willReturn(ok("2"))).deleteAllExistingStubsNotInImport());
      Tests.equal(t.get("/x").body(), "2");
      Tests.equal(listAllStubMappings().getMappings().size(), 1);
    });
    t.test("saving and resetting", () -> {
      stubFor(get("/saved").willReturn(ok()));
      saveAllMappings();
      stubFor(get("/other").willReturn(ok()));
      resetToDefault();
      Tests.matched(t.get("/saved"), true);
      Tests.matched(t.get("/other"), false);
      removeAllMappings();
      saveAllMappings();
    });
    t.test("an unknown stub", () ->
        Tests.fails(Exception.class, () -> editStub(get("/x").withId(UUID.randomUUID()).willReturn(ok()))));
    t.test("several clients", () -> {
      WireMock other = WireMock.create().host(java.net.URI.create(t.url()).getHost()).port(java.net.URI.create(t.url()).getPort()).build();
      other.register(get("/x").willReturn(ok("other")));
      Tests.equal(t.get("/x").body(), "other");
      Tests.fails(VerificationException.class, () -> other.verifyThat(getRequestedFor(urlEqualTo("/none"))));
    });
  }
}
