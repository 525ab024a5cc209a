/** Says each test when it begins, too: a run that is cut off then tells which one it was. */
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

const nameOf = (test: TestCase): string => test.titlePath().filter(Boolean).join(' › ');

export default class Progress implements Reporter {
  onBegin(_config: FullConfig, suite: Suite): void {
    console.log(`${suite.allTests().length} tests`);
  }
  onTestBegin(test: TestCase): void {
    console.log(`begins: ${nameOf(test)}`);
  }
  onStdOut(text: string | Buffer): void {
    process.stdout.write(text);
  }
  onStdErr(text: string | Buffer): void {
    process.stderr.write(text);
  }
  onTestEnd(test: TestCase, result: TestResult): void {
    console.log(`${result.status === test.expectedStatus ? 'ends' : 'FAILS'}: ${nameOf(test)} (${result.duration} ms)`);
    for (const { message, stack } of result.errors) console.log(stack ?? message ?? 'an error without a message');
  }
}
