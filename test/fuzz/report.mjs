// Checks that a run of Schemathesis was complete: it reports success even if it skips a phase or follows no link.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const PHASES = ['examples', 'coverage', 'fuzzing', 'stateful']

/**
 * Which links are followed is a matter of chance, and Schemathesis adds its own: between a fifth and two thirds of these. A tenth shows that they work.
 *
 * @param file the events of a run, one JSON object a line
 * @param document the OpenAPI document
 * @returns what is wrong
 */
export async function problemsIn(file, document) {
  const phases = new Map()
  const followed = new Set()
  for await (const line of createInterface(createReadStream(file))) {
    const { PhaseFinished, ScenarioFinished } = JSON.parse(line)
    if (PhaseFinished) phases.set(PhaseFinished.phase.name, PhaseFinished.status)
    const cases = Object.values(ScenarioFinished?.recorder?.cases ?? {})
    for (const { transition } of cases)
      if (transition) followed.add(transition.id.split(' -> ').slice(0, 2).join(' -> '))
  }
  const skipped = PHASES.filter((phase) => phases.get(phase) !== 'success').map(
    (phase) => `the phase ${phase} did not succeed`
  )
  const links = linksIn(document)
  const missing = links.filter((link) => !followed.has(link))
  console.log(`${links.length - missing.length} of the ${links.length} links in the document were followed`)
  const isEnough = missing.length <= links.length * 0.9
  return isEnough ? skipped : [...skipped, `links that were not followed: ${missing.join(', ')}`]
}

/** The links of a document, as Schemathesis names them, without their targets. */
function linksIn({ paths }) {
  const responses = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses = {} }]) =>
      Object.entries(responses).map(([status, { links = {} }]) => ({
        source: `${method.toUpperCase()} ${path} -> [${status}]`,
        links
      }))
    )
  )
  return responses.flatMap(({ source, links }) => Object.keys(links).map((name) => `${source} ${name}`))
}
