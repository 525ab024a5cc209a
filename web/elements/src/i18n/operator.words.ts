/** The words of the operators’ door, web/console. */

export interface OperatorWords {
  readonly operators: {
    readonly title: string;
    readonly heading: string;
    readonly signIn: string;
    readonly notYet: string;
    readonly untilThen: string;
    readonly checksCodes: string;
    readonly openScanner: string;
  };
}
