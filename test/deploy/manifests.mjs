// The Compose file and the Helm chart: their schemas, and what the chart rejects.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { pythonEnvironment } from '../docs/setup.mjs'
import { checkYaml } from '../docs/yaml.mjs'
import { exists } from './processes.mjs'

const CHART = 'deploy/helm'
/** Helm that was built from source knows no version of Kubernetes. */
const KUBERNETES = ['--kube-version', '1.31.0']
const STORE = ['--set', 'store.url=nats://nats:4222']
/** Settings of the chart, each with the kinds of its objects. */
const RENDERED = {
  'one replica': [[], ['Service', 'Deployment']],
  'three replicas on NATS': [
    ['--set', 'replicas=3', ...STORE],
    ['PodDisruptionBudget', 'Service', 'Deployment']
  ],
  everything: [
    [
      ...['--set', 'replicas=2', ...STORE, '--set', 'store.credsSecret=creds,store.caSecret=ca,store.reads=local'],
      ...['--set', 'adminTokenSecret=admin,fixtures=fixtures,options.FIXTURES=mine,options.MAX_SANDBOXES=50'],
      ...['--set', 'service.headless=true,nodeSelector.disk=ssd,podAnnotations.a=b,image.pullSecrets[0].name=pull']
    ],
    ['PodDisruptionBudget', 'Service', 'Deployment']
  ]
}
const REJECTED = {
  'several replicas without a store': [['--set', 'replicas=3'], /more than one replica needs store\.url/],
  'an unknown value': [['--set', 'replica=3'], /replica/],
  'an address that is not of NATS': [['--set', 'store.url=http://x'], /\/store\/url/]
}

export const hasHelm = () => exists('helm', 'version')

export const manifests = {
  'the Compose file matches the schema of Compose': async () => {
    await assertValid(readFileSync('deploy/compose.yaml', 'utf8'), 'Compose')
  },
  ...(hasHelm() && {
    async 'the chart passes the checks of helm, and its objects match the schemas of Kubernetes'() {
      execFileSync('helm', ['lint', '--strict', '--quiet', CHART], { stdio: ['ignore', 'ignore', 'inherit'] })
      for (const [name, [settings, kinds]] of Object.entries(RENDERED)) {
        const text = execFileSync('helm', ['template', 'mock', CHART, ...KUBERNETES, ...settings], { encoding: 'utf8' })
        assert.deepEqual(
          parseAllDocuments(text).map((document) => document.get('kind')),
          kinds,
          name
        )
        await assertValid(text, 'Kubernetes')
      }
    },
    async 'the chart rejects settings that would not work'() {
      for (const [name, [settings, message]] of Object.entries(REJECTED)) {
        const { status, stderr } = spawnSync('helm', ['template', 'mock', CHART, ...KUBERNETES, ...settings], {
          encoding: 'utf8'
        })
        assert.notEqual(status, 0, name)
        assert.match(stderr, message, name)
      }
    }
  })
}

async function assertValid(text, kind) {
  const folder = mkdtempSync(join(tmpdir(), 'mock-manifests-'))
  const tools = async () => pythonEnvironment('yaml', 'test/docs/requirements-yaml.txt')
  const { what, problem, output } = await checkYaml({ text }, tools, folder)
  rmSync(folder, { recursive: true })
  assert.equal(what, kind)
  assert.equal(problem, undefined, output)
}
