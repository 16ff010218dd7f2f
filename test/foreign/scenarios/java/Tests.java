import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.global.GlobalSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

/** Runs tests one after the other, and prints the result of each. */
class Tests {
  interface Action {
    void run() throws Exception;
  }

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Tests(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  void test(String name, Action action) {
    WireMock.reset();
    WireMock.resetAllScenarios();
    WireMock.updateSettings(GlobalSettings.defaults());
    try {
      action.run();
      System.out.println("ok " + name);
    } catch (Throwable error) {
      System.out.println("not ok " + name);
      error.printStackTrace();
    }
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send("POST", path, body, headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + path));
    request.method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(actual + " instead of " + expected);
  }

  static void check(boolean condition, String what) {
    if (!condition) throw new AssertionError(what);
  }

  /** The stub that matched responds; without one, the emulated APIs do. */
  static void matched(HttpResponse<String> response, boolean expected) {
    equal(response.headers().firstValue("matched-stub-id").isPresent(), expected);
  }

  static <E extends Throwable> E fails(Class<E> type, Action action) throws Exception {
    try {
      action.run();
    } catch (Throwable error) {
      if (type.isInstance(error)) return type.cast(error);
      throw new AssertionError("another error", error);
    }
    throw new AssertionError("no error");
  }

  static long milliseconds(Action action) throws Exception {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / 1_000_000;
  }
}
