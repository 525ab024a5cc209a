/** Ratings of services. */
import type { ChannelName, IndicatorName, LevelNumber, ReasonName, ServiceWay } from '../ratings.generated.js';

/** What a person can rate: a service that ended, as the city signed it. */
export interface ServiceTicket {
  /** 16 bytes as hexadecimal digits: whoever has those of a ticket without a pass may use it. */
  readonly ticketId: string;
  readonly officeId: string;
  /** By language tag; at least one. */
  readonly officeName: Readonly<Record<string, string>>;
  readonly itemId: string;
  readonly itemName: Readonly<Record<string, string>>;
  readonly channel: ChannelName;
  readonly way: ServiceWay;
  /** SHA-256 of the pass that was shown, as hexadecimal digits; null: whoever has the ticket may use it. */
  readonly passDigest: string | null;
  /** What a token is bound to, as hexadecimal digits. */
  readonly service: string;
  readonly endedUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** The key of its week on the loaded trust list, as hexadecimal digits; null: the list has none. */
  readonly ratingKey: string | null;
}

/** A rating to be sent: the token, and what the person says. */
export interface RatingContent {
  /** As the ticket's `service`, in bytes. */
  readonly service: Uint8Array;
  /** 32 bytes: the token's input. */
  readonly input: Uint8Array;
  /** 64 bytes: the token. */
  readonly output: Uint8Array;
  readonly level: LevelNumber;
  /** Those that the way of the service asks about; any of them, or none. */
  readonly indicators: Readonly<Partial<Record<IndicatorName, LevelNumber>>>;
  /** Only at the levels that open a case. */
  readonly reasons: readonly ReasonName[];
  /** At most 500 code points of one line. */
  readonly text: string;
  /** SHA-256 of the secret with which the rater reads and answers: exactly at the levels that open a case. */
  readonly replyDigest: Uint8Array | null;
}
