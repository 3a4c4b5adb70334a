import { type Connection, Query, type Submittable } from "pg";

/** A statement to be sent before another one. */
export interface LeadingStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The part of the driver's query that its types leave out. */
interface QueryMessages extends Submittable {
  prepare(connection: Connection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}

type Settled<R> = (error: Error | null, result: R) => void;

const ExtendedQuery = Query as unknown as new <R>(
  config: { readonly text: string; readonly values: readonly unknown[]; readonly queryMode: "extended" },
  values: undefined,
  callback: Settled<R>,
) => QueryMessages;

/** What the driver's connection can send. */
interface Wire {
  close(message: { readonly type: "S"; readonly name: string }): void;
  parse(message: { readonly name: string; readonly text: string }): void;
  bind(message: { readonly statement: string; readonly values: readonly (string | null)[] }): void;
  execute(message: object): void;
}

/** How often a plan is used before it is made anew: tables grow, and a plan for a small one must not outlive that. */
const mostUses = 500;

/** Statements that a connection has prepared: how often each was used, by its text. */
export type PreparedStatements = Map<string, { readonly name: string; uses: number }>;

/**
 * A statement and some before it, sent as one message: after the first that fails the server runs none of the rest. It
 * answers the rows of the last.
 */
class LedQuery<R> extends ExtendedQuery<R> {
  readonly #leading: readonly LeadingStatement[];
  readonly #prepared: PreparedStatements;
  #left: number;

  constructor(
    leading: readonly LeadingStatement[],
    { text, values }: LeadingStatement,
    prepared: PreparedStatements,
    settled: Settled<R>,
  ) {
    super({ text, values, queryMode: "extended" }, undefined, (error, result) => {
      // Whether it was prepared is open then; preparing it again is right in either case.
      if (error !== null) for (const lead of leading) unprepare(prepared, lead);
      settled(error, result);
    });
    this.#leading = leading;
    this.#prepared = prepared;
    this.#left = leading.length;
  }

  override prepare(connection: Connection): void {
    for (const lead of this.#leading) sendLeading(connection as unknown as Wire, lead, this.#prepared);
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#left === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#left === 0) super.handleCommandComplete(message, connection);
    else this.#left -= 1;
  }
}

const unprepare = (prepared: PreparedStatements, { text }: LeadingStatement): void => {
  const statement = prepared.get(text);
  if (statement !== undefined) statement.uses = 0;
};

const sendLeading = (wire: Wire, { text, values }: LeadingStatement, prepared: PreparedStatements): void => {
  const statement = prepared.get(text) ?? { name: `leading_${prepared.size}`, uses: 0 };
  prepared.set(text, statement);
  const { name } = statement;
  if (statement.uses % mostUses === 0) {
    wire.close({ type: "S", name });
    wire.parse({ name, text });
  }
  statement.uses += 1;
  wire.bind({ statement: name, values: values.map((value) => (value === null ? null : String(value))) });
  wire.execute({});
};

/** What the driver can be asked to run. */
interface Runner {
  query(query: Submittable): unknown;
}

/** Runs a statement with others before it in one exchange; rejects with the error of the first that fails. */
export const queryLed = <R>(
  client: Runner,
  leading: readonly LeadingStatement[],
  statement: LeadingStatement,
  prepared: PreparedStatements,
): Promise<R> =>
  new Promise((resolve, reject) => {
    const settled: Settled<R> = (error, result) => (error === null ? resolve(result) : reject(error));
    client.query(new LedQuery(leading, statement, prepared, settled));
  });
