package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Gc;
import dev.versioned.maintenance.GcReport;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.processes.Journal.Kind;
import dev.versioned.processes.Journal.Line;
import dev.versioned.testkit.EmbeddedAws;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishers, a deployer, a deleter and a collector, each a separate process, are killed at random
 * moments and restarted. Everything acknowledged to one of them must remain true.
 *
 * <p>{@code -Dversioned.kill.seconds=300} runs longer than the 60 seconds of the full build, and
 * {@code -Dversioned.kill.seed=…} repeats the random numbers of an earlier run; the scheduling of
 * the operating system still differs.
 */
@Tag("full")
class KilledProcessesTest {
  private static final Logger LOG = LoggerFactory.getLogger(KilledProcessesTest.class);
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("versioned.kill.seconds", 60));
  private static final long SEED = Long.getLong("versioned.kill.seed", System.nanoTime());

  private static final long LIMIT_NANOS = Duration.ofMinutes(5).toNanos();

  private final Random random = new Random(SEED);
  private final List<MortalProcess> processes = new ArrayList<>();
  private int kills;

  @Test
  void acknowledgedWorkSurvivesEveryKill(@TempDir Path directory) throws Exception {
    LOG.info("-Dversioned.kill.seed={} for {}", SEED, DURATION);
    try (LocalAws aws = EmbeddedAws.startOnDisk();
        LocalRepository local = LocalRepository.create(aws)) {
      try {
        for (Role role : MortalProcess.crew()) {
          processes.add(new MortalProcess(role, processes.size(), directory, local, random));
        }
        killForAWhile();
      } finally {
        processes.forEach(MortalProcess::close);
      }
      // Times are in whole seconds: a time written in this second may be slightly in the future.
      Thread.sleep(2_000);
      check(local.repository());
    }
  }

  private void killForAWhile() throws Exception {
    long end = System.nanoTime() + DURATION.toNanos();
    while (System.nanoTime() < end || !hasSeenEnough()) {
      assertThat(System.nanoTime()).as("far too little happened").isLessThan(end + LIMIT_NANOS);
      for (MortalProcess process : processes) {
        if (process.isDue()) {
          process.kill();
          kills++;
          process.restart(random);
        }
      }
      Thread.sleep(10);
    }
    // All at once, as in a machine failure.
    for (MortalProcess process : processes) {
      process.kill();
      kills++;
    }
  }

  /** On a busy machine, starting a process takes seconds. */
  private boolean hasSeenEnough() {
    return kills > 2 * processes.size()
        && lines(Kind.PUBLISHED).anyMatch(line -> !line.field(3).equals("-"))
        && lines(Kind.MOVED).findAny().isPresent()
        && lines(Kind.COLLECTED).findAny().isPresent();
  }

  private Stream<Line> lines(Kind kind) {
    return processes.stream().flatMap(process -> process.journal().read(kind).stream());
  }

  private void check(ArtifactRepository repository) {
    Gc collector = repository.gc().withGracePeriod(Duration.ZERO);
    GcReport collected = collector.run();
    assertThat(collected.failures()).isEmpty();
    assertThat(collector.plan()).isEmpty();
    assertThat(repository.fsck().verifyingDigests().violations()).isEmpty();
    int versions = checkVersions(repository);
    int keys = checkKeys(repository);
    int moves = checkMoves(repository);
    LOG.info(
        "{} kills; acknowledged: {} publishes of {} versions, {} moves; {} idempotency keys, {} of"
            + " them used again after a kill; refused: {}; collected during the run: {}, at the"
            + " end: {}",
        kills,
        lines(Kind.PUBLISHED).count(),
        versions,
        moves,
        keys,
        keysUsedAgain(),
        lines(Kind.REFUSED)
            .collect(Collectors.groupingBy(line -> line.field(0), Collectors.counting())),
        lines(Kind.COLLECTED).mapToLong(line -> line.number(0)).sum(),
        collected.tallies());
    // Deleted versions that nobody needs must not impede the checks.
    assertThat(collector.withUndeleteWindow(Duration.ZERO).run().failures()).isEmpty();
    assertThat(repository.fsck().verifyingDigests().violations()).isEmpty();
  }

  /** A version as named in a line. */
  private record Named(String artifact, VersionNumber number) {
    static Named of(Line line) {
      return new Named(line.field(0), VersionNumber.parse(line.field(1)));
    }
  }

  /** Checks that each version exists with its acknowledged digest, after a restore if necessary. */
  private int checkVersions(ArtifactRepository repository) {
    Map<Named, Digest> digests = new HashMap<>();
    lines(Kind.PUBLISHED)
        .forEach(
            line -> {
              Digest digest = Digest.parse(line.field(2));
              Digest other = digests.put(Named.of(line), digest);
              assertThat(other).as("%s", line).isIn(null, digest);
            });
    Set<Named> deleted = lines(Kind.DELETING).map(Named::of).collect(Collectors.toSet());
    digests.forEach(
        (name, digest) -> {
          Artifact artifact = repository.artifact(name.artifact());
          if (artifact.find(name.number()).isEmpty()) {
            assertThat(deleted).contains(name);
            artifact.restore(name.number());
          }
          assertThat(artifact.resolve(name.number()).digest()).as("%s", name).isEqualTo(digest);
          assertThat(Digest.of(artifact.readBytes(name.number()))).as("%s", name).isEqualTo(digest);
        });
    return digests.size();
  }

  /** Checks that each key has at most one version, and every acknowledgement is of that version. */
  private int checkKeys(ArtifactRepository repository) {
    Map<String, Set<VersionNumber>> byKey = new HashMap<>();
    repository
        .artifacts()
        .map(repository::artifact)
        .flatMap(artifact -> Stream.of(VersionState.values()).flatMap(artifact::versions))
        .filter(version -> version.metadata().containsKey(Role.KEY))
        .forEach(
            version ->
                byKey.computeIfAbsent(key(version), k -> new TreeSet<>()).add(version.number()));
    assertThat(byKey.values()).allMatch(numbers -> numbers.size() == 1);
    lines(Kind.PUBLISHED)
        .filter(line -> !line.field(3).equals("-"))
        .forEach(
            line ->
                assertThat(byKey.get(line.field(3)))
                    .as("%s", line)
                    .containsExactly(VersionNumber.parse(line.field(1))));
    return byKey.size();
  }

  private static String key(Version version) {
    return version.metadata().get(Role.KEY);
  }

  private long keysUsedAgain() {
    // A process that was told so goes on at once; after a kill, a process start lies between two
    // attempts.
    long again = 0;
    for (MortalProcess process : processes) {
      Set<String> open = new TreeSet<>();
      Set<String> orphaned = new TreeSet<>();
      for (Line line : process.journal().read()) {
        switch (line.kind()) {
          case PUBLISHING -> open.add(line.field(1));
          case READY -> orphaned.addAll(open);
          case PUBLISHED -> {
            open.remove(line.field(3));
            again += orphaned.remove(line.field(3)) ? 1 : 0;
          }
          default -> {}
        }
      }
    }
    return again;
  }

  /** Checks that each move is the row of its revision. */
  private int checkMoves(ArtifactRepository repository) {
    Map<String, Map<Long, LedgerEntry>> ledgers = new HashMap<>();
    repository
        .artifacts()
        .forEach(
            name ->
                ledgers.put(
                    name.value(),
                    repository
                        .artifact(name)
                        .alias(Role.ALIAS)
                        .ledger()
                        .collect(Collectors.toMap(LedgerEntry::revision, row -> row))));
    List<Line> moves = lines(Kind.MOVED).toList();
    for (Line line : moves) {
      LedgerEntry row = ledgers.get(line.field(0)).get(line.number(1));
      assertThat(row).as("%s", line).isNotNull();
      assertThat(row.by()).as("%s", line).isEqualTo(line.field(2));
      assertThat(row.after().map(Journal::text)).as("%s", line).contains(line.field(3));
    }
    return moves.size();
  }
}
