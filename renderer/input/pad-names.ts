/** Buttons of the standard mapping, by what is printed on most pads. */
const BUTTONS = [
  'A / ✕',
  'B / ○',
  'X / □',
  'Y / △',
  'Left shoulder',
  'Right shoulder',
  'Left trigger',
  'Right trigger',
  'Select',
  'Start',
  'Left stick pressed',
  'Right stick pressed',
  'D-pad ↑',
  'D-pad ↓',
  'D-pad ←',
  'D-pad →',
  'Home',
] as const;

/** Halves of the axes of the standard mapping. */
const AXES: Readonly<Record<string, string>> = {
  'axis0-': 'Left stick ←',
  'axis0+': 'Left stick →',
  'axis1-': 'Left stick ↑',
  'axis1+': 'Left stick ↓',
  'axis2-': 'Right stick ←',
  'axis2+': 'Right stick →',
  'axis3-': 'Right stick ↑',
  'axis3+': 'Right stick ↓',
};

/** A button or half of an axis as people name it. @param input such as `button12` or `axis1-` */
export function padInputName(input: string): string {
  if (input.startsWith('button')) {
    const number = Number(input.slice('button'.length));
    return BUTTONS[number] ?? `Button ${number + 1}`;
  }
  return AXES[input] ?? `Axis ${Number.parseInt(input.slice('axis'.length), 10) + 1} ${input.endsWith('-') ? '−' : '+'}`;
}
