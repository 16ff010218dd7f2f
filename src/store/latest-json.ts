/** The JSON of the record that was asked for last: a user that is made is written down first, and shown in the answer then. */
export class LatestJson {
  #record: object | undefined
  #json = ''

  of(record: object): string {
    if (record !== this.#record) {
      this.#json = JSON.stringify(record)
      this.#record = record
    }
    return this.#json
  }
}
