import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.URI;

/** Covers the same as the tests of WireMock's Java client, with its public API. */
class Main {
  public static void main(String[] args) {
    URI url = URI.create(args[0]);
    WireMock.configureFor(url.getHost(), url.getPort());
    Tests tests = new Tests(args[0]);
    Stubs.run(tests);
    Matching.run(tests);
    Verification.run(tests);
    Unsupported.run(tests);
    tests.test("shutdown", WireMock::shutdownServer);
  }
}
