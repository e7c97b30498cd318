const FIRST = [
  ...['Amber', 'Agile', 'Autumn', 'Bold', 'Brave', 'Breezy', 'Bright', 'Brisk', 'Calm', 'Candid', 'Cheery', 'Clever', 'Copper', 'Cosmic'],
  ...['Cosy', 'Curious', 'Dapper', 'Daring', 'Dashing', 'Deft', 'Dreamy', 'Eager', 'Early', 'Easy', 'Electric', 'Fearless', 'Fleet'],
  ...['Gentle', 'Golden', 'Grand', 'Happy', 'Hardy', 'Humble', 'Jolly', 'Keen', 'Kind', 'Lively', 'Lucky', 'Lunar', 'Mellow', 'Merry'],
  ...['Mighty', 'Nimble', 'Noble', 'Patient', 'Plucky', 'Polite', 'Quick', 'Quiet', 'Rapid', 'Rosy', 'Silver', 'Snowy', 'Solar', 'Spry'],
  ...['Steady', 'Sunny', 'Swift', 'Tidy', 'Velvet', 'Vivid', 'Warm', 'Witty', 'Zesty'],
] as const;
const SECOND = [
  ...['Acorn', 'Badger', 'Beacon', 'Birch', 'Bison', 'Breeze', 'Brook', 'Canyon', 'Cedar', 'Clover', 'Comet', 'Condor', 'Coral', 'Cricket'],
  ...['Dolphin', 'Ember', 'Falcon', 'Fern', 'Finch', 'Firefly', 'Fjord', 'Fox', 'Gecko', 'Glacier', 'Harbor', 'Hare', 'Hazel', 'Heron'],
  ...['Ibis', 'Island', 'Jay', 'Kestrel', 'Kite', 'Koala', 'Lagoon', 'Lantern', 'Lark', 'Lemur', 'Lynx', 'Maple', 'Marmot', 'Meadow'],
  ...[
    'Meteor',
    'Moose',
    'Newt',
    'Nova',
    'Orbit',
    'Otter',
    'Owl',
    'Panda',
    'Pebble',
    'Pelican',
    'Pine',
    'Puffin',
    'Quail',
    'Raven',
    'River',
  ],
  ...['Sparrow', 'Summit', 'Swallow', 'Tiger', 'Walrus', 'Willow', 'Wombat'],
] as const;

/** Random bytes that {@link madeUpName} takes: one for each word. */
export const NAME_BYTES = 2;

/**
 * A friendly name of two words, such as "Swift Otter".
 * @param bytes {@link NAME_BYTES} random ones; the same bytes give the same name
 * @param not the name to be replaced, which is never returned
 */
export function madeUpName(bytes: Uint8Array, not = ''): string {
  // Both lists have 64 words, which divides 256: no word is likelier than another.
  const { 0: first = 0, 1: second = 0 } = bytes;
  const name = `${FIRST[first % FIRST.length]} ${SECOND[second % SECOND.length]}`;
  return name === not ? madeUpName(Uint8Array.of(first, second + 1)) : name;
}
