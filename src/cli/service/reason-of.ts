import { ServiceError } from './service-error.ts'

/** Why a request failed, and what to do. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  if (error instanceof ServiceError) return error.message
  const { code = '', message } = error
  if (/^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_UNTRUSTED)/.test(code))
    return `its certificate is not trusted (${code}). Pass the certificate of its authority as --cacert FILE`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host name. Check --url'
  if (/^(?:CERT_|ERR_TLS_)/.test(code)) return `its certificate is not valid (${code}): ${message}`
  if (/^(?:EPROTO|ERR_SSL_)/.test(code)) return 'it does not speak TLS as expected. Check http:// and https:// in --url'
  if (code.startsWith('HPE_')) return `its response is not valid HTTP (${code}). Check http:// and https:// in --url`
  return REASONS[code] ?? (code === '' ? message : code)
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused. Is the server running? Check --url',
  ENOTFOUND: 'no such host. Check --url, and whether a proxy is needed (HTTPS_PROXY)',
  EAI_AGAIN: 'its host name cannot be looked up now. Check the network',
  ECONNRESET: 'the connection was closed before the response was complete',
  EPIPE: 'the connection was closed before the response was complete',
  ETIMEDOUT: 'no connection. Check the network, and whether a proxy is needed (HTTPS_PROXY)',
  EHOSTUNREACH: 'no route to the host. Check the network',
  ENETUNREACH: 'no route to the host. Check the network'
}
