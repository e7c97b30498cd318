/**
 * Whether a Node version is below what package.json asks for.
 * @param {string} version as in `process.versions.node`, `20.19.1`
 * @param {string} range `>=MAJOR.MINOR`, the one form that package.json uses
 * @returns {boolean} true when it is too old
 */
export function isOlder(version, range) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = range.replace('>=', '').split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
