/** A number of any size: its digits without zeros at either end, times a power of ten. Zero has no digits. */
export interface Decimal {
  readonly isNegative: boolean
  readonly digits: string
  readonly exponent: number
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Reads a JSON number; `undefined` if the text is not a number. */
export function decimalOf(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (whole === '') return undefined
  const all = `${whole}${fraction}`.replace(/^0+/, '')
  const digits = withoutTrailingZeros(all)
  if (digits === '') return { isNegative: false, digits, exponent: 0 }
  return {
    isNegative: sign === '-',
    digits,
    exponent: Number(exponent) - fraction.length + all.length - digits.length
  }
}

/** A regular expression would take quadratic time. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

/** Negative if the first number is less than the other, positive if it is greater. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const sign = (decimal: Decimal): number => (decimal.digits === '' ? 0 : decimal.isNegative ? -1 : 1)
  if (sign(one) !== sign(other)) return sign(one) - sign(other)
  return sign(one) * compareMagnitudes(one, other)
}

function compareMagnitudes(one: Decimal, other: Decimal): number {
  const [a, b] = [one, other].map(({ digits, exponent }) => digits.length + exponent) as [number, number]
  if (a !== b) return a < b ? -1 : 1
  if (one.digits === other.digits) return 0
  return one.digits < other.digits ? -1 : 1
}

/** Whether the remainder of the division is 0. Takes quadratic time. */
export function isMultipleOf(dividend: Decimal, divisor: Decimal): boolean {
  if (dividend.digits === '') return true
  const shift = dividend.exponent - divisor.exponent
  // The last digit of the dividend is not 0, so it is no multiple of a greater power of ten.
  if (divisor.digits === '' || !(shift >= 0)) return false
  const modulus = BigInt(divisor.digits)
  return ((BigInt(dividend.digits) % modulus) * powerOfTen(shift, modulus)) % modulus === 0n
}

function powerOfTen(exponent: number, modulus: bigint): bigint {
  // A greater exponent cannot change whether the result is divisible: the modulus has at most as many factors 2 and 5 as bits.
  let rest = Math.min(exponent, 4 * modulus.toString(16).length)
  let [base, power] = [10n % modulus, 1n % modulus]
  for (; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = (power * base) % modulus
    base = (base * base) % modulus
  }
  return power
}
