import { charactersOf, fits, type TextLimits } from 'paddlewire-netcode/text';

/**
 * What a field may hold of what was typed or pasted into it: as much before the caret as there is room for, and all behind it.
 * @param caret position of the caret, in UTF-16 units
 */
export function fitTyped(text: string, caret: number, limits: TextLimits): { readonly text: string; readonly caret: number } {
  const behind = text.slice(caret);
  const before = charactersOf(text.slice(0, caret));
  while (before.length > 0 && !fits(before.join('') + behind, limits)) before.pop();
  const kept = before.join('');
  return { text: kept + behind, caret: kept.length };
}
