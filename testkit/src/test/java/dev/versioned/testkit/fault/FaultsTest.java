package dev.versioned.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect of each fault on a call, and on a repository. */
class FaultsTest {
  private static final ArtifactName NAME = ArtifactName.parse("checkout");
  private static final BlobKey KEY = BlobKey.ofUpload(NAME, "upload", "");
  private static final BlobHeader HEADER = new BlobHeader("a/b", "", "attempt");
  private static final byte[] BYTES = {1, 2, 3, 4};

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private FaultInjector faults = new FaultInjector(FaultScript.none());

  private BlobStore meeting(Fault fault) {
    faults = new FaultInjector(FaultScript.always(fault));
    return new FaultyBlobStore(blobs, faults);
  }

  private Artifact meeting(FaultScript script) {
    faults = new FaultInjector(script);
    return ArtifactRepository.of(
            new FaultyBlobStore(blobs, faults),
            new FaultyItemStore(items, faults),
            RepositorySettings.defaults().withPublishWait(Duration.ofMillis(1)))
        .artifact(NAME);
  }

  private static WriteResult write(BlobStore store) {
    return store.createFromStream(KEY, new ByteArrayInputStream(BYTES), HEADER);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL_BEFORE", "THROTTLE", "REFUSE", "LOSE_REQUEST", "BREAK_BODY"})
  void whatFailsBeforeDoesNothing(Fault fault) {
    BackendException e = catchThrowableOfType(BackendException.class, () -> write(meeting(fault)));
    assertThat(blobs.find(KEY)).isEmpty();
    assertThat(e.isRetryable()).isEqualTo(fault != Fault.REFUSE);
    assertThat(e.isOutcomeUnknown())
        .isEqualTo(fault == Fault.LOSE_REQUEST || fault == Fault.BREAK_BODY);
    assertThat(e).hasMessageContaining("CREATE_FROM_STREAM").hasMessageContaining(fault.name());
  }

  @Test
  void lostReplyKeepsTheEffect() {
    BackendException e =
        catchThrowableOfType(BackendException.class, () -> write(meeting(Fault.LOSE_REPLY)));
    assertThat(e.isOutcomeUnknown()).isTrue();
    assertThat(blobs.find(KEY)).isPresent();
  }

  @Test
  void secondOfTwoCallsMeetsTheFirst() {
    assertThat(write(meeting(Fault.APPLY_TWICE)))
        .isEqualTo(new WriteResult.Occupied(blobs.find(KEY).orElseThrow()));
  }

  @Test
  void lateWriteComesPastAnother() {
    BlobStore store = meeting(Fault.APPLY_LATE);
    assertThatThrownBy(() -> write(store)).isInstanceOf(BackendException.class);
    assertThat(blobs.find(KEY)).isEmpty();
    assertThat(faults.lateWrites()).isEqualTo(1);
    WriteResult other =
        blobs.createFromStream(KEY, InputStream.nullInputStream(), new BlobHeader("a/b", "", "b"));
    assertThat(faults.applyLate()).isTrue();
    assertThat(faults.applyLate()).isFalse();
    assertThat(other).isEqualTo(new WriteResult.Written(blobs.find(KEY).orElseThrow()));
  }

  @Test
  void contentionIsAnAnswerToATransactionAlone() {
    assertThat(write(meeting(Fault.CONTEND))).isInstanceOf(WriteResult.Written.class);
    Version v1 = meeting(FaultScript.none()).publish(Content.of("one")).version();
    Artifact artifact = meeting(FaultScript.nth(StoreOperation.MOVE, 1, Fault.CONTEND));
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    assertThat(faults.calls()).isGreaterThan(2);
  }

  @Test
  void writeOfOneItemContendsWithNothing() {
    PublishResult result =
        meeting(FaultScript.nth(StoreOperation.COMMIT, 1, Fault.CONTEND))
            .publish(Content.of("one"));
    assertThat(result.number()).isEqualTo(VersionNumber.of(1));
    long calls = faults.calls();
    // With a key the commit is a transaction, and is repeated.
    result =
        meeting(FaultScript.nth(StoreOperation.COMMIT, 1, Fault.CONTEND))
            .publish(Content.of("two"), o -> o.idempotencyKey("key"));
    assertThat(result.number()).isEqualTo(VersionNumber.of(2));
    assertThat(faults.calls()).isGreaterThan(calls + 1);
  }

  @Test
  void bodyBreaksOffInItsMiddle() throws IOException {
    write(blobs);
    try (InputStream in = meeting(Fault.BREAK_BODY).open(KEY).orElseThrow()) {
      assertThat(in.readNBytes(2)).containsExactly(1, 2);
      assertThat(catchThrowable(in::read)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bodyArrivesDamagedAndIsNotBelieved() throws IOException {
    write(blobs);
    try (InputStream in = meeting(Fault.CORRUPT_BODY).open(KEY).orElseThrow()) {
      assertThat(in.readAllBytes()).containsExactly(0, 2, 3, 4);
    }
    meeting(FaultScript.none()).publish(Content.of("one"));
    Artifact artifact = meeting(FaultScript.nth(StoreOperation.OPEN, 1, Fault.CORRUPT_BODY));
    assertThatThrownBy(() -> artifact.readBytes(VersionNumber.of(1)))
        .isInstanceOf(CorruptContentException.class);
  }

  static Stream<Arguments> faultsOfAPublish() {
    return Stream.of(StoreOperation.RESERVE, StoreOperation.CREATE, StoreOperation.COMMIT)
        .flatMap(
            operation ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.REFUSE && fault.concerns(operation))
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("faultsOfAPublish")
  void publishThatMeetsAFaultMakesOneVersionInTheEnd(StoreOperation operation, Fault fault) {
    Artifact artifact = meeting(FaultScript.nth(operation, 1, fault));
    PublishResult result;
    try {
      result = artifact.publish(Content.of("one"));
    } catch (BackendException e) {
      // The library repeats only a deciding write; for other calls the caller is told that it may
      // retry.
      assertThat(e.isRetryable()).isTrue();
      assertThat(operation).isNotEqualTo(StoreOperation.COMMIT);
      assertThat(artifact.versions()).isEmpty();
      result = artifact.publish(Content.of("one"));
    }
    while (faults.applyLate()) {}
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.versions()).containsExactly(result.version());
    assertThat(artifact.readBytes(result.number())).asString().isEqualTo("one");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_REPLY", "APPLY_TWICE", "LOSE_REQUEST", "APPLY_LATE"})
  void moveThatMeetsAFaultOnceMovesOnce(Fault fault) {
    Version v1 = meeting(FaultScript.none()).publish(Content.of("one")).version();
    Artifact artifact = meeting(FaultScript.nth(StoreOperation.MOVE, 1, fault));
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    while (faults.applyLate()) {}
    assertThat(artifact.alias("LIVE").ledger().map(LedgerEntry::revision)).containsExactly(1L);
  }

  @Test
  void faultThatDoesNotConcernACallLetsItPass() {
    assertThat(meeting(Fault.LOSE_REPLY).find(KEY)).isEqualTo(Optional.empty());
    assertThat(faults.calls()).isEqualTo(1);
  }
}
