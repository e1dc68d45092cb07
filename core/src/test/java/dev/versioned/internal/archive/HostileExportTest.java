package dev.versioned.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ItemStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder with an export may come from anywhere, and be incomplete. */
class HostileExportTest {
  private static final ArtifactName APP = ArtifactName.parse("app");

  /** A store removes an item that has it, by itself. */
  private static final String EXPIRY = " expires_at=N+1";

  @TempDir Path temporary;
  private Path folder;
  private final BlobStore blobs = new MemoryBlobStore();
  private final ItemStore items = new MemoryItemStore();
  private final ArtifactRepository target =
      ArtifactRepository.of(blobs, items, RepositorySettings.defaults());

  @BeforeEach
  void export() {
    folder = temporary.resolve("export");
    try (ArtifactRepository source = ArtifactRepository.inMemory()) {
      Artifact app = source.artifact(APP);
      app.publish(Content.of("one"), p -> p.idempotencyKey("key-1"));
      app.publish(Content.of("two"));
      app.publish(Content.of("three"));
      app.delete(app.resolve("2"));
      app.alias("LIVE").pointTo(app.resolve("3"));
      app.alias("LIVE").pointTo(app.resolve("1"), u -> u.idempotencyKey("move-1"));
      app.put(Content.of("copy"));
      assertThat(source.exportTo(folder).run().versions()).isEqualTo(3);
    }
  }

  private Path itemsFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("app"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("items-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path bytes(int number) {
    return folder.resolve("app/bytes/000000000/00000000000" + number);
  }

  /** Changes the items, and the digests of them. */
  private void change(UnaryOperator<List<String>> change) throws IOException {
    Path file = itemsFile();
    List<String> lines = change.apply(new ArrayList<>(Files.readAllLines(file)));
    byte[] changed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.delete(file);
    Digest digest = Digest.of(changed);
    Files.write(folder.resolve("app/items-" + digest.hex()), changed);
    Files.writeString(
        folder.resolve("_manifest"), "versioned export 1\napp " + digest.hex() + "\nend 1\n");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> target.importFrom(folder).run())
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining(why);
    assertNothingWritten();
  }

  private void assertNothingWritten() {
    assertThat(items.keys("list all artifacts")).isEmpty();
    assertThat(blobs.list(APP)).isEmpty();
  }

  @Test
  void wholeExportIsImported() throws IOException {
    change(lines -> lines);
    assertThat(target.importFrom(folder).run().versions()).isEqualTo(3);
    assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
  }

  @Test
  void otherOrMissingOverridesAreRefused() throws IOException {
    folder = temporary.resolve("overridden");
    try (ArtifactRepository source = ArtifactRepository.inMemory()) {
      Artifact app = source.artifact(APP);
      app.publish(Content.of("one"));
      app.publish(Content.of("two"));
      app.alias("LIVE").pointTo(app.resolve("1"));
      app.alias("LIVE").override("user-42", app.resolve("2"));
      assertThat(source.exportTo(folder).run().versions()).isEqualTo(2);
    }
    change(lines -> replaced(lines, "%23overrides%23", line -> line.replace("user-42", "user-43")));
    assertRefused("they are not those that the alias LIVE names");
    change(lines -> lines.stream().filter(line -> !line.contains("%23overrides%23")).toList());
    assertRefused("the overrides that alias LIVE names are missing");
  }

  private static List<String> replaced(
      List<String> lines, String of, UnaryOperator<String> change) {
    return lines.stream().map(line -> line.contains(of) ? change.apply(line) : line).toList();
  }

  @Test
  void exportWithoutManifestIsRefused() throws IOException {
    Files.delete(folder.resolve("_manifest"));
    assertRefused("it holds no complete export");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "versioned export 1|is not complete",
        "versioned export 1~app|was not written by this library",
        "versioned export 1~../app 00|was not written by this library",
        "versioned export 1~../../etc DIGEST~end 1|was not written by this library",
        "versioned export 1~app 12~end 1|was not written by this library",
        "versioned export 1~app DIGEST~end 2|was not written by this library",
        "versioned export 1~app DIGEST|is not complete",
        "versioned export 2~end 0|is of format 2",
        "something else|was not written by this library"
      })
  void manifestIsChecked(String text, String why) throws IOException {
    String digest = "0".repeat(64);
    Files.writeString(
        folder.resolve("_manifest"), text.replace('~', '\n').replace("DIGEST", digest) + "\n");
    assertRefused(why);
  }

  @Test
  void endlessLineIsRefused() throws IOException {
    Files.writeString(folder.resolve("_manifest"), "x".repeat(5_000));
    assertRefused("has a line of more than");
    change(lines -> List.of("x".repeat(3 << 20)));
    assertRefused("has a line of more than");
  }

  @Test
  void changedItemsAreRefused() throws IOException {
    Files.writeString(
        itemsFile(), Files.readString(itemsFile()).replace("created_by=S+", "created_by=S+x"));
    assertRefused("has changed since it was exported");
  }

  @Test
  void missingItemsAreRefused() throws IOException {
    Files.delete(itemsFile());
    assertRefused("is missing");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path file = itemsFile();
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertRefused("is not a file");
    Files.delete(file);
    Files.move(elsewhere, file);
    Path app = folder.resolve("app");
    Files.move(app, elsewhere);
    Files.createSymbolicLink(app, elsewhere);
    assertRefused("is not a folder");
  }

  @Test
  void bytesAreReadThroughNoLink() throws IOException {
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(bytes(1), elsewhere);
    Files.createSymbolicLink(bytes(1), elsewhere);
    assertThatThrownBy(() -> target.importFrom(folder).run())
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("is not a file");
    assertThat(target.artifact(APP).find("1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "one ", "two"})
  void otherBytesAreRefused(String text) throws IOException {
    Files.writeString(bytes(1), text);
    assertThatThrownBy(() -> target.importFrom(folder).run())
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("Cannot import app:1");
    assertThat(target.artifact(APP).find("1")).isEmpty();
    assertThat(target.artifact(APP).aliases()).isEmpty();
    Files.writeString(bytes(1), "one");
    assertThat(target.importFrom(folder).run().aliases()).isEqualTo(1);
    assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
  }

  @Test
  void missingBytesAreRefused() throws IOException {
    Files.delete(bytes(3));
    assertThatThrownBy(() -> target.importFrom(folder).run())
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("is missing");
  }

  /** Replaces a pattern in the items, and says what is wrong then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // an item of another artifact, or of none
        "ALIASES%23app/LIVE |ALIASES%23other/LIVE |belongs to another artifact",
        "VERSIONS%23app/%23 |VERSIONS%23app/%24LATEST |not the first of its items",
        "STATES%23app/000000000002 |UPLOADS%23app/000000000002 |of no kind that is exported",
        "STATES%23app/000000000002 |ASIDE%23app/000000000002 |of no kind that is exported",
        "VERSIONS%23app/%23 |REPOSITORY/%23 |belongs to another artifact",
        // keys, sizes and digests that do not belong
        "key=S.app%2F000000000001%2Fapp|key=S+other%2F000000000001%2Fapp|its key is not",
        "key=S.app%2F000000000003%2Fapp|key=S+app%2F..%2F..%2Fapp|its key is not",
        "number=N.3 |number=N+2 |its key is not",
        "size_bytes=N.5 |size_bytes=N+-5 |must be at least 0",
        "size_bytes=N.5 |size_bytes=N+99999999999999999 |must be at most",
        "sha256=S.[0-9a-f]{4}|sha256=S+ZZ|digest",
        "schema=N.1|schema=N+2|newer version of the library",
        "schema=N.1|schema=S+1|no schema",
        // numbers, states and aliases that do not fit
        "last_number=N.3|last_number=N+2|its number is after 2",
        "last_number=N.3|last_number=N+9999999999999|must be 1 to",
        "STATES%23app/000000000002 |STATES%23app/000000000003 |another key",
        "state=S.DELETED|state=S+GONE|GONE",
        "primary=S.1 |primary=S+2 |routes to",
        "primary=S.1 |primary=S+7 |routes to",
        "fingerprint=S.sha256%3A..|fingerprint=S+sha256%3A|of other content",
        "01[0-9A-HJKMNP-TV-Z]{24}|..%2F..%2Fx|not of letters and digits",
        "upload_id=S.0|upload_id=S+..%2F0|its key is not",
        "ALIASES%23app/%23move%23LIVE%23move-1 |ALIASES%23app/%23move%23LIVE%23move-2 |another key",
        "LEDGER%23app/LIVE%23000000000002 |LEDGER%23app/LIVE%23000000000003 |another key",
        // what is no item
        "schema=N.1|schema=X|it has the value X",
        "schema=N.1|schema=N+x|not valid",
        "schema=N.1|schema|without a path",
        "schema=N.1|schema=N+1 schema=N+1|two values",
        "VERSIONS%23app/%23 |VERSIONS |does not begin with the key",
        "VERSIONS%23app/%23 |VERSIONS%app/%23 |not valid"
      })
  void itemsAreChecked(String pattern, String other, String why) throws IOException {
    String before = Files.readString(itemsFile());
    String after = before.replaceAll(pattern, other);
    assertThat(after).isNotEqualTo(before);
    change(lines -> List.of(after.strip().split("\n")));
    assertRefused(why);
  }

  @Test
  void missingAndRepeatedItemsAreRefused() throws IOException {
    List<String> whole = Files.readAllLines(itemsFile());
    change(lines -> lines.subList(1, lines.size()));
    assertRefused("the artifact itself is not the first");
    change(
        lines -> {
          List<String> twice = new ArrayList<>(whole);
          twice.add(1, whole.get(0));
          return twice;
        });
    assertRefused("not the first of its items");
    change(lines -> without(whole, "VERSIONS%23app/000000000001 "));
    assertRefused("version 1");
    change(lines -> without(without(whole, "VERSIONS%23app/000000000001 "), "/idem%23"));
    assertRefused("an alias points to version 1, which is missing");
    change(lines -> without(whole, "VERSIONS%23app/000000000002 "));
    assertRefused("the state of number 2 is not followed by its version");
    change(lines -> without(whole, "ALIASES%23app/LIVE "));
    assertRefused("which has no such revision");
    change(
        lines -> {
          List<String> swapped = new ArrayList<>(whole);
          swapped.add(swapped.remove(2));
          return swapped;
        });
    assertRefused("not in its place");
    change(lines -> List.of());
    assertRefused("does not begin with");
  }

  private static List<String> without(List<String> lines, String text) {
    assertThat(lines).anyMatch(line -> line.contains(text));
    return lines.stream().filter(line -> !line.contains(text)).toList();
  }

  @Test
  void attributesOfNoRecordAreNotImported() throws IOException {
    change(
        lines ->
            lines.stream()
                .map(line -> line + " more=S+yes" + (line.contains("expires_at") ? "" : EXPIRY))
                .toList());
    assertThat(target.importFrom(folder).run().versions()).isEqualTo(3);
    assertThat(
            items
                .keys("list all artifacts")
                .filter(key -> !key.sort().contains("idem#") && !key.sort().contains("#move#"))
                .map(
                    key ->
                        items
                            .read("read version", key, Consistency.STRONG)
                            .orElseThrow()
                            .attributes())
                .filter(a -> a.containsKey("expires_at") || a.containsKey("more")))
        .isEmpty();
  }

  @Test
  void exportOfOtherBytesIsNotOverwritten() throws IOException {
    try (ArtifactRepository source = ArtifactRepository.inMemory()) {
      source.artifact(APP).publish(Content.of("other"));
      assertThatThrownBy(() -> source.exportTo(folder).run())
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining("has other bytes");
    }
    // The export that was there is still whole.
    assertThat(target.importFrom(folder).run().versions()).isEqualTo(3);
  }

  @Test
  void exportsOfSeveralRunsAreOne() throws IOException {
    try (ArtifactRepository source = ArtifactRepository.inMemory()) {
      source.artifact("App").publish(Content.of("capital"));
      assertThat(source.exportTo(folder).run().artifacts()).isEqualTo(1);
    }
    assertThat(target.importFrom(folder).run().artifacts()).isEqualTo(2);
    assertThat(target.artifact("App").readBytes(target.artifact("App").resolve("1")))
        .asString()
        .isEqualTo("capital");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString().toLowerCase(Locale.ROOT)).distinct())
          .hasSize(3);
    }
  }
}
