/** A text that Json.NET does not read. */
export class MalformedJson extends Error {}
