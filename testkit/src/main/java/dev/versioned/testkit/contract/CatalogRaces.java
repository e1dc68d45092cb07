package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.CatalogFixture.to;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Concurrent callers: every condition holds for exactly as many as it may. */
abstract class CatalogRaces {
  private static final int THREADS = 16;

  abstract CatalogFixture catalog();

  /** Returns how often callers race. */
  abstract int rounds();

  /** Returns the only index of a result of this kind. */
  private static int theOne(List<?> results, Class<?> kind) {
    List<Integer> which =
        IntStream.range(0, results.size())
            .filter(i -> kind.isInstance(results.get(i)))
            .boxed()
            .toList();
    assertThat(which).as("%s among %s", kind.getSimpleName(), results).hasSize(1);
    return which.get(0);
  }

  @Test
  void reservationsGetDistinctNumbersWithoutGaps() {
    int each = 10;
    List<List<Long>> numbers =
        Race.run(
            THREADS,
            thread ->
                IntStream.range(0, each)
                    .mapToObj(i -> "of " + thread + ", " + i)
                    .map(content -> Race.answered(() -> catalog().reserve(content, content)))
                    .map(result -> ((Reservation.Reserved) result).number().value())
                    .toList());
    assertThat(numbers).allSatisfy(own -> assertThat(own).isSorted());
    assertThat(numbers.stream().flatMap(Collection::stream))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, (long) THREADS * each).boxed().toList());
  }

  @Test
  void ofReservationsForTheSameContentOneIsGranted() {
    for (int round = 1; round <= rounds(); round++) {
      String content = "content " + round;
      List<Reservation.Result> results =
          Race.run(
              THREADS, i -> Race.answered(() -> catalog().reserve(content, content + " of " + i)));
      int winner = theOne(results, Reservation.Reserved.class);
      assertThat(results.get(winner)).isEqualTo(new Reservation.Reserved(number(round)));
      results.remove(winner);
      assertThat(results)
          .allSatisfy(
              result ->
                  assertThat(((Reservation.Refused) result).current().attemptId())
                      .isEqualTo(content + " of " + winner));
    }
  }

  @Test
  void ofReservationsAfterTheSameNumberOneIsGranted() {
    for (int round = 1; round <= rounds(); round++) {
      catalog().reserve("content " + round, "first of " + round);
      Reservation.Condition condition = new Reservation.LastNumberIs(number(2L * round - 1));
      List<Reservation.Result> results =
          Race.run(
              THREADS,
              i -> {
                Reservation wish = catalog().wish("content", Samples.id(), condition);
                return Race.answered(() -> catalog().store().reserve(wish));
              });
      int winner = theOne(results, Reservation.Reserved.class);
      assertThat(results.get(winner)).isEqualTo(new Reservation.Reserved(number(2L * round)));
    }
  }

  @Test
  void ofCommitsOfOneNumberOneIsDone() {
    for (int round = 1; round <= rounds(); round++) {
      Version version = catalog().entry(round).version();
      List<VersionRecord> records =
          IntStream.range(0, THREADS).mapToObj(i -> new VersionRecord(version, "of " + i)).toList();
      List<CommitResult> results =
          Race.run(
              THREADS, i -> Race.answered(() -> catalog().store().commit(records.get(i), null)));
      int winner = theOne(results, CommitResult.Committed.class);
      assertThat(catalog().find(round)).contains(records.get(winner).in(VersionStatus.INITIAL));
      results.remove(winner);
      assertThat(results).containsOnly(new CommitResult.NumberTaken(records.get(winner)));
    }
  }

  @Test
  void ofCommitsWithOneKeyOneIsDone() {
    Instant expiry = TIME.plusSeconds(3600);
    for (int round = 0; round < rounds(); round++) {
      String text = "key-" + round;
      int below = round * THREADS + 1;
      List<IdempotencyRecord> keys =
          IntStream.range(0, THREADS)
              .mapToObj(i -> catalog().record(text, below + i, expiry))
              .toList();
      List<CommitResult> results =
          Race.run(
              THREADS,
              i ->
                  Race.answered(
                      () -> catalog().store().commit(catalog().recordOf(below + i), keys.get(i))));
      int winner = theOne(results, CommitResult.Committed.class);
      assertThat(catalog().findKey(text)).contains(keys.get(winner));
      results.remove(winner);
      assertThat(results).containsOnly(new CommitResult.KeyTaken(keys.get(winner)));
      assertThat(catalog().versions().size()).isEqualTo(round + 1);
    }
  }

  @Test
  void numberIsCommittedOrAbandonedNeverBoth() {
    for (int round = 1; round <= rounds() * 2; round++) {
      int number = round;
      List<Object> results =
          Race.run(
              2,
              i ->
                  Race.answered(
                      () ->
                          i == 0
                              ? catalog().store().commit(catalog().recordOf(number), null)
                              : catalog()
                                  .store()
                                  .abandon(catalog().artifact(), number(number), TIME)));
      NumberRecord there =
          catalog().store().findRecord(catalog().artifact(), number(number)).orElseThrow();
      assertThat(results.get(1)).isEqualTo(there);
      assertThat(results.get(0))
          .isEqualTo(
              there instanceof VersionRecord
                  ? new CommitResult.Committed()
                  : new CommitResult.NumberTaken(there));
    }
  }

  @Test
  void ofMovesFromTheSameRevisionOneIsMade() {
    catalog().commitAll(THREADS);
    for (int round = 1; round <= rounds(); round++) {
      Optional<AliasEntry> there = catalog().find("LIVE");
      List<AliasMove> moves =
          IntStream.rangeClosed(1, THREADS)
              .mapToObj(number -> catalog().plan("LIVE", there, to(number)))
              .toList();
      List<AliasMove.Result> results = Race.run(THREADS, i -> catalog().move(moves.get(i)));
      int winner = theOne(results, AliasMove.Moved.class);
      AliasMove made = moves.get(winner);
      assertThat(catalog().find("LIVE")).contains(made.after());
      assertThat(catalog().ledger("LIVE")).hasSize(round).startsWith(made.row());
      results.remove(winner);
      assertThat(results).containsOnly(new AliasMove.RevisionDiffers(Optional.of(made.after())));
      for (int number = 1; number <= THREADS; number++) {
        assertThat(catalog().references(number)).isEqualTo(number == winner + 1 ? 1 : 0);
      }
    }
  }

  @Test
  void referencesOfManyAliasesAreCountedExactly() {
    catalog().commit(1);
    catalog().commit(2);
    Race.run(THREADS, i -> catalog().moveTo("alias-" + i, to(1)));
    assertThat(catalog().references(1)).isEqualTo(THREADS);
    Race.run(THREADS, i -> i % 2 == 0 ? catalog().moveTo("alias-" + i, to(2)) : i);
    assertThat(catalog().references(1)).isEqualTo(THREADS / 2);
    assertThat(catalog().references(2)).isEqualTo(THREADS / 2);
    Race.run(THREADS, i -> catalog().delete("alias-" + i));
    assertThat(catalog().references(1)).isZero();
    assertThat(catalog().references(2)).isZero();
  }

  @Test
  void versionIsDeletedOrPointedToNeverBoth() {
    int rounds = 5 * rounds();
    catalog().commitAll(rounds);
    for (int round = 1; round <= rounds; round++) {
      int number = round;
      Optional<AliasEntry> there = catalog().find("LIVE");
      AliasMove move = catalog().plan("LIVE", there, to(number));
      StateChange deletion =
          new StateChange(
              catalog().artifact(),
              number(number),
              VersionState.ACTIVE,
              VersionState.DELETED,
              TIME);
      List<Object> results =
          Race.run(
              2,
              i ->
                  i == 0
                      ? catalog().move(move)
                      : Race.answered(() -> catalog().store().changeState(deletion)));
      boolean moved = results.get(0) instanceof AliasMove.Moved;
      boolean deleted = results.get(1) instanceof StateChange.Changed;
      assertThat(moved).as("moved in round %s: %s", round, results).isEqualTo(!deleted);
      VersionEntry.Committed entry = (VersionEntry.Committed) catalog().find(number).orElseThrow();
      assertThat(entry.references()).isEqualTo(moved ? 1 : 0);
      assertThat(entry.state()).isEqualTo(moved ? VersionState.ACTIVE : VersionState.DELETED);
      assertThat(catalog().find("LIVE")).isEqualTo(moved ? Optional.of(move.after()) : there);
    }
  }

  @Test
  void ofSwapsOfTheSameRevisionOneIsMade() {
    for (int round = 1; round <= rounds(); round++) {
      int revision = round;
      List<WorkingCopy> copies =
          IntStream.range(0, THREADS)
              .mapToObj(i -> catalog().copy("upload-" + revision + "-" + i, revision, 0))
              .toList();
      List<WorkingCopy.SwapResult> results = Race.run(THREADS, i -> catalog().swap(copies.get(i)));
      WorkingCopy made = copies.get(theOne(results, WorkingCopy.Swapped.class));
      assertThat(catalog().workingCopy()).contains(made);
      assertThat(results)
          .containsOnly(
              new WorkingCopy.Swapped(), new WorkingCopy.RevisionDiffers(Optional.of(made)));
    }
  }

  @Test
  void uploadBecomesTheCopyOrIsAbandonedNeverBoth() {
    long revision = 0;
    for (int round = 1; round <= rounds() * 2; round++) {
      String upload = "upload-" + round;
      WorkingCopy next = catalog().copy(upload, revision + 1, 0);
      List<Object> results =
          Race.run(
              2,
              i ->
                  i == 0
                      ? catalog().swap(next)
                      : Race.answered(
                          () ->
                              catalog()
                                  .store()
                                  .abandonUpload(
                                      catalog().artifact(),
                                      upload,
                                      Instant.now().plusSeconds(3600))));
      boolean swapped = results.get(0) instanceof WorkingCopy.Swapped;
      boolean abandoned = (Boolean) results.get(1);
      assertThat(swapped).as("swapped in round %s: %s", round, results).isEqualTo(!abandoned);
      revision += swapped ? 1 : 0;
      assertThat(catalog().workingCopy().map(WorkingCopy::revision).orElse(0L)).isEqualTo(revision);
    }
  }
}
