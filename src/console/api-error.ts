/** One problem of a document that a call sent. */
export interface Problem {
  /** The JSON pointer to the place in the document; empty for the whole. */
  readonly pointer: string
  readonly message: string
}

/** A call of the control API that failed. */
export class ApiError extends Error {
  /** 0 if the server did not respond. */
  readonly status: number
  readonly problems: readonly Problem[]
  /** How many problems there are; `problems` has the first ones. */
  readonly total: number

  constructor(status: number, message: string, problems: readonly Problem[] = [], total = problems.length) {
    super(message)
    this.status = status
    this.problems = problems
    this.total = total
  }
}

interface ErrorBody {
  errors?: { title?: string; detail?: string; source?: { pointer?: string } }[]
  meta?: { total?: number }
}

/** Reads the error from a response: `{"errors":[{"title","detail"?,"source"?}]}`. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '')
  const { errors = [], meta } = parsed(text)
  const [first] = errors
  if (first === undefined) return new ApiError(response.status, text.slice(0, 500) || `status ${response.status}`)
  const problems = errors.flatMap(({ title = '', detail, source }) =>
    source === undefined ? [] : [{ pointer: source.pointer ?? '', message: detail ?? title }]
  )
  const title = first.title ?? `status ${response.status}`
  const message = first.detail === undefined || problems.length > 0 ? title : `${title}: ${first.detail}`
  return new ApiError(response.status, message, problems, meta?.total ?? problems.length)
}

function parsed(text: string): ErrorBody {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

/** Whether a call failed because what it names does not exist. */
export const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status === 404

/** Whether a call failed because somebody else changed the record meanwhile. */
export const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.status === 412
