package dev.versioned.testkit.contract;

import static dev.versioned.model.VersionState.ACTIVE;
import static dev.versioned.model.VersionState.DELETED;
import static dev.versioned.model.VersionState.EXPIRED;
import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.internal.record.WorkingCopy.RevisionDiffers;
import dev.versioned.internal.record.WorkingCopy.UploadAbandoned;
import dev.versioned.model.ArtifactName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The working copy, its uploads' tombstones, and the newest version. */
abstract class CatalogLatest {
  abstract CatalogFixture catalog();

  private boolean abandon(String uploadId) {
    // In the future: a store may remove an expired tombstone.
    Instant expiresAt = Instant.now().plusSeconds(86_400);
    return Race.answered(
        () -> catalog().store().abandonUpload(catalog().artifact(), uploadId, expiresAt));
  }

  @Test
  void unknownArtifactHasNeitherCopyNorVersion() {
    assertThat(catalog().store().latest(catalog().artifact()))
        .isEqualTo(new LatestView(Optional.empty(), Optional.empty()));
  }

  @Test
  void newestVersionIsTheActiveOneOfTheHighestNumber() {
    catalog().commit(9);
    catalog().commit(10);
    catalog().commit(2);
    assertThat(catalog().store().latest(catalog().artifact()))
        .isEqualTo(new LatestView(Optional.empty(), Optional.of(catalog().entry(10))));
  }

  @Test
  void newestVersionIsBelowDeletedAndAbandonedOnes() {
    catalog().commitAll(65);
    Race.forEach(60, i -> catalog().store().changeState(deletion(i + 6)));
    catalog().change(7, DELETED, EXPIRED);
    catalog().change(65, DELETED, EXPIRED);
    catalog().store().abandon(catalog().artifact(), number(66), TIME);
    catalog().store().abandon(catalog().artifact(), number(67), TIME);
    assertThat(catalog().store().latest(catalog().artifact()).newest())
        .contains(catalog().entry(5));
    catalog().delete(5);
    catalog().delete(4);
    catalog().delete(3);
    catalog().delete(2);
    catalog().delete(1);
    assertThat(catalog().store().latest(catalog().artifact()).newest()).isEmpty();
  }

  private StateChange deletion(long number) {
    return new StateChange(catalog().artifact(), number(number), ACTIVE, DELETED, TIME);
  }

  @Test
  void copyAndVersionAreSeenTogether() {
    WorkingCopy copy = catalog().put("upload-1", 1);
    catalog().commit(1);
    assertThat(catalog().store().latest(catalog().artifact()))
        .isEqualTo(new LatestView(Optional.of(copy), Optional.of(catalog().entry(1))));
  }

  @Test
  void copyTakesThePlaceOfTheOneBefore() {
    catalog().put("upload-1", 1);
    catalog().put("upload-2", 2);
    WorkingCopy third = catalog().put("upload-3", 3);
    assertThat(catalog().workingCopy()).contains(third);
  }

  @Test
  void copyOfAnotherRevisionReturnsTheCurrentOne() {
    assertThat(catalog().swap(catalog().copy("upload-1", 2, 0)))
        .isEqualTo(new RevisionDiffers(Optional.empty()));
    assertThat(catalog().workingCopy()).isEmpty();
    catalog().put("upload-1", 1);
    WorkingCopy second = catalog().put("upload-2", 2);
    for (long revision : new long[] {1, 2, 4}) {
      assertThat(catalog().swap(catalog().copy("upload-3", revision, 0)))
          .isEqualTo(new RevisionDiffers(Optional.of(second)));
    }
    assertThat(catalog().workingCopy()).contains(second);
  }

  @Test
  void sameSwapAgainFindsItsOwnCopy() {
    WorkingCopy first = catalog().put("upload-1", 1);
    assertThat(catalog().swap(first)).isEqualTo(new RevisionDiffers(Optional.of(first)));
  }

  private boolean retire(long latestRevision) {
    return catalog().retire(0, latestRevision);
  }

  @Test
  void removedCopyIsGoneAndItsRevisionsContinue() {
    catalog().store().register(catalog().artifact(), TIME);
    WorkingCopy first = catalog().put("upload-1", 1);
    catalog().put("upload-2", 2);
    assertThat(retire(2)).isTrue();
    assertThat(catalog().workingCopy()).isEmpty();
    assertThat(retire(2)).isFalse();
    assertThat(catalog().store().findLatestRevision(catalog().artifact()))
        .isEqualTo(new Catalog.LatestRevision(3, true));
    assertThat(catalog().swap(first)).isEqualTo(new RevisionDiffers(3, Optional.empty()));
    catalog().put("upload-3", 4);
  }

  @Test
  void copyOfAnotherRevisionIsNotRemoved() {
    catalog().store().register(catalog().artifact(), TIME);
    WorkingCopy copy = catalog().put("upload-1", 1);
    assertThat(retire(2)).isFalse();
    assertThat(retire(0)).isFalse();
    assertThat(catalog().workingCopy()).contains(copy);
    String name = catalog().artifact().value();
    String before = name.substring(0, name.length() - 1);
    assertThat(catalog().store().artifacts(before, 1).items())
        .containsExactly(catalog().artifact());
  }

  @Test
  void removalOfNothingRefusesAPutThatSawNothing() {
    catalog().store().register(catalog().artifact(), TIME);
    assertThat(retire(0)).isTrue();
    assertThat(catalog().workingCopy()).isEmpty();
    WorkingCopy late = catalog().copy("upload-1", 1, 0);
    assertThat(catalog().swap(late)).isEqualTo(new RevisionDiffers(1, Optional.empty()));
  }

  @Test
  void abandonedUploadCannotBecomeTheCopy() {
    assertThat(abandon("upload-1")).isTrue();
    assertThat(catalog().swap(catalog().copy("upload-1", 1, 0))).isEqualTo(new UploadAbandoned());
    assertThat(catalog().workingCopy()).isEmpty();
    WorkingCopy copy = catalog().put("upload-2", 1);
    assertThat(catalog().swap(catalog().copy("upload-1", 2, 0))).isEqualTo(new UploadAbandoned());
    assertThat(catalog().workingCopy()).contains(copy);
    assertThat(abandon("upload-1")).isTrue();
  }

  @Test
  void uploadThatIsTheCopyCannotBeAbandoned() {
    WorkingCopy copy = catalog().put("upload-1", 1);
    assertThat(abandon("upload-1")).isFalse();
    assertThat(catalog().workingCopy()).contains(copy);
    // Nothing changed: there is still no tombstone.
    catalog().put("upload-1", 2);
  }

  @Test
  void uploadThatWasTheCopyCanBeAbandoned() {
    catalog().put("upload-1", 1);
    WorkingCopy second = catalog().put("upload-2", 2);
    assertThat(abandon("upload-1")).isTrue();
    assertThat(catalog().workingCopy()).contains(second);
    assertThat(catalog().swap(catalog().copy("upload-1", 3, 0))).isEqualTo(new UploadAbandoned());
  }

  @Test
  void otherUploadsAreNotAbandoned() {
    CatalogFixture other = catalog().of(ArtifactName.parse(catalog().artifact() + ".b"));
    assertThat(abandon("upload-1")).isTrue();
    other.put("upload-1", 1);
    catalog().put("upload-10", 1);
    catalog().put("upload-", 2);
    assertThat(other.workingCopy().orElseThrow().version().artifact()).isEqualTo(other.artifact());
  }
}
