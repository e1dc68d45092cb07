package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.fingerprint;
import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Registering, retiring and listing artifacts. A list may lag, so it is read until it is as
 * expected.
 */
abstract class CatalogArtifacts {
  private static final Duration LATENESS = Duration.ofSeconds(20);

  abstract CatalogFixture catalog();

  @Test
  void registeredArtifactHasNoNumberYet() {
    ArtifactRecord record = new ArtifactRecord(catalog().artifact(), 0, "", "", TIME);
    assertThat(catalog().store().register(catalog().artifact(), TIME)).isEqualTo(record);
    assertThat(catalog().store().findArtifact(catalog().artifact())).contains(record);
    assertListed(catalog().artifact());
  }

  @Test
  void registeredArtifactStaysAsItIs() {
    ArtifactRecord record = catalog().store().register(catalog().artifact(), TIME);
    assertThat(catalog().store().register(catalog().artifact(), TIME.plusSeconds(60)))
        .isEqualTo(record);
    assertThat(catalog().store().findArtifact(catalog().artifact())).contains(record);
  }

  @Test
  void numberedArtifactStaysAsItIs() {
    catalog().reserve("a", "attempt-1");
    ArtifactRecord record =
        new ArtifactRecord(catalog().artifact(), 1, fingerprint("a").value(), "attempt-1", TIME);
    assertThat(catalog().store().register(catalog().artifact(), TIME.plusSeconds(60)))
        .isEqualTo(record);
    assertListed(catalog().artifact());
  }

  @Test
  void retiredArtifactIsNotListedAndKeepsItsRecord() {
    catalog().reserve("a", "attempt-1");
    ArtifactRecord record = catalog().store().findArtifact(catalog().artifact()).orElseThrow();
    assertListed(catalog().artifact());
    assertThat(catalog().retire(1, 0)).isTrue();
    assertListed();
    assertThat(catalog().store().findArtifact(catalog().artifact())).contains(record);
    // A caller that received no reply reads again and repeats the call.
    assertThat(catalog().retire(1, 0)).isFalse();
    assertThat(catalog().retire(1, 1)).isTrue();
  }

  @Test
  void artifactWithAnotherLastNumberIsNotRetired() {
    catalog().reserve("a", "attempt-1");
    catalog().reserve("b", "attempt-2");
    assertThat(catalog().retire(1, 0)).isFalse();
    assertThat(catalog().retire(3, 0)).isFalse();
    assertListed(catalog().artifact());
  }

  @Test
  void reservationListsARetiredArtifactAgain() {
    catalog().reserve("a", "attempt-1");
    catalog().retire(1, 0);
    assertListed();
    assertThat(catalog().reserve("b", "attempt-2")).isEqualTo(new Reservation.Reserved(number(2)));
    assertListed(catalog().artifact());
  }

  @Test
  void restoreListsTheArtifactAndRefusesARetirementThatDidNotSeeIt() {
    catalog().reserve("a", "attempt-1");
    catalog().commit(1);
    ArtifactRecord seen = catalog().store().findArtifact(catalog().artifact()).orElseThrow();
    catalog().store().changeState(deletion());
    assertThat(catalog().store().restore(catalog().artifact(), number(1), TIME))
        .isInstanceOf(StateChange.Changed.class);
    assertThat(catalog().store().retire(seen, 0)).isFalse();
    assertListed(catalog().artifact());
    catalog().store().changeState(deletion());
    ArtifactRecord now = catalog().store().findArtifact(catalog().artifact()).orElseThrow();
    assertThat(catalog().store().retire(now, 0)).isTrue();
    assertThat(catalog().store().restore(catalog().artifact(), number(1), TIME))
        .isInstanceOf(StateChange.Changed.class);
    assertListed(catalog().artifact());
    assertThat(catalog().store().restore(catalog().artifact(), number(1), TIME))
        .isInstanceOf(StateChange.Unchanged.class);
  }

  private StateChange deletion() {
    return new StateChange(
        catalog().artifact(), number(1), VersionState.ACTIVE, VersionState.DELETED, TIME);
  }

  @Test
  void refusedReservationDoesNotListAnArtifactAgain() {
    catalog().reserve("a", "attempt-1");
    catalog().retire(1, 0);
    assertThat(catalog().reserve("a", "attempt-2")).isInstanceOf(Reservation.Refused.class);
    assertListed();
  }

  @Test
  void registrationListsARetiredArtifactAgain() {
    catalog().reserve("a", "attempt-1");
    ArtifactRecord record = catalog().store().findArtifact(catalog().artifact()).orElseThrow();
    catalog().retire(1, 0);
    assertListed();
    assertThat(catalog().store().register(catalog().artifact(), TIME.plusSeconds(60)))
        .isEqualTo(record);
    assertListed(catalog().artifact());
  }

  @Test
  void artifactsAreListedInAscendingOrderWhateverThePageSize() {
    List<ArtifactName> names =
        Stream.of("", "-", "-b", ".", "0", "1", "10", "2", "A", "Z", "_", "a", "b")
            .map(suffix -> ArtifactName.parse(catalog().artifact() + suffix))
            .toList();
    for (int i = names.size() - 1; i >= 0; i--) {
      CatalogFixture own = catalog().of(names.get(i));
      if (i % 2 == 0) {
        own.reserve("a", "attempt-1");
      } else {
        own.store().register(names.get(i), TIME);
      }
      own.commit(7);
    }
    assertListed(names.toArray(ArtifactName[]::new));
    for (int pageSize : new int[] {1, 2, 5, names.size(), 1000}) {
      assertThat(listed(pageSize)).as("in pages of %s", pageSize).isEqualTo(names);
    }
  }

  @Test
  void whatIsOnlyReadIsNotListed() {
    ArtifactName artifact = catalog().artifact();
    catalog().store().findArtifact(artifact);
    catalog().store().latest(artifact);
    catalog().store().findVersion(artifact, number(1));
    assertListed();
    assertThat(catalog().store().findArtifact(artifact)).isEmpty();
  }

  /**
   * Waits until exactly these artifacts are listed, among those whose names start with this test's.
   */
  private void assertListed(ArtifactName... expected) {
    long deadline = System.nanoTime() + LATENESS.toNanos();
    List<ArtifactName> listed = listed(100);
    while (!listed.equals(List.of(expected)) && System.nanoTime() < deadline) {
      listed = listed(100);
    }
    assertThat(listed).containsExactly(expected);
  }

  /**
   * Lists from just before this test's names to just behind them: the store may contain many
   * others.
   */
  private List<ArtifactName> listed(int pageSize) {
    String prefix = catalog().artifact().value();
    String before = prefix.substring(0, prefix.length() - 1);
    List<ArtifactName> listed = new ArrayList<>();
    @Nullable String last = before;
    while (last != null) {
      Page<ArtifactName> page = catalog().store().artifacts(last, pageSize);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
      assertThat(page.items()).isSorted();
      page.items().stream().filter(name -> name.value().startsWith(prefix)).forEach(listed::add);
      if (!page.hasMore()) {
        return listed;
      }
      assertThat(page.items()).as("a page that is not the last").isNotEmpty();
      String end = page.items().get(page.items().size() - 1).value();
      last = end.compareTo(prefix + "~") > 0 ? null : end;
    }
    return listed;
  }
}
