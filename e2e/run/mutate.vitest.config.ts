import { relative } from 'node:path';
import { mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import config from '../../vitest.config.ts';

/** How long each file took when all of it was run, in ms: a run that a change ended is shorter. */
const durationsMs = new Map<string, number>();

/** The first test that notices a change ends the run, and mostly any of what is changed does. */
class ShortestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const { project, moduleId } of files) {
      const known = this.ctx.cache.getFileTestResults(`${project.name}:${relative(this.ctx.config.root, moduleId)}`);
      if (known !== undefined && !durationsMs.has(moduleId)) durationsMs.set(moduleId, known.duration);
    }
    const durationMs = ({ moduleId }: TestSpecification): number => durationsMs.get(moduleId) ?? 0;
    return Promise.resolve(files.toSorted((a, b) => durationMs(a) - durationMs(b)));
  }
}

/** For `npm run mutate`, which keeps a machine busy for an hour on which people may want to do something else. */
export default mergeConfig(config, { test: { sequence: { sequencer: ShortestFirst }, testTimeout: 180_000 } });
