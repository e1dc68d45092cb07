package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.internal.directory.Folders;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.FileChange;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison;
import dev.versioned.model.VersionComparison.Change;
import dev.versioned.model.VersionComparison.Field;
import dev.versioned.signing.Signer;
import dev.versioned.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions are compared. */
class ComparisonTest {
  @TempDir Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact app = repository.artifact("app");

  @AfterEach
  void close() {
    repository.close();
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void propertiesAreSameAddedRemovedOrChanged() {
    Version one =
        app.publish(
                Content.of("one"), p -> p.metadata("a", "1").metadata("b", "1").description("d"))
            .version();
    Version two =
        app.publish(Content.of("two!"), p -> p.metadata("b", "2").metadata("c", "1")).version();
    VersionComparison comparison = app.compare(one, two.number());
    assertThat(comparison.from()).isEqualTo(one);
    assertThat(comparison.to()).isEqualTo(two);
    assertThat(comparison.isSameContent()).isFalse();
    assertThat(comparison.properties())
        .filteredOn(property -> property.field() == Field.METADATA)
        .extracting(property -> property.name() + property.change())
        .containsExactly("aREMOVED", "bCHANGED", "cADDED");
    assertThat(comparison.differences())
        .extracting(VersionComparison.Property::field)
        .contains(Field.DIGEST, Field.SIZE, Field.DESCRIPTION)
        .doesNotContain(Field.CONTENT_TYPE, Field.FILE_NAME, Field.CREATED_BY);
    assertThat(app.compare(one, one).differences()).isEmpty();
    assertThat(app.compare(one, one).isSameContent()).isTrue();
  }

  @Test
  void signaturesAreCompared() {
    Signer key = SigningKey.generate();
    Version one = app.publish(Content.of("one")).version();
    Version two = app.publish(Content.of("two")).version();
    app.sign(two, key);
    assertThat(app.compare(one, two).differences())
        .filteredOn(property -> property.field() == Field.SIGNATURE)
        .hasSize(1)
        .allMatch(property -> property.change() == Change.ADDED);
  }

  @Test
  void labelsAreCompared() {
    Version one = app.publish(Content.of("one")).version();
    Version two = app.publish(Content.of("two")).version();
    app.label(one, l -> l.add("qa=running").add("stable"));
    app.label(two, l -> l.add("qa=passed"));
    assertThat(app.compare(one, two).differences())
        .filteredOn(property -> property.field() == Field.LABEL)
        .extracting(property -> property.name() + property.change())
        .containsExactly("qaCHANGED", "stableREMOVED");
  }

  @Test
  void filesOfDirectoriesAreCompared() throws Exception {
    Path sample = Folders.sample(directory.resolve("sample"));
    Version one = app.publish(Content.directory(sample)).version();
    Files.delete(sample.resolve("a-b"));
    Files.writeString(sample.resolve("a/c"), "changed");
    Files.writeString(sample.resolve("a/new"), "new");
    Files.delete(sample.resolve("link"));
    Files.createSymbolicLink(sample.resolve("link"), Path.of("a/c"));
    assertThat(sample.resolve("bin/run").toFile().setExecutable(false)).isTrue();
    Version two = app.publish(Content.directory(sample)).version();
    assertThat(app.compareFiles(one, two))
        .containsExactly(
            new FileChange("a-b", Change.REMOVED, 15, 0),
            new FileChange("a/c", Change.CHANGED, 0, 7),
            new FileChange("a/new", Change.ADDED, 0, 3),
            new FileChange("bin/run", Change.CHANGED, 10, 10),
            new FileChange("link", Change.CHANGED, 0, 0));
    assertThat(app.compareFiles(one, one)).isEmpty();
  }

  @Test
  void filesOfZipArchivesAreCompared() throws Exception {
    Version one = app.publish(Content.of(zip("x", "1", "../evil", "2"))).version();
    Version two = app.publish(Content.of(zip("x", "1", "y", "3"))).version();
    assertThat(app.compareFiles(one, two))
        .containsExactly(
            new FileChange("../evil", Change.REMOVED, 1, 0),
            new FileChange("y", Change.ADDED, 0, 1));
  }

  @Test
  void comparedArchivesAreBounded() throws Exception {
    Version one = app.publish(Content.of(zip("x", "1", "y", "2"))).version();
    Version two = app.publish(Content.of(zip("x", "1", "y", "12345"))).version();
    DirectoryLimits enough = DirectoryLimits.defaults().withEntries(2).withBytes(6);
    assertThat(app.compareFiles(one, two, d -> d.unpackAtMost(enough))).hasSize(1);
    for (DirectoryLimits limits : List.of(enough.withEntries(1), enough.withBytes(5))) {
      assertThatExceptionOfType(UnsafeArchiveException.class)
          .isThrownBy(() -> app.compareFiles(one, two, d -> d.unpackAtMost(limits)))
          .withMessageContaining("it has more than ");
    }
  }

  @Test
  void contentThatIsNoArchiveIsOneFile() throws Exception {
    Version one = app.publish(Content.of("text")).version();
    Version two = app.publish(Content.of("other text").withFileName("notes.txt")).version();
    Version archive = app.publish(Content.of(zip("x", "1"))).version();
    assertThat(app.compareFiles(one, two))
        .containsExactly(new FileChange("notes.txt", Change.CHANGED, 4, 10));
    assertThat(app.compareFiles(two, one))
        .containsExactly(new FileChange("app", Change.CHANGED, 10, 4));
    assertThat(app.compareFiles(two, archive))
        .containsExactly(
            new FileChange("app", Change.REMOVED, 10, 0), new FileChange("x", Change.ADDED, 0, 1));
  }

  @Test
  void emptyDirectoryIsAnArchive() throws Exception {
    Version empty =
        app.publish(Content.directory(Files.createDirectory(directory.resolve("empty")))).version();
    Version text = app.publish(Content.of("text")).version();
    assertThat(app.compareFiles(empty, text))
        .containsExactly(new FileChange("app", Change.ADDED, 0, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 257})
  void archiveThatIsDamagedIsRefused(int magicAt) throws Exception {
    byte[] damaged = new byte[2_000];
    byte[] magic = (magicAt == 0 ? "PK" : "ustar\0").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, damaged, magicAt, magic.length);
    Version text = app.publish(Content.of("text")).version();
    Version archive = app.publish(Content.of(damaged)).version();
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(() -> app.compareFiles(text, archive))
        .withMessageStartingWith("Cannot unpack app:2: ");
  }
}
