// Lets Node run TypeScript, compiled by esbuild. With tap's own plugin, each test file first loads the TypeScript compiler, which takes
// two seconds.
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
