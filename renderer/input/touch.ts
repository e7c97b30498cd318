/** Fingers and pens on the court. The one that came last steers; when it is lifted, the one before it does. */
export class Touch {
  /** Where each points, in court units; in the order in which they came. */
  readonly #fingers = new Map<number, number>();

  /** Where the steering finger points, in court units from the top; undefined without one. */
  get y(): number | undefined {
    let newest: number | undefined;
    for (const y of this.#fingers.values()) newest = y;
    return newest;
  }

  /** @param id of the pointer; the same one again is a new touch, the end of the old one was lost */
  touch(id: number, courtY: number): void {
    this.#fingers.delete(id);
    this.#fingers.set(id, courtY);
  }

  /** @param contact whether it still touches: a pen whose end was lost goes on moving in the air */
  move(id: number, courtY: number, contact: boolean): void {
    if (!this.#fingers.has(id)) return;
    if (contact) this.#fingers.set(id, courtY);
    else this.#fingers.delete(id);
  }

  /** It was lifted, cancelled, or its capture was lost. */
  lift(id: number): void {
    this.#fingers.delete(id);
  }

  /** Lets go of all. */
  rest(): void {
    this.#fingers.clear();
  }
}
