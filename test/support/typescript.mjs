// Lets Node read TypeScript: esbuild takes the types away. Under tap's own plugin each test file loads the TypeScript compiler first,
// even where it has nothing to do: two seconds each.
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
