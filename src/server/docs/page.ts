import type { State } from '../../state/state.ts'

/** A page with Swagger UI over the published documents, which can send requests with the first credentials of a state. */
export function docsPage({ atrium, atms }: State): string {
  const [pair] = atrium.credentials
  const credentials = { apiKey: pair?.apiKey, clientId: pair?.clientId, token: atms.tokens[0] }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>atrium-atms-mock</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body style="margin: 0">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/swagger-ui-standalone-preset.js"></script>
<script>
const credentials = ${JSON.stringify(credentials).replaceAll('<', '\\u003c')}
const ui = SwaggerUIBundle({
  dom_id: '#docs',
  urls: [
    { name: 'Atrium', url: '/docs/atrium.json' },
    { name: 'ATMS', url: '/docs/atms.json' },
    { name: 'Control API', url: '/docs/admin.json' }
  ],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  // Runs for each document that is chosen; a name that it does not have is passed over.
  onComplete: () => Object.entries(credentials).forEach(([name, value]) => ui.preauthorizeApiKey(name, value))
})
</script>
</body>
</html>
`
}
