// The clients, installed when they are first used.
import { join } from 'node:path'
import { installed, run } from '../generators/toolbox.mjs'

const NPM = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']

/** @returns the folder of the packages from npm */
export const npmPackages = () =>
  installed('clients-npm', ['test/foreign/package.json'], (folder) => run('npm', NPM, { cwd: folder }))

/** @returns the folder of the packages from PyPI */
export const pythonPackages = () =>
  installed('clients-python', ['test/foreign/requirements.txt'], (folder) =>
    run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, '-r', join(folder, 'requirements.txt')])
  )
