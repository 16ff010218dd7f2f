// Checks YAML against the schema of its kind: Kubernetes, a GitHub workflow, GitLab CI or Compose.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

const KINDS = {
  Kubernetes: { tool: 'kubernetes-validate', args: ['--strict', '--quiet'] },
  'GitHub workflow': { tool: 'check-jsonschema', args: ['--builtin-schema', 'vendor.github-workflows'] },
  'GitLab CI': { tool: 'check-jsonschema', args: ['--builtin-schema', 'vendor.gitlab-ci'] },
  Compose: { tool: 'check-jsonschema', args: ['--builtin-schema', 'vendor.compose-spec'] }
}

/**
 * @param tools finds the folder of the validators
 * @returns {Promise<{ what: string, problem?: string, output: string }>}
 */
export async function checkYaml({ text, file }, tools, folder) {
  const documents = parseAllDocuments(text, { merge: true })
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message))
  if (errors.length > 0) return { what: 'YAML', problem: 'it is not valid YAML', output: errors.join('\n') }
  const values = documents.map((document) => document.toJS())
  const kind = kindOf(values[0], file)
  if (kind === undefined) return { what: 'YAML', output: '' }
  const bin = await tools()
  const outputs = values.map((value) => validate(kind, complete(kind, value), bin, folder)).filter(Boolean)
  const problem = outputs.length > 0 ? { problem: `it does not match the schema of ${kind}` } : {}
  return { what: kind, ...problem, output: outputs.join('\n') }
}

function kindOf(value, file = '') {
  if (value === null || typeof value !== 'object') return undefined
  if ('apiVersion' in value && 'kind' in value) return 'Kubernetes'
  if (file.endsWith('.gitlab-ci.yml') || Object.values(value).some((job) => job?.script)) return 'GitLab CI'
  if ('jobs' in value || stepsIn(value) !== undefined) return 'GitHub workflow'
  return 'services' in value ? 'Compose' : undefined
}

/** Pages also show the steps of a job on their own. */
function stepsIn(value) {
  const steps = Array.isArray(value) ? value : value.steps
  return Array.isArray(steps) && steps.some((step) => step?.uses ?? step?.run) ? steps : undefined
}

function complete(kind, value) {
  const steps = kind === 'GitHub workflow' ? stepsIn(value) : undefined
  if (steps === undefined) return value
  const job = { 'runs-on': 'ubuntu-latest', ...(Array.isArray(value) ? {} : value), steps }
  return { on: 'push', jobs: { job } }
}

/** @returns the problems as text */
function validate(kind, value, bin, folder) {
  const { tool, args } = KINDS[kind]
  const path = join(folder, 'checked.yaml')
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(value))
  const { status, stdout, stderr, error } = spawnSync(join(bin, tool), [...args, path], { encoding: 'utf8' })
  if (error !== undefined) throw error
  return status === 0 ? '' : `${stdout}${stderr}`.trim()
}
