/** Around the court and, with no picture yet, everywhere. */
export const VOID = 0x080c10;
/** Bottom and top of the court's gradient, as red, green, blue. */
export const FLOOR_TOP = [15, 25, 31] as const;
export const FLOOR_BOTTOM = [9, 15, 20] as const;
/** Centre line, frame and other marks on the floor. */
export const LINE = 0x8fb3bd;
export const BALL = 0xf4fbff;
/** By seat: warm on the left, cold on the right, far apart in lightness too for eyes that don't tell the hues apart. */
export const SEAT_COLORS = [0xffb454, 0x5cc8ff] as const;
