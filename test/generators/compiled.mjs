// Generators for other languages. Each compiles the clients of all documents and runs a scenario with those of both APIs.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Missing, openApiGenerator, python, pythonTool, requires, run, temporaryFolder } from './toolbox.mjs'

const DOCUMENTS = ['atrium', 'atms', 'admin']
const SCENARIOS = 'test/generators/scenarios'

const target = (name, build) => ({ name, run: (url) => temporaryFolder((folder) => build(folder, url)) })

/** Generates the client of each document. @param properties options of the generator, for a document */
async function generateAll(generator, folder, properties, folderOf = (document) => join(folder, document)) {
  for (const document of DOCUMENTS)
    await openApiGenerator(generator, document, folderOf(document), properties(document))
}

const pythonClients = target('python', async (folder, url) => {
  requires('python3')
  const packages = join(folder, 'packages')
  await generateAll('python', folder, (document) => `packageName=${document}`)
  const sources = DOCUMENTS.map((document) => join(folder, document))
  const requirements = join(folder, 'atrium/requirements.txt')
  await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', packages, '-r', requirements])
  await python(['-m', 'compileall', '-q', ...sources])
  await run('python3', ['-c', DOCUMENTS.map((document) => `import ${document}`).join('; ')], {
    env: { PYTHONPATH: [packages, ...sources].join(delimiter) }
  })
  await run('python3', [`${SCENARIOS}/python.py`, url], { env: { PYTHONPATH: [packages, ...sources].join(delimiter) } })
})

const openApiPythonClient = target('openapi-python-client', async (folder, url) => {
  requires('python3')
  for (const document of DOCUMENTS) {
    const options = ['--output-path', join(folder, document), '--meta', 'none']
    await pythonTool('openapi-python-client', ['generate', '--path', `specs/${document}.json`, ...options])
  }
  await python(['-m', 'compileall', '-q', folder])
  await python([`${SCENARIOS}/openapi-python-client.py`, url], { paths: [folder] })
})

/** Builds the module `scenario` with the clients in the folders of the documents, and runs it. */
async function runGo(folder, scenario, url) {
  cpSync(`${SCENARIOS}/${scenario}`, join(folder, 'main.go'))
  writeFileSync(join(folder, 'go.mod'), 'module scenario\n\ngo 1.23\n')
  await run('go', ['mod', 'tidy'], { cwd: folder })
  await run('go', ['vet', './...'], { cwd: folder })
  await run('go', ['run', '.', url], { cwd: folder })
}

const goClients = target('go', async (folder, url) => {
  requires('go', 'version')
  await generateAll('go', folder, (document) => `packageName=${document},withGoMod=false`)
  // The generated tests import a module that does not exist.
  for (const document of DOCUMENTS) rmSync(join(folder, document, 'test'), { recursive: true, force: true })
  await runGo(folder, 'go.go', url)
})

const oapiCodegen = target('oapi-codegen', async (folder, url) => {
  requires('go', 'version')
  for (const document of DOCUMENTS) {
    mkdirSync(join(folder, document))
    const tool = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2'
    const options = ['-generate', 'types,client', '-package', document, '-o', join(folder, document, 'client.go')]
    await run('go', ['run', tool, ...options, `specs/${document}.json`])
  }
  await runGo(folder, 'oapi-codegen.go', url)
})

// In the generated tests, parameters named `api` hide the client.
const MAVEN = ['-q', '-B', '-Dmaven.test.skip=true', '-Dmaven.javadoc.skip=true', '-Dmaven.source.skip=true', 'package']

const javaClients = target('java', async (folder, url) => {
  requires('java', '-version')
  requires('mvn')
  const packages = (name) => `invokerPackage=${name},apiPackage=${name}.api,modelPackage=${name}.model`
  await generateAll('java', folder, packages, () => folder)
  cpSync(`${SCENARIOS}/Scenario.java`, join(folder, 'src/main/java/Scenario.java'))
  await run('mvn', MAVEN, { cwd: folder })
  const classes = [join(folder, 'target/classes'), join(folder, 'target/lib/*')].join(delimiter)
  await run('java', ['-cp', classes, 'Scenario', url])
})

const kotlinClients = target('kotlin', async (folder, url) => {
  requires('java', '-version')
  requires('mvn')
  await generateAll(
    'kotlin',
    folder,
    (document) => `packageName=${document}`,
    () => folder
  )
  cpSync(`${SCENARIOS}/Scenario.kt`, join(folder, 'src/main/kotlin/Scenario.kt'))
  // The generated project needs Gradle, which would download itself.
  cpSync(`${SCENARIOS}/kotlin-pom.xml`, join(folder, 'pom.xml'))
  await run('mvn', MAVEN, { cwd: folder })
  const classes = [join(folder, 'target/classes'), join(folder, 'target/lib/*')].join(delimiter)
  await run('java', ['-cp', classes, 'ScenarioKt', url])
})

const rubyClients = target('ruby', async (folder, url) => {
  requires('ruby')
  await run('ruby', ['-e', "require 'typhoeus'"]).catch(() => {
    throw new Missing('the gem typhoeus is not installed')
  })
  await generateAll(
    'ruby',
    folder,
    (name) => `gemName=${name},moduleName=${name.replace(/^./, (first) => first.toUpperCase())}`
  )
  const sources = DOCUMENTS.flatMap((document) => ['-I', join(folder, document, 'lib')])
  await run('ruby', [...sources, '-e', DOCUMENTS.map((document) => `require '${document}'`).join('; ')])
  await run('ruby', [...sources, `${SCENARIOS}/ruby.rb`, url])
})

const csharpClients = target('csharp, without a scenario', async (folder) => {
  requires('dotnet')
  await generateAll('csharp', folder, (name) => `packageName=${name}.client,library=httpclient,targetFramework=net8.0`)
  for (const name of DOCUMENTS) await run('dotnet', ['build', join(folder, name, 'src', `${name}.client`)])
})

export const compiled = [
  pythonClients,
  openApiPythonClient,
  goClients,
  oapiCodegen,
  javaClients,
  kotlinClients,
  rubyClients,
  csharpClients
]
