// What Maven runs: type check and tests of the TypeScript. Installs what they need only when package-lock.json has
// changed since the last time, from npm's own cache where it can, so that a second run needs no network.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const module = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(module, 'node_modules', '.profilekeep-lock');
const lock = createHash('sha256').update(readFileSync(join(module, 'package-lock.json'))).digest('hex');

function npm(...words) {
  const { status, error } = spawnSync('npm', words, { cwd: module, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) {
    console.error(`npm cannot be started: ${error.message}. Install Node.js 20 or newer with npm.`);
  }
  return status === 0;
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  if (!npm('ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error')) {
    console.error(
      'The packages of package-lock.json could not be installed: the first run, and each after a change of that file,\n' +
        'needs npm\'s registry or a filled npm cache. -DskipFrontendTests leaves these tests out.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
process.exit(npm('test', '--silent') ? 0 : 1);
