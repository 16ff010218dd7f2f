// The part of the package testcontainers that src/runners/testcontainers.ts uses. It is not installed here, because its dependencies have
// install scripts. `npm run test:runners` compiles the entry with the real package.
declare module 'testcontainers' {
  export class GenericContainer {
    constructor(image: string)
    start(): Promise<StartedTestContainer>
    withExposedPorts(...ports: number[]): this
    withEnvironment(environment: Record<string, string>): this
    withCommand(command: string[]): this
    withWaitStrategy(strategy: WaitStrategy): this
    withCopyFilesToContainer(files: { source: string; target: string }[]): this
    withCopyContentToContainer(contents: { content: string; target: string }[]): this
  }
  export class AbstractStartedContainer {
    constructor(container: StartedTestContainer)
    getHost(): string
    getMappedPort(port: number): number
  }
  export interface StartedTestContainer {
    getHost(): string
    getMappedPort(port: number): number
  }
  export class WaitStrategy {}
  export const Wait: { forHttp(path: string, port: number): WaitStrategy }
}
