import static com.github.tomakehurst.wiremock.client.WireMock.*;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.global.GlobalSettings;

/** Features that the server does not have. */
class Unsupported {
  static void run(Tests t) {
    t.test("proxying", () -> stubFor(get("/x").willReturn(aResponse().proxiedFrom(t.url()))));
    t.test("recording", () -> {
      startRecording(t.url());
      stopRecording();
    });
    t.test("webhooks", () -> stubFor(get("/x").withServeEventListener("webhook", Parameters.one("url", t.url()))));
    t.test("multipart bodies", () -> stubFor(post("/x").withMultipartRequestBody(aMultipart("a"))));
    t.test("custom matchers", () -> stubFor(requestMatching("mine")));
    t.test("settings for custom code", () -> {
      WireMock.updateSettings(GlobalSettings.builder().extended(Parameters.one("a", 1)).build());
      Tests.equal(WireMock.getSettings().getExtended().getInt("a"), 1);
    });
    t.test("XML", () -> stubFor(post("/x").withRequestBody(equalToXml("<a/>"))));
  }
}
