// A vitest reporter that writes what `npm test` sums up, reasons of skipped tests included, as JSON
// `{passed, failed, skipped: [{name, reason}]}` to the file named in TEST_COUNTS_FILE.

import { writeFileSync } from 'node:fs';

export default class CountsReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const testModule of testModules) {
      // A file that cannot be loaded has errors and no tests, and must not pass for an empty one.
      counts.failed += testModule.errors().length;
      for (const test of testModule.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else {
          const name = `${testModule.relativeModuleId}: ${test.fullName}`;
          counts.skipped.push({ name, reason: note ?? '' });
        }
      }
    }
    const file = process.env.TEST_COUNTS_FILE;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
