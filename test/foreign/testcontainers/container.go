// Package testcontainers replaces the module that starts WireMock in a container: the "container" is the mock that is already running.
package testcontainers

import (
	"context"
	"os"

	"github.com/testcontainers/testcontainers-go/wait"
)

type ContainerRequest struct {
	Name         string
	Image        string
	ExposedPorts []string
	Cmd          []string
	WaitingFor   wait.Strategy
}

type GenericContainerRequest struct {
	ContainerRequest
	Started bool
	Reuse   bool
}

type Container struct{}

func GenericContainer(context.Context, GenericContainerRequest) (Container, error) {
	return Container{}, nil
}

func (Container) PortEndpoint(context.Context, string, string) (string, error) {
	return os.Getenv("MOCK_URL"), nil
}
