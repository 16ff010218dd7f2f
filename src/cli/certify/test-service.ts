import { ClockAndIds } from '../../common/clock-and-ids.ts'
import type { Terminal } from '../command.ts'
import { UsageError } from '../options.ts'
import { writeReport } from '../report/write-report.ts'
import { connect, type Service } from '../service/connect.ts'
import { probe } from '../service/probe.ts'
import { checkOutput, writeOutput } from '../write-output.ts'
import { apiWithRules, type Contract } from './contract.ts'
import { dryRun } from './dry-run.ts'
import { evidenceOf } from './evidence.ts'
import { finishRun } from './finish-run.ts'
import { GuardedServer, Interrupted } from './guarded-server.ts'
import { type Interruption, watchInterruption } from './interruption.ts'
import { Journal, PREFIX } from './journal.ts'
import type { CertifyOptions } from './options.ts'
import { type PlannedRule, planOf } from './plan.ts'
import { progress } from './progress.ts'
import { documentOf, reportOf } from './results.ts'
import { caseRunner } from './run-case.ts'
import { type RuleResult, runPlan } from './run-plan.ts'

/** Runs the cases of an API's rules against a service, and reports. @returns the exit code */
export async function testService(options: CertifyOptions, terminal: Terminal): Promise<number> {
  const contract = await apiWithRules(options.api)
  const plan = planOf(contract.book, options.only, options.write)
  if (options.url === undefined) throw new UsageError('missing option: --url')
  if (options.dryRun) {
    terminal.out(dryRun(plan))
    return 0
  }
  const { junit, json, markdown, evidence } = options
  for (const file of [junit, json, markdown, evidence]) if (file !== undefined) await checkOutput(file)
  const { onRule, quiet } = progress(plan.length, terminal)
  const service = connect(contract.api, { ...options, url: options.url }, quiet)
  const run = new Run(contract, plan, service, options, quiet)
  const interruption = watchInterruption(quiet, () => run.journal?.file)
  try {
    return await Promise.race([run.complete(interruption, onRule), interruption.again])
  } finally {
    service.close()
  }
}

class Run {
  journal: Journal | undefined
  readonly #clock = new ClockAndIds()
  readonly #id = this.#clock.requestId().slice(0, 8)
  readonly #prefix = `${PREFIX}${this.#id}-`
  readonly #contract: Contract
  readonly #plan: readonly PlannedRule[]
  readonly #service: Service
  readonly #options: CertifyOptions
  readonly #terminal: Terminal

  constructor(
    contract: Contract,
    plan: readonly PlannedRule[],
    service: Service,
    options: CertifyOptions,
    terminal: Terminal
  ) {
    this.#contract = contract
    this.#plan = plan
    this.#service = service
    this.#options = options
    this.#terminal = terminal
  }

  async complete(interruption: Interruption, onRule: (done: number, id: string) => void): Promise<number> {
    const { api, book } = this.#contract
    const { signal } = interruption
    try {
      await probe(this.#service, api, signal)
      this.journal = this.#options.write ? this.#createJournal() : undefined
      const server = new GuardedServer(this.#service, book, this.#prefix, this.journal, signal)
      const run = caseRunner(this.#contract, this.#service, server, this.#prefix, signal)
      const results = await runPlan(this.#plan, run, onRule).finally(() => onRule(this.#plan.length, ''))
      if (signal.aborted) throw new Interrupted()
      const isClean = await this.#finish()
      for (const line of server.accepted)
        this.#terminal.err(
          `warning: ${line} was accepted. Check whether it created something, which cannot be removed automatically\n`
        )
      return (await this.#report(results)) ?? (isClean ? 0 : 2)
    } catch (error) {
      const isClean = await this.#finish()
      if (!signal.aborted) throw error
      if (!(error instanceof Interrupted) && (error as Error).name !== 'AbortError') throw error
      this.#terminal.err(
        this.#options.write && isClean ? 'interrupted. Nothing that was created is left\n' : 'interrupted\n'
      )
      return interruption.code()
    }
  }

  #createJournal(): Journal {
    const { api } = this.#contract
    return new Journal(this.#options.journal ?? `certify-${this.#id}.jsonl`, {
      certify: 1,
      api: api.name,
      url: this.#service.name,
      prefix: this.#prefix,
      started: this.#clock.now().toISOString()
    })
  }

  /** @returns whether nothing is left at the service */
  async #finish(): Promise<boolean> {
    const { journal } = this
    this.journal = undefined
    return journal === undefined || finishRun(this.#service, this.#contract.book, this.#prefix, journal, this.#terminal)
  }

  /** @returns the exit code if the rules are not as expected */
  async #report(results: readonly RuleResult[]): Promise<number | undefined> {
    const { api } = this.#contract
    const now = this.#clock.now()
    const value = documentOf(api, this.#service, results, now)
    await writeReport(reportOf(api, this.#service, results), this.#options, this.#terminal, value)
    if (this.#options.evidence !== undefined) {
      const text = evidenceOf(api, this.#service, results, this.#prefix, now)
      await writeOutput([text], this.#options.evidence, this.#terminal)
    }
    if (results.some(({ outcome }) => outcome === 'differs')) return 1
    if (results.some(({ outcome }) => outcome === 'as expected')) return undefined
    this.#terminal.err(`no rule was tried${this.#options.write ? '' : '. Use --write to run cases that write'}\n`)
    return 2
  }
}
