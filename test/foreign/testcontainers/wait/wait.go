// Package wait says when a container is ready. The mock is ready before the tests start.
package wait

type Strategy struct{}

func ForHealthCheck() Strategy { return Strategy{} }
