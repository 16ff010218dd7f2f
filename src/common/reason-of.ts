export const GIVE_ACCESS = 'Give the user who runs this program access to it'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: `permission denied. ${GIVE_ACCESS}`,
  EPERM: `permission denied. ${GIVE_ACCESS}`,
  ENOTDIR: 'a part of its path is a file. Correct the path'
}

/** Why the system refused a call, and what to do. Without the path that Node adds, for messages that name the path themselves. */
export const reasonOf = ({ code = '', message }: NodeJS.ErrnoException): string =>
  REASONS[code] ?? message.replace(/, [a-z]+ '.*'$/s, '')
