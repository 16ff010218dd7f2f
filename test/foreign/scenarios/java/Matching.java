import static com.github.tomakehurst.wiremock.client.WireMock.*;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.common.DateTimeTruncation;
import com.github.tomakehurst.wiremock.common.DateTimeUnit;
import com.github.tomakehurst.wiremock.matching.ContentPattern;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** Patterns of stubs. */
class Matching {
  private static void body(Tests t, ContentPattern<?> pattern, String matching, String other) throws Exception {
    stubFor(post("/x").withRequestBody(pattern).willReturn(ok()));
    Tests.matched(t.post("/x", matching), true);
    Tests.matched(t.post("/x", other), false);
    removeAllMappings();
  }

  private static void address(Tests t, MappingBuilder stub, String matching, String other) throws Exception {
    stubFor(stub.willReturn(ok()));
    Tests.matched(t.get(matching), true);
    Tests.matched(t.get(other), false);
    removeAllMappings();
  }

  static void run(Tests t) {
    t.test("addresses", () -> {
      address(t, get(urlEqualTo("/x?a=1")), "/x?a=1", "/x?a=2");
      address(t, get(urlMatching("/x\\?a=[0-9]+")), "/x?a=12", "/x?a=b");
      address(t, get(urlPathEqualTo("/x")), "/x?a=1", "/xy");
      address(t, get(urlPathMatching("/x/[a-z]")), "/x/a?b=1", "/x/1");
      address(t, get(urlPathTemplate("/x/{id}")).withPathParam("id", equalTo("5")), "/x/5", "/x/6");
      address(t, get(anyUrl()).withQueryParam("q", containing("b")), "/any?q=abc", "/any?q=a");
      address(t, get(anyUrl()).withQueryParam("q", havingExactly("1", "2")), "/x?q=1&q=2", "/x?q=1");
      address(t, get(anyUrl()).withQueryParam("q", including("1")), "/x?q=1&q=2", "/x?q=2");
      address(t, get(anyUrl()).withQueryParam("q", absent()), "/x", "/x?q=1");
    });
    t.test("headers, cookies and credentials", () -> {
      stubFor(get("/h").withHeader("X-One", equalToIgnoreCase("A")).willReturn(ok()));
      stubFor(get("/c").withCookie("session", matching("[0-9]+")).willReturn(ok()));
      stubFor(get("/a").withBasicAuth("u", "p").willReturn(ok()));
      Tests.matched(t.get("/h", "x-one", "a"), true);
      Tests.matched(t.get("/h", "x-one", "b"), false);
      Tests.matched(t.get("/c", "Cookie", "a=b; session=12"), true);
      Tests.matched(t.get("/a", "Authorization", "Basic dTpw"), true);
      Tests.matched(t.get("/a"), false);
    });
    t.test("text", () -> {
      body(t, equalTo("é"), "é", "e");
      body(t, containing("b"), "abc", "ac");
      body(t, notContaining("b"), "ac", "abc");
      body(t, matching(".*b.*"), "abc", "ac");
      body(t, notMatching(".*b.*"), "ac", "abc");
      body(t, and(containing("a"), containing("b")), "ab", "a");
      body(t, or(containing("a"), containing("b")), "b", "c");
      body(t, not(containing("a")), "b", "a");
      body(t, binaryEqualTo(new byte[] {65}), "A", "B");
    });
    t.test("JSON", () -> {
      body(t, equalToJson("{\"a\":1.0,\"b\":[1,2]}"), "{\"b\":[1,2],\"a\":1.0}", "{\"b\":[2,1],\"a\":1.0}");
      body(t, equalToJson("{\"b\":[1,2]}", true, true), "{\"b\":[2,1],\"c\":3}", "{\"b\":[2]}");
      body(t, equalToJson("{\"a\":\"${json-unit.any-number}\"}"), "{\"a\":5}", "{\"a\":\"5\"}");
      body(t, matchingJsonPath("$.a[?(@.b == 1)]"), "{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":2}]}");
      body(t, matchingJsonPath("$.a", equalToJson("{\"b\":1}")), "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}");
      body(t, matchingJsonPath("$.a", absent()), "{\"b\":1}", "{\"a\":1}");
    });
    t.test("dates", () -> {
      ZonedDateTime hour = ZonedDateTime.now().truncatedTo(ChronoUnit.HOURS);
      body(t, before("2021-06-15T00:00:00Z"), "2021-06-14", "2021-06-16");
      body(t, after(hour), hour.plusSeconds(1).toString(), hour.minusSeconds(1).toString());
      body(t, equalToDateTime("2021-06-15T00:00:00Z").actualFormat("dd/MM/yyyy"), "15/06/2021", "16/06/2021");
      body(t, beforeNow().expectedOffset(-1, DateTimeUnit.DAYS), hour.minusDays(2).toString(), hour.toString());
      var ofThisHour = isNow().truncateActual(DateTimeTruncation.FIRST_MINUTE_OF_HOUR);
      ofThisHour.truncateExpected(DateTimeTruncation.FIRST_MINUTE_OF_HOUR);
      body(t, ofThisHour, ZonedDateTime.now().toString(), hour.minusMinutes(1).toString());
    });
    t.test("forms", () -> {
      stubFor(post("/x").withFormParam("a", equalTo("1 2")).willReturn(ok()));
      String[] form = {"Content-Type", "application/x-www-form-urlencoded"};
      Tests.matched(t.post("/x", "a=1+2&b=3", form), true);
      Tests.matched(t.post("/x", "a=2", form), false);
    });
    t.test("host, port, scheme and client", () -> {
      int port = java.net.URI.create(t.url()).getPort();
      var stub = get("/x").withHost(matching("127.0.0.1|localhost|\\[::1\\]")).withPort(port).withScheme("http");
      stubFor(stub.withClientIp(matching(".+")).willReturn(ok()));
      Tests.matched(t.get("/x"), true);
      stubFor(get("/y").withPort(port + 1).willReturn(ok()));
      Tests.matched(t.get("/y"), false);
    });
  }
}
