/** Prints the attachments of each test. */
const attachments = {
  onTestCaseResult(test) {
    for (const { type, attachments } of test.artifacts()) console.log(`${test.name}: ${type} ${attachments[0].body}`)
  }
}

export default {
  test: { maxConcurrency: 64, testTimeout: 120_000, reporters: ['verbose', attachments], include: ['*.test.js'] }
}
