/**
 * A number that is handed over in place: a double that is returned or passed on would be boxed wherever the call is not
 * inlined. A field is read in two instructions, where the only element of a `Float64Array` takes seven.
 */
export class Cell {
  value: number;

  constructor(value = 0) {
    // The engine keeps the field as a double from its first value on: a whole number would have to be converted later.
    this.value = 0.5;
    this.value = value;
  }
}
