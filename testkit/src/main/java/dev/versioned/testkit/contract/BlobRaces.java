package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.BlobFixture.header;
import static dev.versioned.testkit.contract.BlobFixture.occupied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Concurrent writers of one key: exactly one wins, and the others are told so. */
abstract class BlobRaces {
  private static final int WRITERS = 16;

  /** The number of writers of content in parts, in a short race. */
  private static final int FEW_WRITERS = 6;

  /** The number of rounds of a long race. */
  private static final int ROUNDS = 20;

  /** S3's minimum for a part that is not the last. */
  private static final int PART = 5 * Samples.MIB;

  abstract BlobFixture blobs();

  /** Returns how often writers of small content race. */
  abstract int rounds();

  /** Writes one writer's bytes. */
  private interface Writer {
    WriteResult write(BlobKey key, byte[] bytes, String attemptId);
  }

  private WriteResult whole(BlobKey key, byte[] bytes, String attemptId) {
    return ByteSource.of(bytes).writeTo(blobs().store(), key, header(attemptId));
  }

  private WriteResult inParts(BlobKey key, byte[] bytes, String attemptId) {
    return ByteSource.inParts(bytes, PART).writeTo(blobs().store(), key, header(attemptId));
  }

  private WriteResult streamed(BlobKey key, byte[] bytes, String attemptId) {
    return blobs()
        .store()
        .createFromStream(key, new ByteArrayInputStream(bytes), header(attemptId));
  }

  @Test
  void ofWritersOfOneKeyOneWins() {
    race(rounds(), WRITERS, 1000, List.of(this::whole));
  }

  @Test
  void ofWritersInPartsOfOneKeyOneWins() {
    blobs().skipIf(BlobStoreDeviation.WRITERS_IN_PARTS_MAY_ALL_WIN);
    raceInParts(3, PART + 1000, List.of(this::inParts));
  }

  @Test
  void ofStreamingWritersOfOneKeyOneWins() {
    race(rounds(), WRITERS, 1000, List.of(this::streamed));
  }

  @Test
  void ofWritersOfLongStreamsToOneKeyOneWins() {
    blobs().skipIf(BlobStoreDeviation.WRITERS_IN_PARTS_MAY_ALL_WIN);
    raceInParts(2, Samples.PART + 1000, List.of(this::streamed));
  }

  @Test
  void ofWritersOfEveryKindOneWins() {
    blobs().skipIf(BlobStoreDeviation.WRITERS_IN_PARTS_MAY_ALL_WIN);
    raceInParts(3, PART + 1000, List.of(this::whole, this::inParts, this::streamed));
  }

  /** Races few rounds, because the content is large. */
  private void raceInParts(int longest, int size, List<Writer> writers) {
    int rounds = Math.max(1, longest * rounds() / ROUNDS);
    race(rounds, rounds() < ROUNDS ? FEW_WRITERS : WRITERS, size, writers);
  }

  private void race(int rounds, int count, int size, List<Writer> writers) {
    byte[][] bytes =
        IntStream.range(0, count).mapToObj(i -> Samples.bytes(size)).toArray(byte[][]::new);
    for (int round = 1; round <= rounds; round++) {
      BlobKey key = blobs().key(round);
      List<WriteResult> results =
          Race.run(
              count,
              i -> {
                Writer writer = writers.get(i % writers.size());
                return Race.answered(() -> writer.write(key, bytes[i], "writer-" + i));
              });
      assertOneWon(blobs(), key, results, bytes, "writer-");
    }
  }

  /**
   * Checks that exactly one has written, that its bytes are stored, and that all others were told
   * so.
   */
  static void assertOneWon(
      BlobFixture blobs, BlobKey key, List<WriteResult> results, byte[][] bytes, String prefix) {
    List<Integer> winners =
        IntStream.range(0, results.size())
            .filter(i -> results.get(i) instanceof WriteResult.Written)
            .boxed()
            .toList();
    assertThat(winners).as("winners at %s", key).hasSize(1);
    int winner = winners.get(0);
    BlobInfo written = BlobFixture.written(results.get(winner));
    blobs.assertHolds(written, key, bytes[winner], prefix + winner);
    blobs.assertNothingUnfinishedAt(key);
    for (int i = 0; i < results.size(); i++) {
      if (i != winner) {
        BlobInfo there = occupied(results.get(i));
        assertThat(there.attemptId()).isEqualTo(prefix + winner);
        assertThat(there.etag()).isEqualTo(written.etag());
      }
    }
  }

  @Test
  void readersSeeNothingOrTheWholeBlob() {
    byte[] bytes = Samples.bytes(3 * PART + 1000);
    Digest digest = Digest.of(bytes);
    BlobKey key = blobs().key(1);
    AtomicBoolean done = new AtomicBoolean();
    List<Set<Digest>> seen =
        Race.run(
            4,
            i -> {
              Set<Digest> digests = new HashSet<>();
              if (i == 0) {
                inParts(key, bytes, "writer");
                done.set(true);
              }
              boolean last;
              do {
                last = done.get();
                if (blobs().store().find(key).isPresent()) {
                  digests.add(Digest.of(blobs().read(key)));
                }
              } while (!last);
              return digests;
            });
    assertThat(seen).allSatisfy(digests -> assertThat(digests).containsExactly(digest));
  }
}
