const WEBHOOKS = 'webhooks'
const XML = 'XML'
const PROXYING = 'proxying'
const RECORDING = 'recording'
const MULTIPART = 'multipart bodies'
const CUSTOM_CODE = 'code of users'

/** Tests that need what this server does not support, by client and name. */
export const UNSUPPORTED = {
  'wiremock-captain': { 'a webhook': WEBHOOKS, 'a body that equals XML': XML },
  'python-wiremock': { test_equal_to_xml: XML, test_proxy: PROXYING },
  'go-wiremock': {},
  'wiremock-java': {
    proxying: PROXYING,
    recording: RECORDING,
    webhooks: WEBHOOKS,
    'multipart bodies': MULTIPART,
    'custom matchers': CUSTOM_CODE,
    'settings for custom code': CUSTOM_CODE,
    XML
  }
}
