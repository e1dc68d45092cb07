package dev.versioned.benchmarks;

import java.util.List;

/**
 * How much is measured.
 *
 * @param name what it is called on the command line
 * @param publishes how many rounds of small publishes
 * @param transfers which sizes are sent and fetched, and how often
 * @param publishers how many publish at once
 * @param publishRounds how many rounds they do
 * @param publishesEach how many publishes each of them does in a round
 * @param histories how many versions the artifacts have
 * @param historyRounds how many rounds of operations on them
 */
record Plan(
    String name,
    int publishes,
    List<Transfer> transfers,
    List<Integer> publishers,
    int publishRounds,
    int publishesEach,
    List<Integer> histories,
    int historyRounds) {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  /**
   * A size, and how many rounds.
   *
   * @param sizeBytes of the file
   * @param rounds how often each contender sends and fetches it
   */
  record Transfer(long sizeBytes, int rounds) {
    @Override
    public String toString() {
      return sizeBytes >= GIB
          ? sizeBytes / GIB + " GiB"
          : sizeBytes >= MIB ? sizeBytes / MIB + " MiB" : sizeBytes / KIB + " KiB";
    }
  }

  /** Some seconds: shows that it works, not how fast. */
  static final Plan SMOKE =
      new Plan(
          "smoke", 5, List.of(new Transfer(33 * MIB, 1)), List.of(1, 4), 1, 3, List.of(10, 60), 3);

  /** Some minutes. */
  static final Plan QUICK =
      new Plan(
          "quick",
          400,
          List.of(
              new Transfer(KIB, 100),
              new Transfer(MIB, 30),
              new Transfer(64 * MIB, 7),
              new Transfer(256 * MIB, 5)),
          List.of(1, 8, 64),
          5,
          5,
          List.of(10, 10_000),
          200);

  /** Everything. */
  static final Plan FULL =
      new Plan(
          "full",
          1000,
          List.of(
              new Transfer(KIB, 200),
              new Transfer(64 * KIB, 100),
              new Transfer(MIB, 50),
              new Transfer(16 * MIB, 15),
              new Transfer(64 * MIB, 9),
              new Transfer(256 * MIB, 7),
              new Transfer(GIB, 7),
              new Transfer(4 * GIB, 3)),
          List.of(1, 4, 16, 64),
          5,
          10,
          List.of(10, 10_000, 1_000_000),
          400);

  static Plan named(String name) {
    return List.of(SMOKE, QUICK, FULL).stream()
        .filter(plan -> plan.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Cannot run '" + name + "'\n" + Options.USAGE));
  }

  /** Keeps the transfers of some sizes. */
  Plan withSizes(List<String> sizes) {
    List<Transfer> kept =
        transfers.stream().filter(t -> sizes.contains(t.toString().replace(" ", ""))).toList();
    return new Plan(
        name, publishes, kept, publishers, publishRounds, publishesEach, histories, historyRounds);
  }

  /** Lowers what is done more often. */
  Plan withRounds(int most) {
    return new Plan(
        name,
        Math.min(most, publishes),
        transfers.stream()
            .map(t -> new Transfer(t.sizeBytes(), Math.min(most, t.rounds())))
            .toList(),
        publishers,
        Math.min(most, publishRounds),
        publishesEach,
        histories,
        Math.min(most, historyRounds));
  }

  /** Rounds that are run before any counts: of operations that take milliseconds. */
  int warmUps() {
    return Math.max(1, Math.min(200, publishes / 2));
  }
}
