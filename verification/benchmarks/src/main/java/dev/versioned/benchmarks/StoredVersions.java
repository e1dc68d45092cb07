package dev.versioned.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.StoredForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes many versions into a table, faster than by publishing them. */
final class StoredVersions {
  /** DynamoDB's limit for one BatchWriteItem. */
  private static final int BATCH = 25;

  private static final int WRITERS = 4;

  private StoredVersions() {}

  /** Writes items without objects, because the bytes are not read here. */
  static void write(Servers servers, ArtifactName artifact, int versions) throws Exception {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        long first = 1 + (long) versions * writer / WRITERS;
        long last = (long) versions * (writer + 1) / WRITERS;
        writers.add(threads.submit(() -> write(servers, artifact, first, last, at)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    ArtifactRecord record =
        new ArtifactRecord(
            artifact,
            versions,
            Fingerprint.of(Digest.of(new byte[0]), "", Collections.emptySortedMap()).value(),
            "attempt-" + versions,
            at);
    servers.dynamoDb().putItem(r -> r.tableName(servers.bucket()).item(StoredForm.item(record)));
  }

  private static void write(
      Servers servers, ArtifactName artifact, long first, long last, Instant at) {
    for (long from = first; from <= last; from += BATCH) {
      List<WriteRequest> batch =
          LongStream.rangeClosed(from, Math.min(last, from + BATCH - 1))
              .mapToObj(number -> StoredForm.item(version(artifact, number, at)))
              .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
              .toList();
      write(servers, batch);
    }
  }

  private static void write(Servers servers, List<WriteRequest> batch) {
    Map<String, List<WriteRequest>> left = Map.of(servers.bucket(), batch);
    while (!left.isEmpty()) {
      Map<String, List<WriteRequest>> items = left;
      left = servers.dynamoDb().batchWriteItem(r -> r.requestItems(items)).unprocessedItems();
    }
  }

  private static VersionRecord version(ArtifactName artifact, long number, Instant at) {
    VersionNumber id = VersionNumber.of(number);
    Version version =
        new Version(
            artifact,
            id,
            Digest.of(Long.toString(number).getBytes(UTF_8)),
            SmallPublishes.SIZE,
            "application/octet-stream",
            "",
            "",
            Collections.emptySortedMap(),
            at,
            "ci",
            BlobKey.ofVersion(artifact, id, ""),
            Version.NO_PLACE);
    return new VersionRecord(version, "attempt-" + number);
  }
}
