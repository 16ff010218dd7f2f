// The processor time and memory of a process, from the operating system: works for any server, including those that are not Node programs.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const hasProc = existsSync('/proc/self/stat')

/** Linux reports processor time to programs in hundredths of a second. */
const MILLISECONDS_PER_TICK = 10

/** User and system time of all threads, in milliseconds. */
export function cpuTimeOf(pid) {
  if (!hasProc) return milliseconds(ps(pid, 'time'))
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK
}

/** Resident memory, in MiB. */
export function memoryOf(pid) {
  if (!hasProc) return Number(ps(pid, 'rss')) / 1024
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

const ps = (pid, field) => execFileSync('ps', ['-o', `${field}=`, '-p', `${pid}`], { encoding: 'utf8' }).trim()

/** From [hours:]minutes:seconds. */
const milliseconds = (time) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
