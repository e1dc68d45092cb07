package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.CommitResult.Committed;
import dev.versioned.internal.record.CommitResult.KeyTaken;
import dev.versioned.internal.record.CommitResult.NumberTaken;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.model.ArtifactName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Committing and abandoning version numbers, and idempotency keys. */
abstract class CatalogCommits {
  private static final Instant EXPIRY = TIME.plusSeconds(3600);

  abstract CatalogFixture catalog();

  private CommitResult commit(long number, IdempotencyRecord key) {
    return catalog().store().commit(catalog().recordOf(number), key);
  }

  @Test
  void nothingExistsBeforeTheCommit() {
    catalog().reserve("a", "attempt-1");
    assertThat(catalog().find(1)).isEmpty();
    assertThat(catalog().versions()).isEmpty();
    assertThat(catalog().findKey("key")).isEmpty();
  }

  @Test
  void committedVersionExists() {
    VersionEntry.Committed entry = catalog().commit(1);
    assertThat(catalog().find(1)).contains(entry);
    assertThat(catalog().versions()).containsExactly(entry);
    assertThat(catalog().find(2)).isEmpty();
    assertThat(catalog().find(10)).isEmpty();
  }

  @Test
  void versionAndKeyAreCommittedTogether() {
    IdempotencyRecord key = catalog().record("key", 1, EXPIRY);
    assertThat(commit(1, key)).isEqualTo(new Committed());
    assertThat(catalog().find(1)).contains(catalog().entry(1));
    assertThat(catalog().findKey("key")).contains(key);
    assertThat(catalog().findKey("ke")).isEmpty();
    assertThat(catalog().findKey("key2")).isEmpty();
  }

  @Test
  void takenKeyKeepsTheVersionOut() {
    IdempotencyRecord key = catalog().record("key", 1, EXPIRY);
    commit(1, key);
    assertThat(commit(2, catalog().record("key", 2, EXPIRY))).isEqualTo(new KeyTaken(key));
    assertThat(catalog().find(2)).isEmpty();
    assertThat(catalog().findKey("key")).contains(key);
  }

  @Test
  void keyIsTakenUntilItExpires() {
    IdempotencyRecord last = catalog().record("last", 1, TIME.plusMillis(1));
    IdempotencyRecord over = catalog().record("over", 2, TIME);
    assertThat(commit(1, last)).isEqualTo(new Committed());
    assertThat(commit(2, over)).isEqualTo(new Committed());
    assertThat(catalog().findKey("over")).contains(over);

    assertThat(commit(3, catalog().record("last", 3, EXPIRY))).isEqualTo(new KeyTaken(last));
    IdempotencyRecord anew = catalog().record("over", 4, EXPIRY);
    assertThat(commit(4, anew)).isEqualTo(new Committed());
    assertThat(catalog().findKey("over")).contains(anew);
    assertThat(catalog().find(3)).isEmpty();
    assertThat(catalog().find(4)).contains(catalog().entry(4));
  }

  @Test
  void sameCommitAgainFindsItsOwnVersion() {
    IdempotencyRecord key = catalog().record("key", 1, EXPIRY);
    commit(1, key);
    assertThat(commit(1, key)).isEqualTo(new NumberTaken(catalog().recordOf(1)));
    assertThat(catalog().findKey("key")).contains(key);
  }

  @Test
  void takenNumberKeepsItsVersionAndRecordsNoKey() {
    VersionEntry.Committed first = catalog().commit(1);
    VersionRecord second = new VersionRecord(first.version(), "attempt-2");
    assertThat(catalog().store().commit(second, null)).isEqualTo(new NumberTaken(first.record()));
    assertThat(catalog().store().commit(second, catalog().record("key", 1, EXPIRY)))
        .isEqualTo(new NumberTaken(first.record()));
    assertThat(catalog().find(1)).contains(first);
    assertThat(catalog().findKey("key")).isEmpty();
  }

  @Test
  void takenNumberTakesPrecedenceOverTakenKey() {
    commit(1, catalog().record("key", 1, EXPIRY));
    catalog().commit(2);
    assertThat(commit(2, catalog().record("key", 2, EXPIRY)))
        .isEqualTo(new NumberTaken(catalog().recordOf(2)));
  }

  @Test
  void deletedVersionStillTakesItsNumber() {
    catalog().commit(1);
    catalog().delete(1);
    assertThat(commit(1, catalog().record("key", 1, EXPIRY)))
        .isEqualTo(new NumberTaken(catalog().recordOf(1)));
  }

  @Test
  void abandonedNumberCanNeverBeCommitted() {
    VersionEntry.Abandoned tombstone =
        new VersionEntry.Abandoned(catalog().artifact(), number(1), TIME);
    assertThat(catalog().store().abandon(catalog().artifact(), number(1), TIME))
        .isEqualTo(tombstone);
    assertThat(catalog().find(1)).contains(tombstone);
    assertThat(catalog().store().commit(catalog().recordOf(1), null))
        .isEqualTo(new NumberTaken(tombstone));
    assertThat(commit(1, catalog().record("key", 1, EXPIRY))).isEqualTo(new NumberTaken(tombstone));
    assertThat(catalog().find(1)).contains(tombstone);
    assertThat(catalog().findKey("key")).isEmpty();
  }

  @Test
  void abandonedNumberStaysAsItIs() {
    NumberRecord first = catalog().store().abandon(catalog().artifact(), number(1), TIME);
    assertThat(catalog().store().abandon(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(first);
    assertThat(catalog().store().findRecord(catalog().artifact(), number(1))).contains(first);
  }

  @Test
  void committedNumberCannotBeAbandoned() {
    VersionEntry.Committed entry = catalog().commit(1);
    assertThat(catalog().store().abandon(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(entry.record());
    assertThat(catalog().find(1)).contains(entry);
  }

  @Test
  void givenUpNumberCanNeverBeCommitted() {
    VersionEntry.GivenUp givenUp = new VersionEntry.GivenUp(catalog().artifact(), number(1), TIME);
    assertThat(catalog().store().giveUp(catalog().artifact(), number(1), TIME)).isEqualTo(givenUp);
    assertThat(catalog().find(1)).contains(givenUp);
    assertThat(catalog().store().commit(catalog().recordOf(1), null))
        .isEqualTo(new NumberTaken(givenUp));
    assertThat(commit(1, catalog().record("key", 1, EXPIRY))).isEqualTo(new NumberTaken(givenUp));
    assertThat(catalog().find(1)).contains(givenUp);
    assertThat(catalog().findKey("key")).isEmpty();
  }

  @Test
  void givenUpNumberStaysAsItIs() {
    NumberRecord first = catalog().store().giveUp(catalog().artifact(), number(1), TIME);
    assertThat(catalog().store().giveUp(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(first);
    assertThat(catalog().store().abandon(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(first);
    assertThat(catalog().store().findRecord(catalog().artifact(), number(1))).contains(first);
  }

  @Test
  void committedNumberCannotBeGivenUp() {
    VersionEntry.Committed entry = catalog().commit(1);
    assertThat(catalog().store().giveUp(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(entry.record());
    assertThat(catalog().find(1)).contains(entry);
  }

  @Test
  void abandonedNumberCannotBeGivenUp() {
    NumberRecord tombstone = catalog().store().abandon(catalog().artifact(), number(1), TIME);
    assertThat(catalog().store().giveUp(catalog().artifact(), number(1), TIME.plusSeconds(60)))
        .isEqualTo(tombstone);
    assertThat(catalog().store().findRecord(catalog().artifact(), number(1))).contains(tombstone);
  }

  @Test
  void freeKeyIsRecordedForAVersion() {
    catalog().commit(1);
    IdempotencyRecord key = catalog().record("key", 1, EXPIRY);
    assertThat(catalog().store().recordKey(key, TIME)).isEqualTo(new Committed());
    assertThat(catalog().findKey("key")).contains(key);
    assertThat(catalog().find(1)).contains(catalog().entry(1));
  }

  @Test
  void takenKeyIsNotRecordedAgain() {
    catalog().commit(1);
    IdempotencyRecord key = catalog().record("key", 1, EXPIRY);
    commit(2, key);
    assertThat(catalog().store().recordKey(catalog().record("key", 1, EXPIRY.plusSeconds(1)), TIME))
        .isEqualTo(new KeyTaken(key));
    assertThat(catalog().store().recordKey(key, TIME)).isEqualTo(new KeyTaken(key));
    assertThat(catalog().store().recordKey(key, EXPIRY.minusMillis(1)))
        .isEqualTo(new KeyTaken(key));
    assertThat(catalog().findKey("key")).contains(key);
  }

  @Test
  void expiredKeyIsRecordedAgain() {
    catalog().commit(1);
    catalog().store().recordKey(catalog().record("key", 1, EXPIRY), TIME);
    IdempotencyRecord anew = catalog().record("key", 1, EXPIRY.plusSeconds(60));
    assertThat(catalog().store().recordKey(anew, EXPIRY)).isEqualTo(new Committed());
    assertThat(catalog().findKey("key")).contains(anew);
  }

  @Test
  void keysAreEachArtifactsOwn() {
    CatalogFixture other = catalog().of(ArtifactName.parse(catalog().artifact() + ".b"));
    commit(1, catalog().record("key", 1, EXPIRY));
    assertThat(other.findKey("key")).isEmpty();
    assertThat(other.find(1)).isEmpty();
    IdempotencyRecord key = other.record("key", 1, EXPIRY);
    assertThat(other.store().commit(other.recordOf(1), key)).isEqualTo(new Committed());
    assertThat(catalog().findKey("key")).contains(catalog().record("key", 1, EXPIRY));
  }

  /** Keys that resemble those of a store's own records. */
  @Test
  void keyOfAnyTextIsAKey() {
    int number = 0;
    for (String text :
        new String[] {
          "000000000001",
          "1",
          "$LATEST",
          "#",
          "idem#x",
          "x#",
          "!\"%&'()*+,-./:;<=>?@[\\]^_`{|}~",
          "k".repeat(128)
        }) {
      IdempotencyRecord key = catalog().record(text, ++number, EXPIRY);
      assertThat(commit(number, key)).isEqualTo(new Committed());
      assertThat(catalog().findKey(text)).contains(key);
    }
    assertThat(catalog().versions()).hasSize(number);
    assertThat(catalog().workingCopy()).isEmpty();
    assertThat(catalog().store().findArtifact(catalog().artifact())).isEmpty();
  }
}
