import type { Test } from 'tap'
import { reasonOf } from '../../src/common/reason-of.ts'
import { describeError } from '../../src/mock/describe-error.ts'

export async function errorTexts(t: Test): Promise<void> {
  t.test('system errors are described in plain words', async (t) => {
    const rows: [object, string][] = [
      [
        { code: 'EADDRINUSE', port: 1, address: '::1' },
        'port 1 is already in use on ::1: stop the other server, or use another --port'
      ],
      [
        { code: 'EADDRINUSE', port: 443, address: '::1', option: '--tls-port' },
        'port 443 is already in use on ::1: stop the other server, or use another --tls-port'
      ],
      [
        { code: 'EACCES', port: 80, address: '::1' },
        'permission denied for port 80: use another --port, 1024 or higher'
      ],
      [{ code: 'EACCES', path: '/x' }, 'permission denied: /x. Give the user who runs this program access to it'],
      [{ code: 'EROFS', path: '/x' }, 'read-only file system: /x. Use another path'],
      [{ code: 'ENOSPC', path: '/x' }, 'the disk is full: /x. Free some space'],
      [{ code: 'ENOSPC' }, 'the disk is full. Free some space'],
      [{ code: 'ENOENT', path: '/x' }, 'no such file or folder: /x. Correct the path'],
      [{ code: 'ENOENT', message: 'its own message' }, 'its own message'],
      [{ code: 'EISDIR', path: '/x' }, '/x is a folder. Use a file'],
      [{ code: 'EISDIR' }, 'it is a folder. Use a file'],
      [{ code: 'ENOTFOUND', hostname: 'nowhere' }, 'this machine has no address nowhere: use another --host'],
      [{ code: 'EADDRNOTAVAIL', address: '1.2.3.4' }, 'this machine has no address 1.2.3.4: use another --host'],
      [{ message: 'its own message' }, 'its own message']
    ]
    for (const [error, text] of rows) t.equal(describeError(error), text, JSON.stringify(error))
    const denied = Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: 'EACCES' })
    t.equal(
      reasonOf(denied),
      'permission denied. Give the user who runs this program access to it',
      'in messages that name the path'
    )
  })
}
