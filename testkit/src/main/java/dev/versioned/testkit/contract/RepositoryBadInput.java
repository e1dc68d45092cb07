package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static dev.versioned.testkit.contract.Samples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.PublishOptions;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Invalid input is refused with a type and a message that help, and changes nothing. */
abstract class RepositoryBadInput {
  private static final String LONG_NAME = "n".repeat(129);

  private Path directory;

  abstract RepositoryFixture fixture();

  @BeforeEach
  void useDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  private Artifact artifact() {
    return fixture().artifact();
  }

  private DynamicTest refused(String name, String hint, ThrowingCallable call) {
    return refused(name, IllegalArgumentException.class, hint, call);
  }

  /**
   * Returns a test of a call that fails with this type, and with a message that names the operation
   * and contains a hint.
   */
  private DynamicTest refused(
      String name, Class<? extends Exception> type, String hint, ThrowingCallable call) {
    return dynamicTest(
        name,
        () -> {
          assertThatThrownBy(call)
              .isInstanceOf(type)
              .hasMessageStartingWith("Cannot ")
              .hasMessageContaining(hint);
          fixture().assertNothingLeft();
        });
  }

  @TestFactory
  Stream<DynamicTest> badArtifactNames() {
    return Stream.of("", "a/b", "/", ".", "..", "-a", "_a", "a b", "ä", "a\n", "a#b", LONG_NAME)
        .map(
            name ->
                refused(
                    "'" + name.strip() + "'",
                    "artifact name",
                    () -> fixture().repository().artifact(name).publish(Content.of("a"))));
  }

  @TestFactory
  Stream<DynamicTest> badAliasNames() {
    return Stream.of("", "a/b", "..", "a.b", "7", "12345", "$LATEST", "a b", "ä", "a\n", LONG_NAME)
        .map(
            name ->
                refused(
                    "'" + name.strip() + "'",
                    "alias name",
                    () -> artifact().alias(name).pointTo(Latest.LATEST)));
  }

  @Test
  void longestNamesAreGood() {
    Artifact artifact =
        fixture().repository().artifact(("n".repeat(96) + Samples.id()).substring(0, 128));
    artifact.publish(Content.of("a"));
    String alias = "L".repeat(128);
    artifact.alias(alias).pointTo(number(1));
    assertThat(artifact.resolve(alias).number()).isEqualTo(number(1));
    assertThat(artifact.alias(alias).ledger()).hasSize(1);
  }

  @TestFactory
  Stream<DynamicTest> badQualifiers() {
    return Stream.of("", "0", "1.5", "1234567890123", "$latest", "LATEST$", "a/b", "a b")
        .map(text -> refused("'" + text + "'", text, () -> artifact().resolve(text)));
  }

  @TestFactory
  Stream<DynamicTest> badVersionNumbers() {
    return Stream.of(0L, -1L, VersionNumber.MAX + 1)
        .map(
            value ->
                refused(
                    value.toString(),
                    value.toString(),
                    () -> artifact().delete(VersionNumber.of(value))));
  }

  @TestFactory
  Stream<DynamicTest> badWeights() {
    return Stream.of(
        refused("100.01 %", "100", () -> Weight.percent(100.01)),
        refused("-1 %", "-1", () -> Weight.percent(-1)),
        refused("0.001 %", "basis point", () -> Weight.percent(0.001)),
        refused("33.333 %", "basis point", () -> Weight.percent(33.333)),
        refused("no number", "not a number", () -> Weight.percent(Double.NaN)),
        refused("infinite", "not a number", () -> Weight.fraction(Double.POSITIVE_INFINITY)),
        refused("fraction 1.1", "1.1", () -> Weight.fraction(1.1)),
        refused("fraction 0.00001", "basis point", () -> Weight.fraction(0.00001)),
        refused("10001 basis points", "10001", () -> Weight.basisPoints(10_001)),
        refused("-1 basis points", "-1", () -> Weight.basisPoints(-1)),
        refused("text without unit", "'10'", () -> Weight.parse("10")),
        refused("text without number", "'%'", () -> Weight.parse("%")));
  }

  @TestFactory
  Stream<DynamicTest> badRoutings() {
    Weight half = Weight.percent(50);
    Weight more = Weight.percent(50.01);
    Map<VersionNumber, Weight> tooMuch = Map.of(number(2), half, number(3), more);
    return Stream.of(
        refused("over 100 %", "100 %", () -> Routing.weighted(number(1), tooMuch)),
        refused("twice", "both", () -> Routing.split(number(1), number(1), half)),
        refused(
            "$LATEST in a split",
            "$LATEST",
            () -> new Routing(Latest.LATEST, new TreeMap<>(Map.of(number(1), half)))));
  }

  @Test
  void latestIsNotSplit() {
    artifact().put(Content.of("a"));
    fixture().publish("a");
    fixture().live().pointTo(Latest.LATEST);
    assertThatThrownBy(() -> fixture().live().weigh(number(1), Weight.percent(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$LATEST");
    assertThat(fixture().live().read().revision()).isEqualTo(1);
  }

  @TestFactory
  Stream<DynamicTest> unknownVersions() {
    return Stream.of(
        refused(
            "pointed to",
            NotFoundException.class,
            fixture().name() + ":7",
            () -> fixture().live().pointTo(number(7))),
        refused(
            "in a split",
            NotFoundException.class,
            fixture().name() + ":7",
            () -> fixture().live().moveTo(Routing.split(number(7), number(8), Weight.percent(1)))),
        refused(
            "restored",
            NotFoundException.class,
            fixture().name() + ":7",
            () -> artifact().restore(number(7))),
        refused(
            "read",
            NotFoundException.class,
            fixture().name() + ":7",
            () -> artifact().readBytes(VersionNumber.of(7))));
  }

  @TestFactory
  Stream<DynamicTest> badOptions() {
    return Stream.of(
        option("description of 257 characters", "257", p -> p.description("d".repeat(257))),
        option("metadata without name", "metadata", p -> p.metadata("", "v")),
        option("metadata name with a space", "'a b'", p -> p.metadata("a b", "v")),
        option("metadata name of 129", "metadata", p -> p.metadata(LONG_NAME, "v")),
        option("too much metadata", "4096", p -> p.metadata("k", "ä".repeat(2048))),
        option("empty key", "idempotency key", p -> p.idempotencyKey("")),
        option("key with a space", "'a b'", p -> p.idempotencyKey("a b")),
        option("key of 129", "idempotency key", p -> p.idempotencyKey(LONG_NAME)),
        option("no digest", "digest", p -> p.expectDigest(Digest.parse("md5:0"))));
  }

  private DynamicTest option(String name, String hint, Consumer<PublishOptions> options) {
    return refused(name, hint, () -> artifact().publish(Content.of("a"), options));
  }

  @TestFactory
  Stream<DynamicTest> versionsOfAnotherArtifact() {
    Version own = fixture().publish("own");
    Version foreign = fixture().other().publish(Content.of("foreign")).version();
    Weight half = Weight.percent(50);
    return Stream.<ThrowingCallable>of(
            () -> fixture().live().pointTo(foreign),
            () -> fixture().live().pointTo(foreign, u -> u.reason("why not")),
            () -> fixture().live().split(own, foreign, half),
            () -> fixture().live().split(foreign, own, half),
            () -> fixture().live().weigh(foreign, half),
            () -> fixture().live().rollout().start(foreign, RolloutStrategy.parse("AllAtOnce")),
            () -> artifact().delete(foreign),
            () -> artifact().readBytes(foreign),
            () -> artifact().open(foreign),
            () -> artifact().download(foreign, directory.resolve("foreign")))
        .map(
            call ->
                dynamicTest(
                    "refused",
                    () -> {
                      assertThatThrownBy(call)
                          .isInstanceOf(IllegalArgumentException.class)
                          .hasMessageStartingWith("Cannot ")
                          .hasMessageContaining(foreign.toString());
                      assertThat(artifact().aliases()).isEmpty();
                      assertThat(directory).isEmptyDirectory();
                    }));
  }

  @Test
  void workingCopyIsNotSplit() {
    Version copy = artifact().put(Content.of("a"));
    Version first = fixture().publish("b");
    assertThatThrownBy(() -> fixture().live().split(first, copy, Weight.percent(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining("$LATEST");
    assertThat(artifact().aliases()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> workingCopyIsNoNumberedVersion() {
    Version copy = artifact().put(Content.of("a"));
    fixture().live().pointTo(fixture().publish("b"));
    return Stream.<ThrowingCallable>of(
            () -> artifact().delete(copy),
            () -> fixture().live().weigh(copy, Weight.percent(10)),
            () -> fixture().live().rollout().start(copy, RolloutStrategy.parse("AllAtOnce")))
        .map(
            call ->
                dynamicTest(
                    "refused",
                    () ->
                        assertThatThrownBy(call)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith("Cannot ")
                            .hasMessageContaining("$LATEST")));
  }

  @TestFactory
  Stream<DynamicTest> badContents() {
    Content a = Content.of("a");
    return Stream.of(
        refused("content type", "'text'", () -> artifact().publish(a.withContentType("text"))),
        refused("file name", "'a/b'", () -> artifact().publish(a.withFileName("a/b"))),
        refused("size", "-1", () -> artifact().publish(Content.of(-1, () -> stream(1)))));
  }

  @TestFactory
  Stream<DynamicTest> badUpdates() {
    return Stream.of(
        refused(
            "reason of 1025 characters",
            "1025",
            () -> fixture().live().pointTo(Latest.LATEST, u -> u.reason("r".repeat(1025)))),
        refused(
            "expected revision -1",
            "-1",
            () -> fixture().live().pointTo(Latest.LATEST, u -> u.expectRevision(-1))));
  }

  private static InputStream stream(int size) {
    return new ByteArrayInputStream(Samples.bytes(size));
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(directory.resolve(Samples.id()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> unreadableContentIsNotPublished() {
    return unreadable(content -> artifact().publish(content));
  }

  @TestFactory
  Stream<DynamicTest> unreadableContentIsNotPut() {
    return unreadable(content -> artifact().put(content));
  }

  private Stream<DynamicTest> unreadable(Consumer<Content> call) {
    Path missing = directory.resolve("missing.jar");
    byte[] bytes = Samples.bytes(1000);
    int large = 17 * MIB;
    return Stream.of(
            Map.of("missing file", Content.of(missing)),
            Map.of("directory as file", Content.of(directory)),
            Map.of("stream that fails at once", Content.stream(Samples.failingAfter(new byte[0]))),
            Map.of("short stream that fails", Content.stream(Samples.failingAfter(bytes))),
            Map.of(
                "long stream that fails",
                Content.stream(Samples.failingAfter(Samples.bytes(large)))),
            Map.of(
                "source that cannot be opened",
                Content.of(
                    10,
                    () -> {
                      throw new IOException("it is locked");
                    })),
            Map.of("shrinks while it is read", Content.of(1001, () -> inMemory(bytes))),
            Map.of("grows while it is read", Content.of(999, () -> inMemory(bytes))),
            Map.of("shrinks before it is sent", changing(1000, b -> Arrays.copyOf(b, 999))),
            Map.of("changes before it is sent", changing(1000, RepositoryBadInput::flipped)),
            Map.of("large, shrinks", changing(large, b -> Arrays.copyOf(b, large - 1))),
            Map.of("large, changes", changing(large, RepositoryBadInput::flipped)))
        .map(Map::entrySet)
        .flatMap(Collection::stream)
        .map(
            entry ->
                refused(
                    entry.getKey(),
                    UnreadableContentException.class,
                    fixture().name().value(),
                    () -> call.accept(entry.getValue())));
  }

  private static InputStream inMemory(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] other = bytes.clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  /** Returns a source with other bytes when it is opened the second time or later. */
  private static Content changing(int size, UnaryOperator<byte[]> change) {
    return changing(Samples.bytes(size), change);
  }

  private static Content changing(byte[] bytes, UnaryOperator<byte[]> change) {
    AtomicInteger opened = new AtomicInteger();
    byte[] changed = change.apply(bytes);
    return Content.of(
        bytes.length, () -> inMemory(opened.getAndIncrement() == 0 ? bytes : changed));
  }

  @Test
  void missingFileIsNamed() {
    Path missing = directory.resolve("missing.jar");
    assertThatThrownBy(() -> artifact().publish(Content.of(missing)))
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> artifact().publish(Content.of(directory)))
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("regular file");
  }

  @TestFactory
  Stream<DynamicTest> fileThatChangesBetweenHashAndUploadIsNotPublished() {
    return Stream.of(1000, 17 * MIB)
        .flatMap(
            size ->
                Stream.of(
                    changedFile(size, "shrinks", b -> Arrays.copyOf(b, size - 1)),
                    changedFile(size, "is emptied", b -> new byte[0]),
                    changedFile(size, "changes", RepositoryBadInput::flipped)));
  }

  private DynamicTest changedFile(int size, String how, UnaryOperator<byte[]> change) {
    byte[] bytes = Samples.bytes(size);
    Path file = file(bytes);
    Runnable changing =
        () -> {
          try {
            Files.write(file, change.apply(bytes), StandardOpenOption.TRUNCATE_EXISTING);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return refused(
        size + " bytes, " + how,
        UnreadableContentException.class,
        "Cannot ",
        () -> beforeEachUpload(changing).publish(Content.of(file)));
  }

  /** Returns the artifact over a blob store that runs something just before each write. */
  private Artifact beforeEachUpload(Runnable event) {
    Object blobs =
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (self, method, arguments) -> {
              if (Set.of("create", "begin", "resume").contains(method.getName())) {
                event.run();
              }
              try {
                return method.invoke(fixture().blobs(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return ArtifactRepository.of((BlobStore) blobs, fixture().items(), SETTINGS)
        .artifact(fixture().name());
  }

  /** The rest of a stream that was already read from is not what the caller meant to publish. */
  @TestFactory
  Stream<DynamicTest> streamIsReadOnce() {
    return Stream.of(10, 17 * MIB)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      Artifact artifact = fixture().other();
                      Content stream = Content.stream(stream(size));
                      artifact.publish(stream);
                      assertThatThrownBy(() -> artifact.publish(stream))
                          .isInstanceOf(UnreadableContentException.class)
                          .hasMessageStartingWith("Cannot ");
                      assertThatThrownBy(() -> artifact.put(stream))
                          .isInstanceOf(UnreadableContentException.class)
                          .hasMessageStartingWith("Cannot ");
                      assertThat(artifact.versions()).hasSize(1);
                    }));
  }

  /** A refused publish uses up a number at most; the next publish succeeds. */
  @Test
  void publishAfterARefusedOneSucceeds() {
    byte[] bytes = Samples.bytes(1000);
    assertThatThrownBy(() -> artifact().publish(changing(bytes, RepositoryBadInput::flipped)))
        .isInstanceOf(UnreadableContentException.class);
    fixture().publish("b");
    assertThat(artifact().publish(Content.of(bytes)).version().digest())
        .isEqualTo(Digest.of(bytes));
    assertThat(artifact().versions()).hasSize(2);
  }
}
