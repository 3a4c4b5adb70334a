/** Planted bugs by name: what a run must find, so that it is known to be able to. */
export const mutants = {
  "ack-before-commit": {
    title: "deliveries are acknowledged before anybody has stored them",
    backend: "postgres",
    options: {},
  },
  "effect-outside": {
    title: "a handler commits its effect apart from the mark that it was done",
    backend: "postgres",
    options: { kills: 12 },
  },
  "async-commit": {
    title: "the database answers before a commit is on the disk",
    backend: "postgres",
    options: { databaseSettings: { synchronous_commit: "off", wal_writer_delay: "10s" } },
  },
};
