package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static dev.versioned.testkit.contract.Samples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.NotFoundException.Subject;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Resolving qualifiers, and reading verified bytes. */
abstract class RepositoryReading {
  /** More than is downloaded in one piece. */
  private static final int LARGE = 20 * MIB;

  private Path directory;

  abstract RepositoryFixture fixture();

  @BeforeEach
  void useDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  private Artifact artifact() {
    return fixture().artifact();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void everyQualifierResolves() {
    Version first = fixture().publish("a");
    Version second = fixture().publish("b");
    fixture().live().split(first, second, Weight.percent(90));
    assertThat(artifact().resolve("1")).isEqualTo(first);
    assertThat(artifact().resolve("000000000002")).isEqualTo(second);
    assertThat(artifact().resolve("$LATEST")).isEqualTo(second);
    // As in Lambda, whatever the weights are.
    assertThat(artifact().resolve("LIVE")).isEqualTo(first);
    assertThat(artifact().resolve(AliasName.parse("LIVE"))).isEqualTo(first);
    assertThat(artifact().find(number(2))).contains(second);
    assertThat(artifact().readBytes(artifact().resolve(AliasName.parse("LIVE"))))
        .isEqualTo("a".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bytesAreReadByVersionAndByNumber() throws IOException {
    byte[] bytes = "a".getBytes(StandardCharsets.UTF_8);
    Version version = fixture().publish("a");
    fixture().live().pointTo(version);
    assertThat(artifact().readBytes(artifact().resolve("LIVE"))).isEqualTo(bytes);
    assertThat(artifact().readBytes(version)).isEqualTo(bytes);
    assertThat(artifact().readBytes(version.number())).isEqualTo(bytes);
    assertThat(artifact().readBytes(Latest.LATEST)).isEqualTo(bytes);
    try (InputStream in = artifact().open(artifact().resolve("1"))) {
      assertThat(in).hasBinaryContent(bytes);
    }
    Path file = directory.resolve("file");
    assertThat(artifact().download(artifact().resolve("$LATEST"), file)).isEqualTo(version);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void listsContinueAfterAnyEntry() {
    for (String text : new String[] {"a", "b", "c", "d", "e"}) {
      fixture().publish(text);
    }
    artifact().delete(number(2));
    assertThat(artifact().versionsBefore(number(4)).map(Version::number))
        .containsExactly(number(3), number(1));
    assertThat(artifact().versionsBefore(number(1))).isEmpty();
    for (String alias : new String[] {"BETA", "LIVE", "TEST"}) {
      artifact().alias(alias).pointTo(number(1));
      artifact().alias(alias).pointTo(number(3));
    }
    assertThat(artifact().aliasesAfter(AliasName.parse("BETA")).map(alias -> alias.name().value()))
        .containsExactly("LIVE", "TEST");
    assertThat(artifact().alias("LIVE").ledgerBefore(2).map(LedgerEntry::revision))
        .containsExactly(1L);
    String name = fixture().name().value();
    ArtifactName before = ArtifactName.parse(name.substring(0, name.length() - 1));
    assertThat(fixture().repository().artifactsAfter(before).findFirst())
        .contains(fixture().name());
    assertThat(fixture().repository().artifactsAfter(fixture().name()))
        .doesNotContain(fixture().name());
  }

  @Test
  void changesOfDeletedAliasesAreListedToo() {
    fixture().publish("a");
    for (String alias : new String[] {"KEPT", "GONE"}) {
      artifact().alias(alias).pointTo(number(1));
    }
    artifact().alias("GONE").delete();
    assertThat(artifact().changesSince(Instant.EPOCH))
        .extracting(change -> change.alias() + " " + change.action())
        .containsExactlyInAnyOrder("KEPT CREATE", "GONE CREATE", "GONE DELETE")
        .startsWith("GONE DELETE");
    Instant last = artifact().changesSince(Instant.EPOCH).findFirst().orElseThrow().at();
    assertThat(artifact().changesSince(last))
        .as("those of that time are included")
        .isNotEmpty()
        .allMatch(change -> change.at().equals(last));
    assertThat(artifact().changesSince(last.plusNanos(1))).isEmpty();
  }

  @Test
  void artifactsAreListedByPrefix() {
    String name = fixture().name().value();
    ArtifactRepository repository = fixture().repository();
    for (String suffix : List.of("", "-a", ".b", ".a", ".", "0", "_")) {
      repository.artifact(name + suffix).publish(Content.of(suffix));
    }
    assertThat(repository.artifacts(name + ".").map(ArtifactName::value))
        .containsExactly(name + ".", name + ".a", name + ".b");
    assertThat(repository.artifacts(name).map(ArtifactName::value))
        .containsExactly(
            name, name + "-a", name + ".", name + ".a", name + ".b", name + "0", name + "_");
    assertThat(repository.artifacts(name + ".c")).isEmpty();
    for (String wrong : List.of("", "/", ".a")) {
      assertThatThrownBy(() -> repository.artifacts(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  void qualifierOfNothingIsNotFound() {
    assertNotFound("1", Subject.VERSION);
    assertNotFound("LIVE", Subject.ALIAS);
    assertNotFound("$LATEST", Subject.ARTIFACT);
    fixture().publish("a");
    assertNotFound("2", Subject.VERSION);
    assertNotFound("999999999999", Subject.VERSION);
    assertNotFound("live", Subject.ALIAS);
  }

  private void assertNotFound(String text, Subject subject) {
    Qualifier qualifier = Qualifier.parse(text);
    assertThat(artifact().find(qualifier)).isEmpty();
    assertThat(artifact().find(text)).isEmpty();
    assertThatThrownBy(() -> artifact().resolve(text))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.subject()).isEqualTo(subject);
              assertThat(e).hasMessageStartingWith("Cannot ");
              assertThat(e).hasMessageContaining(fixture().name() + ":" + text);
            });
    if (qualifier instanceof Target target) {
      assertThatThrownBy(() -> artifact().readBytes(target)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> artifact().open(target)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> artifact().download(target, directory.resolve("file")))
          .isInstanceOf(NotFoundException.class);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void downloadWritesTheFileAndNothingElse() throws IOException {
    byte[] bytes = Samples.bytes(3 * MIB);
    Version version = artifact().publish(Content.of(bytes)).version();
    Path file = directory.resolve("checkout.jar");
    assertThat(artifact().download(number(1), file)).isEqualTo(version);
    assertThat(file).hasBinaryContent(bytes);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void downloadTakesThePlaceOfAFile() throws IOException {
    artifact().publish(Content.of("new"));
    Path file = Files.writeString(directory.resolve("checkout.jar"), "something old and longer");
    artifact().download(number(1), file);
    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void downloadToNoPlaceIsRefused() throws IOException {
    Version version = fixture().publish("a");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> artifact().download(version, missing.resolve("file")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no directory " + missing);
    assertThatThrownBy(() -> artifact().download(version, directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a directory");
    assertThat(files()).isEmpty();
  }

  @Test
  void downloadThatCannotBeWrittenLeavesNothing() throws IOException {
    Version version = fixture().publish("a");
    Path tooLong = directory.resolve("f".repeat(300));
    assertThatThrownBy(() -> artifact().download(version, tooLong))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot download " + version);
    assertThat(files()).isEmpty();
  }

  private interface Damage {
    byte[] to(byte[] bytes);
  }

  @TestFactory
  Stream<DynamicTest> corruptBytesAreNeverHandedOutAsWhole() {
    return Stream.of(
        damaged("the first byte differs", 1000, b -> flipped(b, 0)),
        damaged("the last byte differs", 1000, b -> flipped(b, b.length - 1)),
        damaged("a byte differs", 2 * MIB, b -> flipped(b, MIB)),
        damaged("a byte of a large one differs", LARGE, b -> flipped(b, LARGE - 2 * MIB)),
        damaged("a large one is cut", LARGE, b -> Arrays.copyOf(b, b.length - 1)),
        damaged("the last byte is missing", 1000, b -> Arrays.copyOf(b, b.length - 1)),
        damaged("there is a byte more", 1000, b -> Arrays.copyOf(b, b.length + 1)),
        damaged("there is nothing", 1000, b -> new byte[0]),
        damaged("there is something", 0, b -> new byte[1]));
  }

  private static byte[] flipped(byte[] bytes, int index) {
    byte[] other = bytes.clone();
    other[index] ^= 1;
    return other;
  }

  private DynamicTest damaged(String name, int size, Damage damage) {
    return dynamicTest(
        name + " (" + size + " bytes)",
        () -> {
          Artifact artifact = fixture().other();
          byte[] bytes = Samples.bytes(size);
          Version version = artifact.publish(Content.of(bytes)).version();
          byte[] corrupt = damage.to(bytes);
          fixture().corrupt(version, corrupt);
          assertThatThrownBy(() -> artifact.readBytes(number(1)))
              .isInstanceOfSatisfying(
                  CorruptContentException.class,
                  e -> {
                    assertThat(e.expected()).isEqualTo(Digest.of(bytes));
                    assertThat(e.actual()).isEqualTo(Digest.of(corrupt));
                  });
          assertThatThrownBy(() -> readByBytes(artifact.open(version)))
              .isInstanceOf(CorruptContentException.class);

          Path file = directory.resolve("checkout.jar");
          assertThatThrownBy(() -> artifact.download(version, file))
              .isInstanceOf(CorruptContentException.class)
              .hasMessageContaining(version.toString());
          assertThat(files()).isEmpty();
          Files.writeString(file, "the version before");
          assertThatThrownBy(() -> artifact.download(version, file))
              .isInstanceOf(CorruptContentException.class);
          assertThat(file).hasContent("the version before");
          assertThat(files()).containsExactly(file);
          Files.delete(file);
        });
  }

  /** Reads byte by byte; for long content, a block after each byte. */
  private static long readByBytes(InputStream stream) throws IOException {
    try (InputStream in = stream) {
      long count = 0;
      while (in.read() >= 0) {
        count++;
        if (count > 2 * MIB) {
          count += in.readNBytes(MIB / 16).length;
        }
      }
      return count;
    }
  }

  @Test
  void corruptWorkingCopyIsNeverHandedOutAsWhole() {
    Version put = artifact().put(Content.of("a"));
    fixture().corrupt(put, new byte[] {'b'});
    assertThatThrownBy(() -> artifact().readBytes(Latest.LATEST))
        .isInstanceOf(CorruptContentException.class);
  }

  @Test
  void bytesThatAreMissingAreCorrupt() throws IOException {
    Version version = fixture().publish("a");
    fixture().blobs().delete(version.key());
    assertThatThrownBy(() -> artifact().open(version))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining(version.toString());
    assertThatThrownBy(() -> artifact().download(version, directory.resolve("file")))
        .isInstanceOf(CorruptContentException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void versionOfAnotherArtifactIsRefused() {
    Version version = fixture().publish("a");
    Artifact other = fixture().repository().artifact(fixture().name() + "-2");
    assertThatThrownBy(() -> other.open(version)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> other.download(version, directory.resolve("file")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aliasOfALatestThatDoesNotExistIsNamedAsThat() {
    Version version = fixture().publish("a");
    fixture().live().pointTo(Latest.LATEST);
    artifact().delete(version);
    assertThat(artifact().find(Qualifier.parse("LIVE"))).isEmpty();
    assertThatThrownBy(() -> artifact().resolve("LIVE"))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.subject()).isEqualTo(Subject.ARTIFACT))
        .hasMessageContaining(":LIVE: the alias points to $LATEST, and the artifact has no");
  }

  @Test
  void missingObjectOfAVersionIsCorruptContent() {
    Version small = fixture().publish("a");
    Version put = artifact().put(Content.of("b"));
    for (Version version : List.of(small, put)) {
      fixture().blobs().delete(version.key());
      Path file = directory.resolve("missing");
      for (ThrowingCallable read :
          List.<ThrowingCallable>of(
              () -> artifact().readBytes(version),
              () -> artifact().open(version),
              () -> artifact().download(version, file))) {
        assertThatThrownBy(read)
            .isInstanceOfSatisfying(
                CorruptContentException.class,
                e -> assertThat(e.expected()).isEqualTo(version.digest()))
            .hasMessageContaining("is missing from the store");
      }
      assertThat(file).doesNotExist();
    }
  }
}
