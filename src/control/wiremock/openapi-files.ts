import { Type } from '@sinclair/typebox'
import { example, type Operation } from '../../api/operation.ts'
import { NoStubsFolder, StubFilesChanged, writeError } from '../../wiremock/stubs/folder-errors.ts'
import { ControlNotFound } from '../errors.ts'
import { failure } from '../openapi-responses.ts'
import { call, done, returns } from './openapi-calls.ts'
import * as requestSchemas from './schemas.ts'

const fileParams = requestSchemas.FileParams
const bytes = {
  'application/octet-stream': { schema: Type.String({ format: 'binary' }), examples: example('JSON in a file.', '{}') }
}
const noFolder = failure(
  'There is no --stubs folder, it cannot be read or written, or the name is not a path below `__files`.',
  new NoStubsFolder('mappings/save')
)
const noSpace = failure('The disk is full, or the memory limit is reached.', writeError('a.json', { code: 'ENOSPC' }))

/** The calls that write into the folder of `--stubs`. */
export const fileOperations: Readonly<Record<string, Operation>> = {
  save_mappings: call(
    'mappings',
    'Write the stubs into the --stubs folder',
    {
      description:
        'A stub that came from a file is written back into it, each new one into a new file, and files without a stub are removed. Afterwards, a reset restores these stubs.'
    },
    done,
    [
      409,
      failure('The files have changed since the sandbox loaded them. Nothing was saved.', new StubFilesChanged('stubs'))
    ],
    [422, noFolder],
    [503, noSpace]
  ),
  list_files: call(
    'files',
    'List the files for responses',
    {},
    returns(Type.Array(Type.String()), ['users/one.json']),
    [422, noFolder]
  ),
  read_file: call(
    'files',
    'Read a file for responses',
    { params: fileParams },
    [200, { description: 'The content.', content: bytes }],
    [404, failure('Unknown file.', new ControlNotFound('/__admin/files/one.json'))],
    [422, noFolder]
  ),
  put_file: call(
    'files',
    'Create or replace a file for responses',
    { params: fileParams, requestBody: { description: 'The content.', required: false, content: bytes } },
    returns(Type.String(), 'e30='),
    [422, noFolder],
    [503, noSpace]
  ),
  delete_file: call(
    'files',
    'Delete a file for responses',
    { params: fileParams, description: 'The response is the same if there is no such file.' },
    done,
    [422, noFolder],
    [503, noSpace]
  )
}
