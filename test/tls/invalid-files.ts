import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { makeAuthority } from '../../src/tls/authority.ts'
import { certificateFiles } from '../support/certificates.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

const YEARS = 366 * 24 * 60 * 60 * 1000

export async function invalidFiles(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const good = await certificateFiles(folder, 'good')
  const other = await certificateFiles(folder, 'other')
  const old = await certificateFiles(folder, 'old', new Date(Date.now() - 2 * YEARS))
  const early = await certificateFiles(folder, 'early', new Date(Date.now() + 2 * YEARS))
  const noPem = join(folder, 'no.pem')
  await writeFile(noPem, 'hello')
  const large = join(folder, 'large.pem')
  await writeFile(large, '')
  await truncate(large, 17 * 1024 * 1024)
  const pem = async (name: string, ...files: string[]) => {
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    await writeFile(join(folder, name), `${texts.join('\n')}\n`)
    return join(folder, name)
  }
  const { cert: oldAuthority } = await makeAuthority(new Date(Date.now() - 12 * YEARS))
  const expired = join(folder, 'expired.pem')
  await writeFile(expired, oldAuthority)
  const joined = join(folder, 'joined.pem')
  await writeFile(joined, `${(await readFile(good.tlsCert, 'utf8')).trimEnd()}${good.ca}`)
  const truncated = await pem('truncated.pem', good.tlsCert, good.tlsCert)
  await truncate(truncated, (await stat(truncated)).size - 40)
  const encrypted = join(folder, 'encrypted.pem')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(
    encrypted,
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  )
  const pipe = process.platform === 'win32' ? undefined : join(folder, 'pipe')
  if (pipe !== undefined) execFileSync('mkfifo', [pipe])
  const withFiles = (tlsCert: string, tlsKey: string) => ['--tls-port', '0', '--tls-cert', tlsCert, '--tls-key', tlsKey]
  const rows: [words: string[], expected: RegExp][] = [
    ...(process.platform === 'win32'
      ? []
      : [
          [
            withFiles(join(noPem, 'x'), good.tlsKey),
            /cannot read \S*no\.pem.x: a part of its path is a file\. Correct the path$/m
          ] as [string[], RegExp]
        ]),
    [withFiles(old.tlsCert, old.tlsKey), /the certificate in .*old\.pem expired on /],
    [withFiles(early.tlsCert, early.tlsKey), /the certificate in .*early\.pem is not valid before /],
    [withFiles(good.tlsCert, other.tlsKey), /other-key\.pem is not the private key of the certificate in .*good\.pem/],
    [
      withFiles(await pem('chain.pem', good.tlsCert, expired), good.tlsKey),
      /the certificate in .*chain\.pem expired on /
    ],
    [
      withFiles(await pem('order.pem', other.tlsCert, good.tlsCert), good.tlsKey),
      /order\.pem: the certificate for .*good-key\.pem must come first, followed by its issuers/
    ],
    [withFiles(joined, good.tlsKey), /joined\.pem: expected certificates in PEM: /],
    [withFiles(truncated, good.tlsKey), /truncated\.pem: expected a certificate in PEM: /],
    [withFiles(good.tlsCert, encrypted), /encrypted\.pem is encrypted: passphrases are not supported/],
    [[...withFiles(good.tlsCert, good.tlsKey), '--tls-name', 'bar.example'], /good\.pem does not cover bar\.example/],
    [[...withFiles(good.tlsCert, good.tlsKey), '--tls-name', '10.0.0.9'], /good\.pem does not cover 10\.0\.0\.9/],
    ...['foo:443', 'a..b', '999.1.1.1', '*', '*.example', 'a*b.example', '-a.b', 'x'.repeat(64)].map(
      (name): [string[], RegExp] => [
        ['--tls-port', '0', '--tls-name', name],
        /--tls-name: expected host names or addresses, not '/
      ]
    ),
    [
      withFiles(join(folder, 'missing.pem'), good.tlsKey),
      /cannot read .*missing\.pem: no such file\. Correct --tls-cert or --tls-key/
    ],
    [withFiles(good.tlsCert, folder), /cannot read .*: it is a folder, not a file/],
    ...(pipe === undefined
      ? []
      : [[withFiles(pipe, good.tlsKey), /cannot read .*pipe: it is a named pipe, not a file/] as [string[], RegExp]]),
    ...(existsSync('/dev/zero')
      ? [
          [withFiles('/dev/zero', good.tlsKey), /cannot read \/dev\/zero: it is a device, not a file/] as [
            string[],
            RegExp
          ]
        ]
      : []),
    [withFiles(large, good.tlsKey), /large\.pem: it is larger than 16777216 bytes: not a certificate/],
    [withFiles(noPem, good.tlsKey), /no\.pem: expected a certificate in PEM/],
    [withFiles(good.tlsCert, noPem), /no\.pem: expected a private key in PEM/],
    [['--tls-port', '0', '--tls-cert', good.tlsCert], /--tls-cert and --tls-key must be used together/],
    [['--tls-port', '0', '--tls-key', good.tlsKey], /--tls-cert and --tls-key must be used together/],
    [['--tls-cert', good.tlsCert, '--tls-key', good.tlsKey], /require --tls-port/],
    [['--tls-key', good.tlsKey], /require --tls-port/],
    [['--tls-name', 'a.example'], /require --tls-port/]
  ]
  for (const [words, expected] of rows) {
    const { err, code, out } = await run([...words, '--port', '0', '--ephemeral'])
    t.strictSame({ code, out }, { code: 1, out: '' }, String(expected))
    t.match(err, expected, words.join(' '))
    t.equal(err.split('\n').length, 2, `one line: ${words.join(' ')}`)
  }
}
