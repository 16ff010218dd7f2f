/** A service cannot be used. The message says why, and what to do. */
export class ServiceError extends Error {}
