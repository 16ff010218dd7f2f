import { rmSync } from 'node:fs'
import { countText } from '../../fixtures/fixture-set.ts'
import type { Terminal } from '../command.ts'
import { UsageError } from '../options.ts'
import { connect } from '../service/connect.ts'
import { probe } from '../service/probe.ts'
import { apiWithRules } from './contract.ts'
import { PREFIX, readJournal } from './journal.ts'
import { removeLeftovers } from './leftovers.ts'
import type { CertifyOptions } from './options.ts'

/** Removes what interrupted runs have left. @returns the exit code */
export async function cleanUp(options: CertifyOptions, terminal: Terminal): Promise<number> {
  const journal = options.cleanup === undefined ? undefined : readJournal(options.cleanup)
  const { api, book } = await apiWithRules(options.api ?? journal?.header.api)
  const url = options.url ?? journal?.header.url
  if (url === undefined) throw new UsageError('missing option: --url')
  const service = connect(api, { ...options, url }, terminal)
  try {
    await probe(service, api)
    const prefix = options.cleanupAll ? PREFIX : (journal?.header.prefix ?? PREFIX)
    const { removed, failed } = await removeLeftovers(service, book, prefix, journal?.remaining ?? [])
    terminal.out(
      removed === 0
        ? `nothing is left at ${service.name}\n`
        : `removed ${countText(removed, 'records')} from ${service.name}\n`
    )
    for (const line of failed) terminal.err(`could not remove a record: ${line}\n`)
    if (failed.length === 0 && options.cleanup !== undefined) rmSync(options.cleanup, { force: true })
    return failed.length === 0 ? 0 : 2
  } finally {
    service.close()
  }
}
