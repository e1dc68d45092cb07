package dev.versioned.testkit.contract;

import static dev.versioned.model.PublishResult.Outcome.CREATED;
import static dev.versioned.model.PublishResult.Outcome.UNCHANGED;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many concurrent callers, each with a separate repository, like separate processes. */
abstract class RepositoryRaces {
  private static final int THREADS = 32;

  private List<Artifact> processes = List.of();

  abstract RepositoryFixture fixture();

  @BeforeEach
  void fourProcesses() {
    processes = IntStream.range(0, 4).mapToObj(i -> fixture().elsewhere()).toList();
  }

  /** Returns how often each thread repeats its task. */
  private int each() {
    return Math.max(2, fixture().raceRounds() / 50);
  }

  /** Returns how many threads change one item: the time of their retries grows with the square. */
  private int contenders() {
    return fixture().raceRounds() < 100 ? THREADS / 4 : THREADS;
  }

  /** Returns how often a race is repeated: less often where only few rounds are wanted. */
  private int rounds(int most) {
    return fixture().raceRounds() < 100 ? Math.max(2, most / 4) : most;
  }

  private Artifact process(int thread) {
    return processes.get(thread % processes.size());
  }

  private static byte[] text(int thread, int i) {
    return ("version " + i + " of thread " + thread).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void publishersOfDifferentContentGetNumbersWithoutGapOrTwin() {
    List<List<Version>> published =
        Race.run(
            THREADS,
            thread -> {
              List<Version> own = new ArrayList<>();
              for (int i = 0; i < each(); i++) {
                PublishResult result = process(thread).publish(Content.of(text(thread, i)));
                assertThat(result.outcome()).isEqualTo(CREATED);
                assertThat(result.version().digest()).isEqualTo(Digest.of(text(thread, i)));
                own.add(result.version());
              }
              return own;
            });
    assertThat(published)
        .allSatisfy(own -> assertThat(own.stream().map(Version::number).toList()).isSorted());
    List<Version> all = published.stream().flatMap(Collection::stream).toList();
    assertThat(all.stream().map(version -> version.number().value()))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, (long) THREADS * each()).boxed().toList());
    assertThat(fixture().artifact().versions()).containsExactlyInAnyOrderElementsOf(all);
    Race.forEach(
        all.size(),
        i -> {
          Version version = all.get(i);
          // Verified against the digest while reading.
          return fixture().artifact().readBytes(version.number());
        });
  }

  @Test
  void publishersOfTheSameContentGetTheSameVersion() {
    for (int round = 1; round <= rounds(5); round++) {
      byte[] bytes = Samples.bytes(1000);
      List<PublishResult> results =
          Race.run(THREADS, thread -> process(thread).publish(Content.of(bytes)));
      long current = round;
      assertThat(results)
          .allSatisfy(result -> assertThat(result.number()).isEqualTo(number(current)));
      assertThat(results.stream().filter(result -> result.outcome() == CREATED)).hasSize(1);
      assertThat(results.stream().filter(result -> result.outcome() == UNCHANGED))
          .hasSize(THREADS - 1);
      assertThat(fixture().versionNumbers()).hasSize(round);
    }
  }

  @Test
  void publishersWithTheSameKeyGetTheSameVersion() {
    for (int round = 1; round <= rounds(5); round++) {
      byte[] bytes = Samples.bytes(1000);
      String key = "build-" + round;
      // Each asks for a new version; only the key shows that they are the same publish.
      List<PublishResult> results =
          Race.run(
              THREADS,
              thread ->
                  process(thread)
                      .publish(Content.of(bytes), p -> p.evenIfUnchanged().idempotencyKey(key)));
      assertThat(results.stream().map(PublishResult::version).distinct()).hasSize(1);
      assertThat(results.stream().filter(result -> result.outcome() == CREATED)).hasSize(1);
      assertThat(fixture().versionNumbers()).hasSize(round);
    }
  }

  @Test
  void readersNeverSeeHalfAPublish() {
    fixture().publish("the first");
    AtomicBoolean done = new AtomicBoolean();
    List<Long> newest =
        Race.run(
            4,
            thread -> {
              if (thread == 0) {
                for (int i = 0; i < rounds(50); i++) {
                  process(0).publish(Content.of(Samples.bytes(20_000)));
                }
                done.set(true);
              }
              long last = 0;
              boolean wasDone;
              do {
                wasDone = done.get();
                Version version = process(thread).resolve(Latest.LATEST);
                assertThat(version.number().value()).isGreaterThanOrEqualTo(last);
                assertThat(process(thread).readBytes(version.number()))
                    .hasSize((int) version.sizeBytes());
                last = version.number().value();
              } while (!wasDone);
              return last;
            });
    assertThat(newest).containsOnly(1L + rounds(50));
  }

  @Test
  void latestIsOneOfThePutsWhole() {
    List<Version> puts =
        Race.run(
            contenders(),
            thread -> process(thread).put(Content.of(text(thread, 0)), p -> p.by("" + thread)));
    Version latest = fixture().artifact().resolve(Latest.LATEST);
    assertThat(puts).contains(latest);
    assertThat(Digest.of(fixture().artifact().readBytes(Latest.LATEST))).isEqualTo(latest.digest());
    assertThat(fixture().artifact().publish().version().digest()).isEqualTo(latest.digest());
  }

  @Test
  void ledgerOfManyMoversIsAChain() {
    fixture().publishMany(4);
    fixture().live().create(Routing.to(number(1)));
    Race.run(
        contenders(),
        thread -> {
          AliasHandle live = process(thread).alias("LIVE");
          for (int i = 0; i < each(); i++) {
            VersionNumber version = number(1 + (thread + i) % 3);
            String reason = thread + "/" + i;
            if (i % 2 == 0) {
              live.pointTo(version, u -> u.reason(reason));
            } else {
              live.moveTo(
                  Routing.split(version, number(4), Weight.percent(10)), u -> u.reason(reason));
            }
          }
          return thread;
        });
    List<LedgerEntry> ledger = fixture().live().ledger().toList();
    assertThat(ledger).hasSize(contenders() * each() + 1);
    RepositoryRollbacks.assertChain(ledger);
    assertThat(ledger.stream().map(LedgerEntry::reason).distinct())
        .hasSize(contenders() * each() + 1);
    Routing routing = fixture().live().read().routing();
    assertThat(ledger.get(0).after()).contains(routing);
    for (long version = 1; version <= 4; version++) {
      assertThat(fixture().references(number(version)))
          .isEqualTo(routing.versions().contains(number(version)) ? 1 : 0);
    }
  }

  @Test
  void ofMovesThatExpectTheSameRevisionOneIsMade() {
    fixture().publishMany(2);
    fixture().live().create(Routing.to(number(1)));
    for (int round = 1; round <= rounds(10); round++) {
      long revision = round;
      List<Boolean> made =
          Race.run(
              THREADS,
              thread -> {
                try {
                  process(thread)
                      .alias("LIVE")
                      .pointTo(number(1 + thread % 2), u -> u.expectRevision(revision));
                  return true;
                } catch (RevisionConflictException e) {
                  assertThat(e.expected()).isEqualTo(revision);
                  assertThat(e.actual()).isEqualTo(revision + 1);
                  return false;
                }
              });
      assertThat(made.stream().filter(one -> one)).hasSize(1);
      assertThat(fixture().live().read().revision()).isEqualTo(revision + 1);
    }
  }

  @Test
  void aliasNeverPointsToADeletedVersion() {
    int rounds = fixture().raceRounds();
    fixture().publishMany(2);
    VersionNumber contested = number(2);
    fixture().live().pointTo(number(1));
    CyclicBarrier round = new CyclicBarrier(2);
    List<List<Boolean>> won =
        Race.run(
            2,
            thread -> {
              List<Boolean> own = new ArrayList<>();
              for (int i = 0; i < rounds; i++) {
                round.await();
                own.add(thread == 0 ? points(contested) : deletes(contested));
                round.await();
                if (thread == 0) {
                  assertEitherWon(contested, i);
                  fixture().live().pointTo(number(1));
                  fixture().artifact().restore(contested);
                }
              }
              return own;
            });
    for (int i = 0; i < rounds; i++) {
      assertThat(won.get(0).get(i)).as("pointed in round %s", i).isEqualTo(!won.get(1).get(i));
    }
  }

  private boolean points(VersionNumber version) {
    try {
      process(0).alias("LIVE").pointTo(version);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private boolean deletes(VersionNumber version) {
    try {
      process(1).delete(version);
      return true;
    } catch (VersionInUseException e) {
      return false;
    }
  }

  private void assertEitherWon(VersionNumber contested, int round) {
    boolean pointed = fixture().live().read().routing().versions().contains(contested);
    boolean deleted = fixture().artifact().find(contested).isEmpty();
    assertThat(pointed).as("pointed after round %s", round).isEqualTo(!deleted);
    if (deleted) {
      assertThat(fixture().artifact().versions(VersionState.DELETED)).hasSize(1);
    }
  }
}
