import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Needs a NATS server: `npm run test:cluster` tests it. */
const NEEDS_NATS = join('src', 'log', 'nats')

/** Complete coverage is required where it pays off: the contracts, the state, what stores it, and WireMock's model. */
const FOLDERS = ['src/apis', 'src/log', 'src/state', 'src/wiremock']

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(NEEDS_NATS))
    .map(({ parentPath, name }) => join(parentPath, name))
)

/** The files whose coverage counts, whichever test runs. */
export default () => files
