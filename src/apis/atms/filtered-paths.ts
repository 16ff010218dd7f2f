/** IIS rejects these by default: it would have to decode them twice, or reads them as the end of a segment. */
export const FILTERED = /[+\\]|%(?:2b|2f|5c)/i
