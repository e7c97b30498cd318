/** Letters of other alphabets that are drawn like a Latin one, and that one: Cyrillic and Greek, which people have on the same keyboard. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['АВЕЅІЈКМНОРСТУХѴԌԚԜҮ', 'ABESIJKMHOPCTYXVGQWY'],
  ['аеѕіјорсухѵԛԝүһԁӏ', 'aesijopcyxvqwyhdl'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ', 'ABEZHIKMNOPTYXCj'],
  ['οϲν', 'ocv'],
];

const latin = new Map(PAIRS.flatMap(([others, letters]) => Array.from(others, (other, i) => [other, letters[i] ?? other] as const)));

/** A text in which each letter that is drawn like a Latin one is that one. */
export function inLatin(text: string): string {
  return Array.from(text, (character) => latin.get(character) ?? character).join('');
}
