import { find } from '../planted/plant.ts';
import { PLANTED_BUGS } from '../planted/planted-bugs.ts';
import { MOST_SEEDS, row, TABLE_HEAD } from '../planted/table.ts';

/**
 * The planted scenario: lets the lab look for each planted bug from seed 1 on. Takes minutes.
 * @param print gets the table line by line, as Markdown
 * @returns how many bugs were not found
 */
export async function plantedScenario(print: (line: string) => void): Promise<number> {
  print(TABLE_HEAD);
  let missed = 0;
  for (const bug of PLANTED_BUGS) {
    const found = await find(bug, undefined, MOST_SEEDS);
    if (found === undefined) missed++;
    print(found === undefined ? `| ${bug.name} | not within ${MOST_SEEDS} | – |` : row(bug.name, found));
  }
  return missed;
}
