/**
 * The version check at the start of each entry of the bundle. An older Node has to parse and run it, so it is written in old JavaScript.
 *
 * @param manifest the package.json
 * @returns the code, by the name of the entry
 */
export function nodeVersionCheck({ name, engines }) {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node)
  const check = (reaction) =>
    `(function(node){var v=node.split('.');if(+v[0]<${major}||+v[0]===${major}&&+v[1]<${minor}){` +
    `var message='${name} requires Node.js ${major}.${minor} or later; this is Node.js '+node;${reaction}}` +
    '})(process.versions.node);'
  return {
    'main.cjs': check('console.error(message);process.exit(1)'),
    'index.cjs': check('throw new Error(message)')
  }
}
