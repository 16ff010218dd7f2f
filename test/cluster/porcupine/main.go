// Checks histories of sandboxes with Porcupine: porcupine-check FILE…
// Prints one line for each file, as JSON. Writes FILE.html, which shows the longest correct beginning, if a history is rejected.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// limit is how long one history may take.
const limit = 2 * time.Minute

type result struct {
	File       string `json:"file"`
	Result     string `json:"result"`
	Operations int    `json:"operations"`
	Unknown    int    `json:"unknown"`
	Seconds    string `json:"seconds"`
	Reason     string `json:"reason,omitempty"`
}

func main() {
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

func check(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var found history
	if err := json.Unmarshal(text, &found); err != nil {
		return err
	}
	model := modelOf(found)
	start := time.Now()
	// Collecting what the visualization shows makes the check slower.
	outcome := porcupine.CheckOperationsTimeout(model, operationsOf(found.Operations), limit)
	seconds := fmt.Sprintf("%.2f", time.Since(start).Seconds())
	unknown := 0
	for _, each := range found.Operations {
		if each.Status == 0 {
			unknown++
		}
	}
	names := map[porcupine.CheckResult]string{porcupine.Ok: "accepted", porcupine.Illegal: "rejected", porcupine.Unknown: "undecided"}
	reason := ""
	if outcome == porcupine.Illegal {
		_, info := porcupine.CheckOperationsVerbose(model, operationsOf(found.Operations), limit)
		if err := porcupine.VisualizePath(model, info, file+".html"); err != nil {
			return err
		}
		reason = explain(found, model, info)
	}
	return json.NewEncoder(os.Stdout).Encode(result{file, names[outcome], len(found.Operations), unknown, seconds, reason})
}
