/** Longest name, in characters. */
export const MAX_NAME_CHARACTERS = 20;
/** Characters that would hide text, turn it around or move the cursor; half characters; and those that only a private font has. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
/** A character that is drawn as something: fillers, marks alone and the Braille blank are not. */
const DRAWN = /[^\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\u2800]/u;

/** Whether anything of a name can be seen. */
export function isDrawn(name: string): boolean {
  return DRAWN.test(name);
}

/** Whether a name may be shown: 1 to 20 characters, one of which can be seen, and none of which hides or turns around what stands beside it. */
export function isPlayerName(name: string): boolean {
  return isDrawn(name) && [...name].length <= MAX_NAME_CHARACTERS && !UNFIT.test(name);
}
