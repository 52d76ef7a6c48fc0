// Something that cannot be trusted or read; `code` says why, as `elearn record verify` does.
export class Refused extends Error {
  constructor(code, detail = "") {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}
