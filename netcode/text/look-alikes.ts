/** Cyrillic and Greek letters that are drawn like a Latin one, and that one: people have these alphabets on the same keyboard. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['АВЕЅІЈКМНОРСТУХѴԌԚԜҮ', 'ABESIJKMHOPCTYXVGQWY'],
  ['аеѕіјорсухѵԛԝүһԁӏ', 'aesijopcyxvqwyhdl'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ', 'ABEZHIKMNOPTYXCj'],
  ['οϲν', 'ocv'],
];

const latin = new Map(PAIRS.flatMap(([others, letters]) => Array.from(others, (other, i) => [other, letters[i] ?? other] as const)));

/** A text in which the Latin letter replaces each one that is drawn like it. */
export function inLatin(text: string): string {
  return Array.from(text, (character) => latin.get(character) ?? character).join('');
}
