import { createHash } from 'node:crypto'

/** A published document. */
export interface PublishedDocument {
  readonly name: string
  readonly url: string
}

/** A page and its content security policy. */
export interface DocsPage {
  readonly html: string
  readonly contentSecurityPolicy: string
}

/**
 * A page with Swagger UI over the published documents.
 *
 * @param credentials the credentials that it sends, by the name of the API and the name of the security scheme
 */
export function docsPage(
  documents: readonly PublishedDocument[],
  credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
): DocsPage {
  const script = startScript(documents, credentials)
  const choices = documents.map(({ name }) => `<a href="${addressOf(name)}">${escaped(name)}</a>`).join(' · ')
  const links = documents.map(({ name, url }) => `${escaped(name)}: ${linksTo(url)}`).join(' · ')
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>atrium-atms-mock</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<style>${STYLES}</style>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<p class="mock-links"><a href=".">← Guide</a></p>
<nav class="mock-links" aria-label="Documents">${choices}</nav>
<div id="docs"></div>
<p class="mock-links">${links}</p>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>${script}</script>
</body>
</html>
`
  return { html, contentSecurityPolicy: policyFor(script) }
}

/** The dark mode of Swagger UI leaves the names of headers unreadable. No document has links, and their column is cut off on phones. */
const STYLES = `
body { margin: 0 }
.mock-links { margin: 0; padding: 10px 20px; font: 14px sans-serif; line-height: 1.6 }
.mock-links [aria-current] { font-weight: bold }
.dark-mode .mock-links, .dark-mode .mock-links a { color: #8ec8ff }
html.dark-mode .swagger-ui .headers .header-col { color: #e4e6e6 }
.swagger-ui .response-col_links { display: none }
.swagger-ui .headers td { padding-right: 10px }
@media (max-width: 640px) {
  .swagger-ui .response-col_status, .swagger-ui .responses-table .col_header.response-col_status { min-width: 0; width: 3em }
}
`

/** The part of the address that selects a document on the page. The name of the parameter is Swagger UI's. */
export const addressOf = (name: string): string => `?urls.primaryName=${encodeURIComponent(name)}`

/** Links to a document in its four forms. */
function linksTo(url: string): string {
  const base = url.replace(/\.json$/, '')
  const forms = {
    JSON: `${base}.json`,
    YAML: `${base}.yaml`,
    'OpenAPI 3.0': `${base}-3.0.json`,
    'OpenAPI 3.0 as YAML': `${base}-3.0.yaml`
  }
  return Object.entries(forms)
    .map(([form, href]) => `<a href="${href}">${form}</a>`)
    .join(', ')
}

/** A text in HTML. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const startScript = (
  documents: readonly PublishedDocument[],
  credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
): string => `
const credentials = ${inScript(credentials)}
const documents = ${inScript(documents)}
const name = new URLSearchParams(location.search).get('urls.primaryName')
const selected = Math.max(0, documents.findIndex((document) => document.name === name))
const { url } = documents[selected]
document.querySelectorAll('nav a')[selected].ariaCurrent = 'page'
const dark = matchMedia('(prefers-color-scheme: dark)')
const applyScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.onchange = applyScheme
applyScheme()
const ui = SwaggerUIBundle({
  dom_id: '#docs',
  url,
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete() {
    const api = url.replace(/^.*\\/|\\.json$/g, '')
    Object.entries(credentials[api] ?? {}).forEach(([name, value]) => ui.preauthorizeApiKey(name, value))
  }
})
`

/** Swagger UI sets styles in attributes, and its style sheet contains images. */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
}

/** As a script contains it: `</script>` in a value must not end the element. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
