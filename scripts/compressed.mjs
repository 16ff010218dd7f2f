import { existsSync, readFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

const OPTIONS = { params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS } }

/**
 * Compresses a file with Brotli, which makes it a fifth smaller than the compression of npm. That takes seconds, so the result of an
 * earlier build is used again.
 *
 * @param earlier the path of that result
 */
export function compressed(content, earlier) {
  const known = existsSync(earlier) ? readFileSync(earlier) : undefined
  return known && isCompressed(known, content) ? known : brotliCompressSync(content, OPTIONS)
}

/** A killed build may have left anything. */
function isCompressed(known, content) {
  try {
    return brotliDecompressSync(known).equals(content)
  } catch {
    return false
  }
}
