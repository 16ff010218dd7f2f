package main

import "math"

// seen is what clients have seen of the changes of a sandbox.
type seen struct {
	changes map[int]shownChange
	// last is the revision that the very last operation whose outcome is known shows, if it reads the history.
	last int
}

// seenIn returns what clients have seen, by sandbox. The operations are in the order of their responses.
func seenIn(operations []operation) map[string]*seen {
	all := map[string]*seen{}
	ends := map[string]int64{}
	for _, o := range operations {
		if all[o.Sandbox] == nil {
			all[o.Sandbox] = &seen{map[int]shownChange{}, math.MaxInt}
		}
		if o.Status == 0 {
			continue
		}
		found := all[o.Sandbox]
		for _, each := range o.Changes {
			found.changes[each.Revision] = each
		}
		switch {
		case o.Op == "history" && o.Call > ends[o.Sandbox]:
			found.last = o.Present
		case o.Return > ends[o.Sandbox]:
			found.last = math.MaxInt
		}
		ends[o.Sandbox] = max(ends[o.Sandbox], o.Return)
	}
	return all
}

// allow says whether clients may have seen a state that a change led to, while there are operations whose outcome is known.
func (s *seen) allow(after *state) bool {
	change, isSeen := s.changes[after.revision]
	return after.revision <= s.last && (!isSeen || change == after.shown())
}
