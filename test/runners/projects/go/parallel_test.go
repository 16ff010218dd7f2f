package users

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// 64 tests at the same time: each sees only its own requests and users.
func TestIsolated(t *testing.T) {
	parallel, _ := strconv.Atoi(os.Getenv("PARALLEL"))
	barrier := os.Getenv("MOCK_URL") + "/sandboxes/barrier"
	for i := range parallel {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			mock := newMock(t)
			createUser(t, barrier, "x")
			wait := barrier + "/__admin/requests/count?timeoutMs=100000&atLeast=" + strconv.Itoa(parallel)
			if n, _ := call(t, "POST", wait, "{}"); !strings.Contains(string(n), `"count":`+strconv.Itoa(parallel)) {
				t.Errorf("not all tests run at the same time: %s", n)
			}
			createUser(t, mock, "user-"+strconv.Itoa(i))
			state, _ := call(t, "GET", mock+"/__admin/state", "")
			if n := strings.Count(string(state), `"USR-`); n != 1 {
				t.Errorf("%d users, expected 1", n)
			}
			if n := count(t, mock, "{}"); n != 1 {
				t.Errorf("%d requests, expected 1", n)
			}
		})
	}
}

func TestFailsOnPurpose(t *testing.T) {
	if os.Getenv("FAIL") == "" {
		t.Skip("fails on purpose")
	}
	createUser(t, newMock(t), "sent-by-the-client")
	t.Error("on purpose")
}
