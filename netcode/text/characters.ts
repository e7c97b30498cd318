/** Code points of the largest character: the longest emoji of Unicode has ten, and a conjunct of an Indic script as many. */
const MAX_CODE_POINTS = 16;

/** Consonants of scripts that join them into one character (Indic_Conjunct_Break), and what joins them. */
const CONSONANT =
  '[\\u0915-\\u0939\\u0958-\\u095f\\u0978-\\u097f\\u0995-\\u09a8\\u09aa-\\u09b0\\u09b2\\u09b6-\\u09b9\\u09dc\\u09dd\\u09df\\u09f0\\u09f1' +
  '\\u0a95-\\u0aa8\\u0aaa-\\u0ab0\\u0ab2\\u0ab3\\u0ab5-\\u0ab9\\u0af9\\u0b15-\\u0b28\\u0b2a-\\u0b30\\u0b32\\u0b33\\u0b35-\\u0b39\\u0b5c\\u0b5d\\u0b5f\\u0b71' +
  '\\u0c15-\\u0c28\\u0c2a-\\u0c39\\u0c58-\\u0c5a\\u0d15-\\u0d3a]';
const LINKER = '[\\u094d\\u09cd\\u0acd\\u0b4d\\u0c4d\\u0d4d]';
const EXTEND = '[\\p{Grapheme_Extend}\\p{Emoji_Modifier}]';
const PICTURE = '\\p{Extended_Pictographic}';
/** Marks that take up space beside a letter, except those that count as letters (Myanmar and Tai Tham vowels). */
const SPACING =
  '(?![\\u102b\\u102c\\u1038\\u1062-\\u1064\\u1067-\\u106d\\u1083\\u1087-\\u108c\\u108f\\u109a-\\u109c\\u1a61\\u1a63\\u1a64\\uaa7b\\uaa7d\\u{11720}\\u{11721}])' +
  '[\\p{Mc}\\u0e33\\u0eb3]';

/**
 * An extended grapheme cluster of Unicode's annex 29, table 1c. `Intl.Segmenter` is not in every engine that runs the page; this pattern is,
 * and cuts a text at the same places for both peers.
 */
const CLUSTER = new RegExp(
  `(?:\\p{Regional_Indicator}{2}|${PICTURE}(?:${EXTEND}*\\u200d${PICTURE})*` +
    '|[\\u1100-\\u115f\\ua960-\\ua97c]*(?:[\\uac00-\\ud7a3]|[\\u1160-\\u11a7\\ud7b0-\\ud7c6])[\\u1160-\\u11a7\\ud7b0-\\ud7c6]*[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]*' +
    `|[\\u1100-\\u115f\\ua960-\\ua97c]+|${CONSONANT}(?:(?:${EXTEND}|\\u200d)*${LINKER}(?:${EXTEND}|\\u200d)*${CONSONANT})+` +
    `|.)(?:${EXTEND}|\\u200d|${SPACING})*`,
  'gsu',
);

/**
 * The characters of a text as a person counts them: a family of emoji or a letter with its accents is one. None is longer than
 * 16 code points: a longer cluster counts as several.
 */
export function charactersOf(text: string): string[] {
  return (text.match(CLUSTER) ?? []).flatMap((cluster) => {
    const points = Array.from(cluster);
    if (points.length <= MAX_CODE_POINTS) return [cluster];
    const pieces: string[] = [];
    for (let at = 0; at < points.length; at += MAX_CODE_POINTS) pieces.push(points.slice(at, at + MAX_CODE_POINTS).join(''));
    return pieces;
  });
}
