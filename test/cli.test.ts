import t from 'tap'
import { replacedBuilds } from './cli/builds.ts'
import { commands } from './cli/commands.ts'
import { mcpCommand } from './cli/mcp.ts'
import { options } from './cli/options.ts'
import { processes } from './cli/process.ts'
import { serving } from './cli/serve.ts'
import { slowServers } from './cli/slow-servers.ts'
import { watching } from './cli/watch.ts'

t.test('options', options)
t.test('commands', commands)
t.test('slow servers', slowServers)
t.test('serve', serving)
t.test('watch', watching)
t.test('processes', processes)
t.test('builds', replacedBuilds)
t.test('mcp', mcpCommand)
