package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies into another bucket and another table. */
class CopyTest {
  private static final LocalRepository FROM =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private static final LocalRepository TO =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));

  @TempDir private Path folder;
  private final Artifact source = FROM.repository().artifact("a" + System.nanoTime());

  @AfterAll
  static void remove() {
    FROM.close();
    TO.close();
  }

  @BeforeEach
  void fill() {
    for (int i = 1; i <= 10; i++) {
      source.publish(Content.of("content of " + i));
    }
    source.alias("LIVE").pointTo(source.resolve("3"));
  }

  @Test
  void importOfAVersionIsTwoRequests() {
    assertThat(FROM.repository().exportTo(folder).only(source.name()).run().versions())
        .isEqualTo(10);
    CountedCalls counted = new CountedCalls();
    try (Intercepted open = Intercepted.open(TO, settings -> settings, counted)) {
      List<String> calls =
          counted.during(
              () -> assertThat(open.repo().importFrom(folder).run().versions()).isEqualTo(10));
      assertThat(calls).filteredOn("PutObject"::equals).hasSize(10);
      // The counter, the records, the row of the ledger, the key of the move.
      assertThat(calls).filteredOn("PutItem"::equals).hasSize(13);
      assertThat(calls).filteredOn("TransactWriteItems"::equals).hasSize(1);
      assertThat(calls).hasSizeLessThan(35);
      List<String> again =
          counted.during(
              () ->
                  assertThat(open.repo().importFrom(folder).run().versionsSkipped()).isEqualTo(10));
      assertThat(again).containsOnly("GetItem", "Query").hasSizeLessThan(20);
    }
    assertEqualAndClean();
  }

  @Test
  void copyLandsInAnotherBucketAndTable() {
    CopyReport report = FROM.repository().copyTo(TO.repository()).only(source.name()).run();
    assertThat(report.versions()).isEqualTo(10);
    assertEqualAndClean();
    Version copied = TO.repository().artifact(source.name()).resolve("LIVE");
    assertThat(copied.uri().toString()).contains(TO.bucket());
  }

  private void assertEqualAndClean() {
    ArtifactRepository target = TO.repository();
    Artifact copy = target.artifact(source.name());
    try (Stream<Version> versions = source.versions()) {
      versions.forEach(v -> assertThat(copy.readBytes(v.number())).isEqualTo(source.readBytes(v)));
    }
    assertThat(copy.alias("LIVE").ledger().toList())
        .isEqualTo(source.alias("LIVE").ledger().toList());
    assertThat(target.fsck().only(source.name()).verifyingDigests().violations()).isEmpty();
  }

  @Test
  void targetOfOthersIsRefused() {
    try (ArtifactRepository mixed =
        S3DynamoRepository.builder()
            .bucket(FROM.bucket())
            .table(TO.table())
            .s3(TO.aws().s3())
            .dynamoDb(TO.aws().dynamoDb())
            .build()) {
      assertThatThrownBy(() -> FROM.repository().copyTo(mixed).only(source.name()).run())
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("belong");
      assertThat(TO.repository().artifact(source.name()).versions()).isEmpty();
    }
  }
}
