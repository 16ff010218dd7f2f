import { readFile } from 'node:fs/promises'
import { checkServerIdentity, type ConnectionOptions as NodeTls } from 'node:tls'
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  type NatsConnection,
  type TlsOptions
} from '@nats-io/transport-node'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { reasonOf } from '../../common/reason-of.ts'
import { sleep } from '../../common/timers.ts'
import { StoreError } from './errors.ts'
import { Patience } from './patience.ts'
import { type NatsServers, readServers } from './server-url.ts'

/** How to reach a store, and which part of it to use. */
export interface StoreOptions {
  /** `nats://host[,host…]`. */
  readonly store: string
  /** The path of a `.creds` file. */
  readonly storeCreds?: string | undefined
  /** The path of the CA certificates that NATS must have, in PEM. */
  readonly storeCa?: string | undefined
  /** Separates installations. */
  readonly storePrefix: string
  /** The name of this server. */
  readonly replica: string
}

/** A connection to NATS with JetStream. */
export interface StoreConnection {
  readonly nats: NatsConnection
  readonly manager: JetStreamManager
  readonly client: JetStreamClient
  /** In bytes: the largest message that NATS accepts. Without a connection, as of the last one. */
  readonly maxBytes: () => number
  /** How long requests wait for it. */
  readonly patience: Patience
}

/** In milliseconds: how long a start waits for NATS. */
const PATIENCE = 8000
/** In milliseconds. */
const BETWEEN_ATTEMPTS = 250
/**
 * In milliseconds: how long one request of the client waits. NATS never responds to a request that arrives while it has no leader, also
 * once it has one, so the request must be repeated.
 */
export const ATTEMPT = 1500
/** In milliseconds: a server that does not respond to two of these is replaced by another one of the cluster. */
const PING_INTERVAL = 1000

/**
 * Connects to NATS. The connection is restored whenever it breaks.
 *
 * @throws StoreError if NATS cannot be reached within some seconds, rejects the credentials, or has no JetStream
 */
export async function connectStore(options: StoreOptions): Promise<StoreConnection> {
  const servers = readServers(options.store)
  const settings = await connectionOptions(options, servers)
  const clock = new ClockAndIds()
  const deadline = clock.monotonic() + PATIENCE
  for (;;) {
    try {
      return await attempt(settings)
    } catch (error) {
      const { isFinal, message } = explain(error as Error, servers, options.storeCreds)
      if (isFinal || clock.monotonic() > deadline) throw new StoreError(message)
      await sleep(BETWEEN_ATTEMPTS)
    }
  }
}

async function attempt(settings: ConnectionOptions): Promise<StoreConnection> {
  const nats = await connect(settings)
  try {
    const manager = await jetstreamManager(nats, { timeout: PATIENCE / 2 })
    const client = jetstream(nats, { timeout: ATTEMPT })
    return { nats, manager, client, maxBytes: largestMessage(nats), patience: new Patience() }
  } catch (error) {
    await nats.close()
    throw error
  }
}

function largestMessage(nats: NatsConnection): () => number {
  let known = 0
  return () => {
    known = nats.info?.max_payload ?? known
    return known
  }
}

async function connectionOptions(
  { storeCreds, storeCa, replica }: StoreOptions,
  { hosts, isEncrypted, user, pass, token }: NatsServers
): Promise<ConnectionOptions> {
  const creds = storeCreds === undefined ? undefined : await readStoreFile('--store-creds', storeCreds)
  const ca = storeCa === undefined ? undefined : await readCa(storeCa)
  return {
    servers: [...hosts],
    name: `atrium-atms-mock ${replica}`,
    ...(user !== undefined && { user }),
    ...(pass !== undefined && { pass }),
    ...(token !== undefined && { token }),
    ...(creds !== undefined && { authenticator: credsAuthenticator(creds) }),
    ...((isEncrypted || ca !== undefined) && { tls: tlsOptions(hosts, ca) }),
    timeout: PATIENCE / 2,
    pingInterval: PING_INTERVAL,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    // Credentials may be rotated in NATS first.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: BETWEEN_ATTEMPTS,
    noAsyncTraces: true
  }
}

/** The library does not say to which server it connects if that is an IP address, so the certificate may name any of the servers. */
function tlsOptions(
  hosts: readonly string[],
  ca: string | undefined
): TlsOptions & Pick<NodeTls, 'checkServerIdentity'> {
  const names = hosts.map((host) => host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
  return {
    ...(ca !== undefined && { ca }),
    checkServerIdentity(name, certificate) {
      const errors = names.map((each) => checkServerIdentity(each, certificate))
      return errors.includes(undefined) ? undefined : (checkServerIdentity(name, certificate) ?? errors[0])
    }
  }
}

/** @throws StoreError */
async function readCa(file: string): Promise<string> {
  const text = (await readStoreFile('--store-ca', file)).toString()
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new StoreError(`--store-ca ${file} contains no certificate: use a file with CA certificates in PEM`)
  return text
}

/** @throws StoreError */
async function readStoreFile(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const reason = isMissing ? `it does not exist. Correct ${option}` : reasonOf(error as Error)
    throw new StoreError(`cannot read ${option} ${file}: ${reason}`)
  }
}

/** Whether another attempt could succeed, and the message if there is none. @param creds the path of the `.creds` file */
function explain(
  error: Error,
  servers: NatsServers,
  creds: string | undefined
): { readonly isFinal: boolean; readonly message: string } {
  const hosts = servers.hosts.join(', ')
  const reason = `${error.message || error.name}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`
  if (error.name === 'JetStreamNotEnabled' || reason.includes('jetstream not enabled'))
    return { isFinal: true, message: `NATS at ${hosts} has no JetStream for this account: start nats-server with -js` }
  if (error.name === 'AuthorizationError' || /authorization|authentication/i.test(reason))
    return {
      isFinal: true,
      message: `NATS at ${hosts} rejects the credentials: check the user and password in --store, or --store-creds`
    }
  if (/unable to parse credentials/.test(reason))
    return { isFinal: true, message: `--store-creds ${creds} is not a .creds file of NATS: create one with nsc` }
  if (/certificate|self.signed|altname/i.test(reason))
    return { isFinal: true, message: `cannot trust the certificate of NATS at ${hosts}: ${reason}. Check --store-ca` }
  if (/support 'tls'/.test(reason))
    return {
      isFinal: true,
      message: `NATS at ${hosts} is not encrypted: ${servers.isEncrypted ? 'use nats:// in --store' : 'remove --store-ca'}, or set up TLS there`
    }
  return { isFinal: false, message: `cannot reach NATS at ${hosts}: ${reason}. Is it running? Check --store` }
}
