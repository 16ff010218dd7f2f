import t from 'tap'
import { authority } from './tls/authority.ts'
import { commandLine } from './tls/command-line.ts'
import { configuredUrls } from './tls/configured-url.ts'
import { handshakes } from './tls/handshakes.ts'
import { invalidFiles } from './tls/invalid-files.ts'
import { listening } from './tls/listening.ts'
import { ownCertificates } from './tls/own-certificates.ts'
import { serving } from './tls/serving.ts'

t.test('requests', serving)
t.test('the CA', authority)
t.test('certificates of the user', ownCertificates)
t.test('invalid certificate files fail the start with a reason', invalidFiles)
t.test('handshakes that fail', handshakes)
t.test('listening and closing', listening)
t.test('the command line', commandLine)
t.test('the URL for commands', configuredUrls)
