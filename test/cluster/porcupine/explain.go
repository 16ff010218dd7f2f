package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// explain names the operation that fits nowhere: the first to end of those that are not in the longest order that Porcupine found.
func explain(found history, model porcupine.Model, info porcupine.LinearizationInfo) string {
	text := ""
	all := operationsOf(found.Operations)
	for i, part := range model.Partition(all) {
		longest := []porcupine.Operation{}
		for _, order := range info.PartialLinearizationsOperations()[i] {
			if len(order) > len(longest) {
				longest = order
			}
		}
		if len(longest) == len(part) {
			continue
		}
		var s any = &state{}
		placed := map[*operation]bool{}
		for _, each := range longest {
			o := each.Input.(*operation)
			placed[o] = true
			_, s = model.Step(s, o, nil)
		}
		var stuck *porcupine.Operation
		for j, each := range part {
			if !placed[each.Input.(*operation)] && (stuck == nil || each.Return < stuck.Return) {
				stuck = &part[j]
			}
		}
		o := stuck.Input.(*operation)
		last := s.(*state)
		_, status := expected(last, o, found.Guids)
		text += fmt.Sprintf("%s: after %d of %d operations, %q through %s is not possible, expected %d in this state: %s",
			o.Sandbox, len(longest), len(part), o.describe(), o.Replica, status, last.describe())
	}
	return text
}
