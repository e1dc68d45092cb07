package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finding, opening, deleting and listing. */
abstract class BlobReading {
  abstract BlobFixture blobs();

  @Test
  void absentBlobIsNeitherFoundNorOpened() {
    blobs().create(blobs().key(1), Samples.bytes(10), "attempt-1");
    blobs().assertNothingAt(blobs().key(2));
    blobs().assertNothingAt(blobs().key(10));
  }

  @Test
  void blobMayBeReadSeveralTimesAtOnceAndInPart() throws IOException {
    byte[] bytes = Samples.bytes(3 * Samples.MIB);
    blobs().create(blobs().key(1), bytes, "attempt-1");
    try (InputStream part = blobs().store().open(blobs().key(1)).orElseThrow()) {
      assertThat(part.readNBytes(1000)).hasSize(1000);
      blobs().assertBytes(blobs().key(1), bytes);
    }
    blobs().assertBytes(blobs().key(1), bytes);
  }

  @Test
  void rangesAreExactlyTheRequestedBytes() throws IOException {
    byte[] bytes = Samples.bytes(300_000);
    BlobInfo blob = blobs().create(blobs().key(1), bytes, "attempt-1");
    int[][] ranges = {{0, 1}, {0, 300_000}, {299_999, 1}, {70_000, 130_001}};
    for (int[] range : ranges) {
      try (InputStream in = blobs().store().openRange(blob, range[0], range[1]).orElseThrow()) {
        assertThat(in.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(bytes, range[0], range[0] + range[1]));
      }
    }
  }

  @Test
  void rangeOfAnotherWriteOrOfNoneIsNotOpened() {
    BlobInfo blob = blobs().create(blobs().key(1), Samples.bytes(1000), "attempt-1");
    blobs().store().delete(blobs().key(1));
    assertThat(blobs().store().openRange(blob, 0, 10)).isEmpty();
    blobs().create(blobs().key(1), Samples.bytes(1000), "attempt-2");
    assertThat(blobs().store().openRange(blob, 0, 10)).isEmpty();
  }

  @Test
  void deletedBlobIsGoneAndItsNeighboursAreNot() {
    for (long number : new long[] {1, 10, 11}) {
      blobs().create(blobs().key(number), Samples.bytes(10), "attempt-1");
    }
    blobs().store().delete(blobs().key(1));
    blobs().assertNothingAt(blobs().key(1));
    assertThat(blobs().store().list(blobs().artifact()).map(BlobInfo::key))
        .containsExactly(blobs().key(10), blobs().key(11));
  }

  @Test
  void deletingSomethingMissingSucceeds() {
    blobs().store().delete(blobs().key(1));
    blobs().create(blobs().key(1), Samples.bytes(10), "attempt-1");
    blobs().store().delete(blobs().key(1));
    blobs().store().delete(blobs().key(1));
    blobs().assertNothingAt(blobs().key(1));
  }

  @Test
  void keyOfADeletedBlobIsFree() {
    blobs().create(blobs().key(1), Samples.bytes(10), "attempt-1");
    blobs().store().delete(blobs().key(1));
    byte[] bytes = Samples.bytes(20);
    BlobInfo again = blobs().create(blobs().key(1), bytes, "attempt-2");
    blobs().assertHolds(again, blobs().key(1), bytes, "attempt-2");
  }

  @Test
  void nothingIsListedOfAnArtifactWithoutBlobs() {
    assertThat(blobs().store().list(blobs().artifact())).isEmpty();
  }

  @Test
  void listIsInAscendingOrderOfTheKeys() {
    ArtifactName artifact = blobs().artifact();
    List<BlobKey> keys =
        Stream.concat(
                Stream.of(1L, 2L, 9L, 10L, 11L, 100L, VersionNumber.MAX).map(n -> blobs().key(n)),
                Stream.of("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ", "aZ_-9")
                    .map(id -> BlobKey.ofUpload(artifact, id, "")))
            .toList();
    List<BlobKey> backwards = new ArrayList<>(keys);
    backwards.sort(Comparator.comparing(BlobKey::value).reversed());
    backwards.forEach(key -> blobs().create(key, Samples.bytes(10), "attempt-1"));
    assertThat(blobs().store().list(artifact).map(BlobInfo::key)).containsExactlyElementsOf(keys);
  }

  @Test
  void artifactsWithSimilarNamesDoNotSeeOneAnother() {
    String name = blobs().artifact().value();
    List<ArtifactName> artifacts =
        Stream.of("", ".", "-", "_", ".b", "-b", "_b", "0", "a", "Z", ".latest")
            .map(suffix -> ArtifactName.parse(name + suffix))
            .toList();
    for (ArtifactName artifact : artifacts) {
      for (BlobKey key : keysOf(artifact)) {
        blobs().create(key, Samples.bytes(10), "attempt-1");
      }
    }
    for (ArtifactName artifact : artifacts) {
      assertThat(blobs().store().list(artifact).map(BlobInfo::key))
          .as("blobs of %s", artifact)
          .containsExactlyElementsOf(keysOf(artifact));
    }
  }

  private static List<BlobKey> keysOf(ArtifactName artifact) {
    return List.of(
        BlobKey.ofVersion(artifact, VersionNumber.of(1), ""),
        BlobKey.ofUpload(artifact, "upload", ""));
  }

  @Test
  void folderOfANumberIsListedAlone() {
    ArtifactName artifact = blobs().artifact();
    List<BlobKey> keys =
        Stream.of("", "a.jar", "z!-_.*'()", "x".repeat(200))
            .map(name -> BlobKey.ofVersion(artifact, VersionNumber.of(10), name))
            .sorted(Comparator.comparing(BlobKey::value))
            .toList();
    Stream.concat(keys.stream(), Stream.of(1L, 9L, 11L, 100L).map(n -> blobs().key(n)))
        .forEach(key -> blobs().create(key, Samples.bytes(10), "attempt-1"));
    assertThat(blobs().store().list(artifact, VersionNumber.of(10)).map(BlobInfo::key))
        .containsExactlyElementsOf(keys);
    assertThat(blobs().store().list(artifact, VersionNumber.of(2))).isEmpty();
  }

  /** Lists more than one page of S3, which has 1,000 keys. */
  @Test
  void longListIsComplete() {
    int count = 1_005;
    Race.forEach(count, i -> blobs().create(blobs().key(i + 1), new byte[1], "attempt-1"));
    assertThat(blobs().store().list(blobs().artifact()).map(blob -> blob.key().value()).toList())
        .hasSize(count)
        .isSorted()
        .doesNotHaveDuplicates();
    try (Stream<BlobInfo> list = blobs().store().list(blobs().artifact())) {
      assertThat(list.limit(1).map(BlobInfo::key)).containsExactly(blobs().key(1));
    }
  }
}
