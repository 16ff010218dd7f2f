import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 64 tests at the same time: each sees only its own requests and users. */
@ExtendWith(MockExtension.class)
class ParallelTest {
    private static final int PARALLEL = 64;

    @RepeatedTest(PARALLEL)
    void isIsolated(Mock mock) throws Exception {
        String barrier = System.getenv("MOCK_URL") + "/sandboxes/barrier";
        UsersTest.createUser(barrier, "x");
        String wait = barrier + "/__admin/requests/count?timeoutMs=100000&atLeast=" + PARALLEL;
        String count = MockExtension.send("POST", wait, "{}");
        assertTrue(count.contains("\"count\":" + PARALLEL), "not all tests run at the same time: " + count);
        UsersTest.createUser(mock.url(), mock.name());
        mock.client().verifyThat(1, anyRequestedFor(anyUrl()));
        String state = MockExtension.send("GET", mock.url() + "/__admin/state", "");
        assertEquals(2, state.split("\"USR-").length, "only its own user");
    }
}

@ExtendWith(MockExtension.class)
class FailingTest {
    @Test
    void failsOnPurpose(Mock mock) throws Exception {
        assumeTrue(System.getenv("FAIL") != null);
        UsersTest.createUser(mock.url(), "sent-by-the-client");
        mock.client().verifyThat(1, deleteRequestedFor(anyUrl()));
    }
}
