import { runEndToEnd } from './end-to-end.ts';

const { code, notRun } = await runEndToEnd(process.argv.slice(2));
if (notRun !== undefined) console.log(notRun);
process.exitCode = code;
