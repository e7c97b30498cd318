import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { packNetcode } from './pack.ts';

console.log(packNetcode(join(top, 'release')));
