// Runs the blocks of one page from top to bottom, against its own server, in its own folder.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { checkJson, isRunnable, reasonAgainst, scriptFor } from './block-kinds.mjs'
import { readPage } from './blocks.mjs'
import { matches } from './expected.mjs'
import { Ports, responds } from './ports.mjs'
import { Shell } from './shell.mjs'
import { checkYaml } from './yaml.mjs'

const MILLISECONDS_FOR_OUTPUT = 5000
const MILLISECONDS_TO_START = 180_000
/** Only the server that the block started prints this: another one could respond at its port. */
const READY = 'atrium-atms-mock is ready'

/** A block that does not do what the page says. */
export class BlockFailure extends Error {
  constructor(block, message, output = '', expected = undefined) {
    super(message)
    Object.assign(this, { block, output, expected })
  }
}

/** A block could not have its port. */
class PortTaken extends BlockFailure {
  constructor(block, port, output) {
    super(block, `port ${port} is already in use, by another process or an earlier block`, output)
  }
}

/**
 * Runs a page; once more if another process takes one of its ports.
 *
 * @param source its Markdown
 * @param options.folder its empty folder
 * @param options.environment the variables of its shell
 * @param options.tarball the packed package, for pages that install it
 * @param options.validators finds the folder of the programs that check YAML
 * @returns {Promise<{ run: number, checked: number, written: number, notRun: { line: number, reason: string }[] }>}
 * @throws BlockFailure for the first block that fails
 */
export async function runPage(source, options) {
  try {
    return await runOnce(source, options)
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error
    console.log(`        line ${error.block.line}: ${error.message}: the page runs again, with other ports`)
    return runOnce(source, { ...options, folder: `${options.folder}-again` })
  }
}

async function runOnce(source, options) {
  const page = await Page.open(source, options)
  try {
    for (const block of page.blocks) await page.handle(block)
    page.checkBackground()
    return page.counts
  } finally {
    await page.close()
  }
}

class Page {
  counts = { run: 0, checked: 0, written: 0, notRun: [] }
  /** The block before, if it was run: its output can be expected. */
  #last
  /** The processes in the background, by port. */
  #background = new Map()
  /** The blocks in the background, also those that ended, with what they print. */
  #started = []
  #options
  #ports
  #shell
  #server

  static async open(source, options) {
    const ports = await Ports.for(source)
    return new Page(source, options, ports)
  }

  constructor(source, options, ports) {
    const { folder, environment, tarball } = options
    const { server, blocks } = readPage(source)
    this.blocks = blocks.map((block) => ({ ...block, text: ports.replaceIn(block.text) }))
    this.#server = server === 'none' ? undefined : ports.replaceIn(server)
    this.#options = options
    this.#ports = ports
    mkdirSync(folder, { recursive: true })
    // npm would otherwise install into a folder above this one.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    if (source.includes(basename(tarball))) copyFileSync(tarball, join(folder, basename(tarball)))
    const env = { ...environment, MOCK_PORT: String(ports.main) }
    this.#shell = new Shell(folder, `${folder}.blocks`, env)
  }

  async handle(block) {
    const last = this.#last
    this.#last = undefined
    const reason = reasonAgainst(block)
    if (reason !== undefined) return this.#leaveOut(block, reason)
    if (block.file !== undefined) this.#write(block)
    if (isRunnable(block)) return this.#run(block)
    if (block.language === 'text' && block.follows && last !== undefined) return this.#compare(block, last)
    if (block.language === 'json' || block.language === 'jsonc') return this.#checkJson(block)
    if (block.language === 'yaml') return this.#checkYaml(block)
    if (block.file === undefined)
      this.#leaveOut(block, `${block.language || 'a block without a language'} is only shown`)
  }

  /** Checks what the blocks in the background printed. */
  checkBackground() {
    for (const { block, output } of this.#started) this.#check(block, output())
  }

  async close() {
    await this.#shell.close()
  }

  #leaveOut({ line }, reason) {
    this.counts.notRun.push({ line, reason })
  }

  #write(block) {
    const { folder } = this.#options
    const path = resolve(folder, block.file)
    if (!path.startsWith(folder + sep)) throw new BlockFailure(block, `${block.file} is not in the folder of the page`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, block.text)
    this.counts.written++
  }

  async #run(block) {
    await this.#startServer(block)
    this.counts.run++
    const { script, remove } = scriptFor(block, this.#options.folder)
    if ('background' in block.directives) {
      const started = await this.#start(block, script, this.#ports.usedIn(block.text))
      this.#last = started.output
      return
    }
    const { output, problem } = await this.#shell.run(script)
    remove()
    this.#check(block, output)
    if (problem !== undefined) throw new BlockFailure(block, problem, output, 'exit 0')
    this.#last = () => output
  }

  /** Starts the page's server when it is first needed: it may use files that the page shows. */
  async #startServer(block) {
    if (this.#server === undefined) return
    const { main } = this.#ports
    const command = `atrium-atms-mock --port ${main} ${this.#server}`
    this.#server = undefined
    await this.#start({ ...block, text: command }, command, main)
  }

  async #start(block, script, port) {
    const before = this.#background.get(port)
    if (before !== undefined) await this.#shell.stop(before)
    const started = await this.#shell.start(script)
    this.#background.set(port, started.group)
    this.#started.push({ block, output: started.output })
    const end = performance.now() + MILLISECONDS_TO_START
    const isOver = () => !started.isRunning() || performance.now() > end
    while (!isOver() && !started.output().includes(READY)) await setTimeout(100)
    if (!(await responds(port, isOver))) {
      this.#check(block, started.output())
      const what = started.isRunning() ? 'its server did not respond in time' : 'it ended before its server responded'
      throw new BlockFailure(block, what, started.output())
    }
    return started
  }

  /** Faults that an exit code does not show. */
  #check(block, output) {
    const port = this.#ports.takenIn(output)
    if (port !== undefined) throw new PortTaken(block, port, output)
    if (/^undefined$/m.test(output)) throw new BlockFailure(block, 'it printed undefined', output)
  }

  async #compare(block, output) {
    const end = performance.now() + MILLISECONDS_FOR_OUTPUT
    // What a server prints can arrive after its first response.
    while (!matches(output(), block.text) && performance.now() < end && this.#background.size > 0) await setTimeout(50)
    if (!matches(output(), block.text)) throw new BlockFailure(block, 'another output', output(), block.text)
    this.counts.checked++
  }

  #checkJson(block) {
    const problem = checkJson(block)
    if (problem !== undefined) throw new BlockFailure(block, 'it is not valid JSON', problem)
    this.counts.checked++
  }

  async #checkYaml(block) {
    const { problem, output } = await checkYaml(block, this.#options.validators, `${this.#options.folder}.blocks`)
    if (problem !== undefined) throw new BlockFailure(block, problem, output)
    this.counts.checked++
  }
}
