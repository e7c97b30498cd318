/** Longest name, in characters. */
const MAX_CHARACTERS = 20;
/** Characters that would hide text, turn it around or move the cursor; half characters; and those that only a private font has. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Whether a name that came from outside may be shown: 1 to 20 characters, none of which hides or turns around what stands beside it. */
export function isPlayerName(name: string): boolean {
  return name.trim() !== '' && [...name].length <= MAX_CHARACTERS && !UNFIT.test(name);
}
