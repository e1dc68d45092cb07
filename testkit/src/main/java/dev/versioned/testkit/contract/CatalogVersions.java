package dev.versioned.testkit.contract;

import static dev.versioned.model.VersionState.ACTIVE;
import static dev.versioned.model.VersionState.DELETED;
import static dev.versioned.model.VersionState.EXPIRED;
import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.CatalogFixture.to;
import static dev.versioned.testkit.contract.CatalogFixture.withState;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.StateChange.Changed;
import dev.versioned.internal.record.StateChange.Unchanged;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listing versions, and the changes of their states. */
abstract class CatalogVersions {
  private static final Instant LATER = TIME.plusMillis(123_456);

  abstract CatalogFixture catalog();

  private StateChange.Result change(long number, VersionState from, VersionState to) {
    return catalog()
        .store()
        .changeState(new StateChange(catalog().artifact(), number(number), from, to, LATER));
  }

  @Test
  void listIsNewestFirstWhateverThePageSize() {
    List<VersionEntry> expected = new ArrayList<>();
    for (long number : new long[] {VersionNumber.MAX, 1000, 100, 99, 11, 10, 9, 2, 1}) {
      expected.add(catalog().commit(number));
    }
    CatalogFixture.assertPages(expected, catalog()::versionsAfter);
  }

  @Test
  void listHasEveryEntryAndNothingElse() {
    catalog().reserve("a", "attempt-1");
    catalog().put("upload-1", 1);
    catalog().store().abandonUpload(catalog().artifact(), "000000000007", LATER);
    catalog().store().commit(catalog().recordOf(1), catalog().record("000000000008", 1, LATER));
    catalog().commit(2);
    catalog().commit(3);
    catalog().commit(5);
    catalog().delete(2);
    catalog().delete(3);
    catalog().change(3, DELETED, EXPIRED);
    catalog().store().abandon(catalog().artifact(), number(4), TIME);
    catalog().moveTo("LIVE", to(1));
    List<VersionEntry> expected =
        Stream.of(5, 4, 3, 2, 1).map(n -> catalog().find(n).orElseThrow()).toList();
    CatalogFixture.assertPages(expected, catalog()::versionsAfter);
  }

  @Test
  void listContinuesBelowANumberThatNeedNotExist() {
    for (long number : new long[] {1, 2, 5, 10}) {
      catalog().commit(number);
    }
    assertThat(below(11)).containsExactly(10L, 5L, 2L, 1L);
    assertThat(below(10)).containsExactly(5L, 2L, 1L);
    assertThat(below(4)).containsExactly(2L, 1L);
    assertThat(below(1)).isEmpty();
    assertThat(below(VersionNumber.MAX)).containsExactly(10L, 5L, 2L, 1L);
  }

  private List<Long> below(long before) {
    return catalog().store().versions(catalog().artifact(), number(before), 100).items().stream()
        .map(entry -> entry.number().value())
        .toList();
  }

  @Test
  void nothingIsListedOfAnArtifactWithoutVersions() {
    assertThat(catalog().store().versions(catalog().artifact(), null, 10).items()).isEmpty();
    assertThat(catalog().store().versions(catalog().artifact(), null, 10).hasMore()).isFalse();
  }

  @Test
  void artifactsWithSimilarNamesDoNotSeeOneAnother() {
    String name = catalog().artifact().value();
    List<CatalogFixture> artifacts =
        Stream.of("", ".", "-b", "_b", "0", "a")
            .map(suffix -> catalog().of(ArtifactName.parse(name + suffix)))
            .toList();
    for (int i = 0; i < artifacts.size(); i++) {
      artifacts.get(i).commit(i + 1);
    }
    for (int i = 0; i < artifacts.size(); i++) {
      assertThat(artifacts.get(i).versions()).containsExactly(artifacts.get(i).entry(i + 1));
    }
  }

  @Test
  void versionGoesThroughItsLife() {
    VersionEntry.Committed entry = catalog().commit(1);
    assertThat(change(1, ACTIVE, DELETED)).isEqualTo(new Changed());
    assertThat(catalog().find(1)).contains(withState(entry, DELETED, LATER));
    assertThat(change(1, DELETED, ACTIVE)).isEqualTo(new Changed());
    assertThat(catalog().find(1)).contains(withState(entry, ACTIVE, LATER));
    assertThat(change(1, ACTIVE, DELETED)).isEqualTo(new Changed());
    assertThat(change(1, DELETED, EXPIRED)).isEqualTo(new Changed());
    assertThat(catalog().find(1)).contains(withState(entry, EXPIRED, LATER));
    assertThat(catalog().versions()).containsExactly(withState(entry, EXPIRED, LATER));
  }

  @Test
  void versionThatIsNotInTheOldStateStaysAsItIs() {
    catalog().commit(1);
    for (VersionState from : List.of(DELETED, EXPIRED)) {
      assertThat(change(1, from, ACTIVE)).isEqualTo(new Unchanged(VersionStatus.INITIAL));
    }
    catalog().delete(1);
    VersionStatus deleted = status(1);
    assertThat(change(1, ACTIVE, DELETED)).isEqualTo(new Unchanged(deleted));
    assertThat(change(1, EXPIRED, ACTIVE)).isEqualTo(new Unchanged(deleted));
    assertThat(status(1)).isEqualTo(deleted);
  }

  @Test
  void versionThatCameToItsStateAtAnotherTimeStaysAsItIs() {
    catalog().commit(1);
    change(1, ACTIVE, DELETED);
    VersionStatus deleted = status(1);
    assertThat(expireIfDeletedAt(LATER.minusMillis(1))).isEqualTo(new Unchanged(deleted));
    assertThat(status(1)).isEqualTo(deleted);
    assertThat(expireIfDeletedAt(LATER)).isEqualTo(new Changed());
  }

  private StateChange.Result expireIfDeletedAt(Instant since) {
    return catalog()
        .store()
        .changeState(
            new StateChange(catalog().artifact(), number(1), DELETED, since, EXPIRED, LATER));
  }

  private VersionStatus status(long number) {
    return ((VersionEntry.Committed) catalog().find(number).orElseThrow()).status();
  }

  @Test
  void stateMakesNoVersion() {
    assertThat(change(1, DELETED, EXPIRED)).isEqualTo(new Unchanged(VersionStatus.INITIAL));
    assertThat(change(1, ACTIVE, DELETED)).isEqualTo(new Changed());
    assertThat(catalog().find(1)).isEmpty();
    assertThat(catalog().versions()).isEmpty();
  }

  @Test
  void abandonedNumberHasNoState() {
    catalog().store().abandon(catalog().artifact(), number(1), TIME);
    change(1, ACTIVE, DELETED);
    VersionEntry tombstone = new VersionEntry.Abandoned(catalog().artifact(), number(1), TIME);
    assertThat(catalog().find(1)).contains(tombstone);
    assertThat(catalog().versions()).containsExactly(tombstone);
  }

  @Test
  void versionThatIsReferredToCannotBeDeleted() {
    catalog().commit(1);
    catalog().commit(2);
    catalog().moveTo("LIVE", to(1));
    catalog().moveTo("BETA", to(1));
    assertRefused(1, 2);
    catalog().moveTo("LIVE", to(2));
    assertRefused(1, 1);
    catalog().delete("BETA");
    assertThat(change(1, ACTIVE, DELETED)).isEqualTo(new Changed());
    assertRefused(2, 1);
  }

  private void assertRefused(long number, long references) {
    assertThat(change(number, ACTIVE, DELETED))
        .isInstanceOfSatisfying(
            Unchanged.class,
            unchanged -> assertThat(unchanged.current()).isEqualTo(status(number)));
    assertThat(catalog().find(number))
        .get()
        .isInstanceOfSatisfying(
            VersionEntry.Committed.class,
            entry -> {
              assertThat(entry.state()).isEqualTo(ACTIVE);
              assertThat(entry.references()).isEqualTo(references);
              assertThat(entry.stateChangedAt()).isEqualTo(TIME);
            });
  }
}
