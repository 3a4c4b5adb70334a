/** Planted bugs by name: what a run must find, by which check. Each is given the faults that show it. */
export const mutants = {
  "ack-before-commit": {
    title: "deliveries are acknowledged before anybody has stored them",
    foundBy: "accepted events that are stored",
    backend: "postgres",
    options: { faults: [1, 4], kills: 6, writes: 0 },
  },
  "effect-outside": {
    title: "a handler commits its effect apart from the mark that it was done",
    foundBy: "effects done twice",
    backend: "postgres",
    options: { faults: [1], kills: 8, writes: 0 },
  },
  "async-commit": {
    title: "the database answers before a commit is on the disk",
    foundBy: "accepted events that are stored",
    backend: "postgres",
    options: {
      faults: [4, 6],
      kills: 1,
      databaseKills: 3,
      writes: 0,
      databaseSettings: { synchronous_commit: "off", wal_writer_delay: "10s" },
    },
  },
};
