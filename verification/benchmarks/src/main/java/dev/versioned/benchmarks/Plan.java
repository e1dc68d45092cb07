package dev.versioned.benchmarks;

import java.util.List;

/**
 * The scope of a run.
 *
 * @param name its name on the command line
 * @param publishes the number of rounds of small publishes
 * @param transfers the sizes to upload and download, and how often
 * @param publishers the number of concurrent publishers
 * @param publishRounds their number of rounds
 * @param publishesEach the number of publishes of each of them in a round
 * @param histories the numbers of versions of the artifacts
 * @param historyRounds the number of rounds of operations on them
 * @param starts how often a JVM is started
 * @param files how many files of 1 MiB are uploaded and downloaded
 */
record Plan(
    String name,
    int publishes,
    List<Transfer> transfers,
    List<Integer> publishers,
    int publishRounds,
    int publishesEach,
    List<Integer> histories,
    int historyRounds,
    int starts,
    int files) {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  /**
   * A size, and a number of rounds.
   *
   * @param sizeBytes the size of the file
   * @param rounds how often each contender uploads and downloads it
   */
  record Transfer(long sizeBytes, int rounds) {
    @Override
    public String toString() {
      return sizeBytes >= GIB
          ? sizeBytes / GIB + " GiB"
          : sizeBytes >= MIB ? sizeBytes / MIB + " MiB" : sizeBytes / KIB + " KiB";
    }
  }

  /** Takes some seconds: shows that the program works, not how fast the library is. */
  static final Plan SMOKE =
      new Plan(
          "smoke",
          5,
          List.of(new Transfer(33 * MIB, 1)),
          List.of(1, 4),
          1,
          3,
          List.of(10, 60),
          3,
          1,
          20);

  /** Takes some minutes. */
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
          200,
          10,
          500);

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
          400,
          20,
          10_000);

  static Plan named(String name) {
    return List.of(SMOKE, QUICK, FULL).stream()
        .filter(plan -> plan.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Cannot run '" + name + "'\n" + Options.USAGE));
  }

  /** Returns this plan with the transfers of some sizes only. */
  Plan withSizes(List<String> sizes) {
    List<Transfer> kept =
        transfers.stream().filter(t -> sizes.contains(t.toString().replace(" ", ""))).toList();
    return new Plan(
        name,
        publishes,
        kept,
        publishers,
        publishRounds,
        publishesEach,
        histories,
        historyRounds,
        starts,
        files);
  }

  /** Returns this plan with at most this many rounds. */
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
        Math.min(most, historyRounds),
        Math.min(most, starts),
        files);
  }

  /**
   * Returns the number of rounds before those that count, for operations that take milliseconds.
   */
  int warmUps() {
    return Math.max(1, Math.min(200, publishes / 2));
  }
}
