import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'

const MAX_HOST_LENGTH = 253
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const LOCAL_PART = /^(?:"[^"\\]+"|[^\s@"(),:;<>[\\\]]+)$/

export const isHostname = (value: string): boolean =>
  value.length <= MAX_HOST_LENGTH && value.split('.').every((label) => LABEL.test(label))

/** Node knows the rules of Unicode names. */
export const isIdnHostname = (value: string): boolean =>
  !/(?:^|\.)-|-(?:\.|$)/.test(value) && isHostname(domainToASCII(value))

export const isEmail = (value: string): boolean => hasParts(value, isHostname)
export const isIdnEmail = (value: string): boolean => hasParts(value, isIdnHostname)

function hasParts(value: string, isHost: (text: string) => boolean): boolean {
  const at = value.lastIndexOf('@')
  const [local, host] = [value.slice(0, at), value.slice(at + 1)]
  if (at < 1 || !LOCAL_PART.test(local) || /^\.|\.\.|\.$/.test(local)) return false
  const [, address] = /^\[(?:IPv6:)?(.+)\]$/.exec(host) ?? []
  return address === undefined ? isHost(host) : isIPv4(address) || isIPv6(address)
}
