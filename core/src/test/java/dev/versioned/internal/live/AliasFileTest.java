package dev.versioned.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Repositories;
import dev.versioned.internal.read.Resolver;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state that a live alias keeps on disk, and the checks before it is used. */
class AliasFileTest {
  private static final int FILES = Boolean.getBoolean("versioned.full") ? 5_000 : 1_000;

  private static final Resolver RESOLVER =
      Repositories.engine(new MemoryBlobStore(), new MemoryItemStore(), new RefreshScheduler())
          .resolver();

  @TempDir private Path directory;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ArtifactRepository repo = ArtifactRepository.inMemory();
  private final Artifact artifact = repo.artifact("a");
  private final AliasHandle handle = artifact.alias("LIVE");
  private final Version v1 = artifact.publish(Content.of("one")).version();
  private final Version v2 =
      artifact.publish(Content.of("two"), p -> p.metadata("git.sha", "1a2b")).version();
  private Path path;

  @BeforeEach
  void listen() {
    path = directory.resolve("state");
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void end() {
    System.setErr(err);
    repo.close();
  }

  /** Returns the file as a reader without a trust policy has it. */
  private AliasFile file() {
    return new AliasFile(path, RESOLVER);
  }

  private void keep() {
    handle.split(v1, v2, Weight.percent(10));
    file().write(snapshot(handle.read(), Optional.empty()));
  }

  private RoutingSnapshot snapshot(Alias alias, Optional<Version> latest) {
    return RoutingSnapshot.of(alias, handle.overrides(), latest, 0);
  }

  private Optional<AliasFile.State> read() {
    return file().read(artifact.name(), handle.name());
  }

  private void assertNotUsed(String why) {
    assertThat(read()).isEmpty();
    List<String> said = log.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(said).hasSize(1).first().asString().contains("is not used", why);
    log.reset();
  }

  private static String withDigest(String body) {
    return Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n" + body;
  }

  private static String body(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }

  @Test
  void overridesAreKept() {
    handle.pointTo(v1);
    handle.override("user-42", v2);
    file().write(snapshot(handle.read(), Optional.empty()));
    assertThat(read()).get().extracting(AliasFile.State::overrides).isEqualTo(handle.overrides());
  }

  @Test
  void otherOverridesAreNotUsed() throws IOException {
    handle.pointTo(v1);
    handle.override("user-42", v2);
    file().write(snapshot(handle.read(), Optional.empty()));
    String body = body(Files.readString(path));
    Files.writeString(path, withDigest(body.replace("user-42", "user-43")));
    assertNotUsed("its overrides are not those that its alias names");
  }

  @Test
  void aStateIsReadAsItWasKept() throws IOException {
    keep();
    assertThat(read()).get().extracting(AliasFile.State::alias).isEqualTo(handle.read());
    assertThat(directory.toFile().list()).containsExactly("state");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    keep();
    Files.move(path, directory.resolve("elsewhere"));
    Files.createSymbolicLink(path, directory.resolve("elsewhere"));
    assertNotUsed("not a regular file");
  }

  @Test
  void aFolderIsNotRead() throws IOException {
    Files.createDirectory(path);
    assertNotUsed("not a regular file");
  }

  @ParameterizedTest
  @CsvSource({"rw-rw----", "rw----rw-"})
  void fileWritableByOthersIsNotUsed(String permissions) throws IOException {
    keep();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    assertNotUsed("others may write it");
  }

  @Test
  void aFileOfAnotherUserIsNotUsed() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")));
    keep();
    Files.setAttribute(path, "unix:uid", 65_534);
    assertNotUsed("is owned by");
  }

  @Test
  void aFileOfTheFutureIsNotUsed() throws IOException {
    keep();
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    assertNotUsed("in the future");
  }

  @Test
  void aFileThatIsTooLargeIsNotUsed() throws IOException {
    keep();
    String text = Files.readString(path);
    Files.writeString(path, withDigest(body(text) + "#" + "x".repeat(AliasFile.MOST_BYTES)));
    assertNotUsed("larger than 4194304 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LIVE/artifact=S a | LIVE/artifact=S b",
        "ALIASES%23a/LIVE/ | ALIASES%23a/OTHER/",
        "ALIASES%23a/LIVE/ | VERSIONS%23a/LIVE/",
        "LIVE/revision=N 1 | LIVE/revision=N 0",
        "LIVE/schema=N 1 | LIVE/schema=N 2",
        "additional/2=N 1000 | additional/2=N 2000",
        "slots=S 1\\*9000,2\\*1000 | slots=S 1\\*9000,3\\*1000",
        "slots=S 1\\*9000,2\\*1000 | slots=S 1\\*10000",
        "000000000002/size_bytes=N 3 | 000000000002/size_bytes=N -3",
        "[1]/size_bytes=N 3 | [1]/size_bytes=S 3",
        "000000000002/key=S a/000000000002/a | 000000000002/key=S a/000000000001/a",
        "[1]/key=S a/000000000002/a | [1]/key=S secret/000000000002/a",
        "[1]/number=N 2 | [2]/number=N 2",
        "000000000002/sha256=S | 000000000002/sha256=S x",
        "LIVE/state=S PRESENT | LIVE/state=S DELETED"
      })
  void inconsistentFileIsNotUsed(String part, String instead) throws IOException {
    keep();
    String body = body(Files.readString(path));
    String before = part.replace("\\", "");
    assertThat(body).contains(before);
    Files.writeString(path, withDigest(body.replace(before, instead.replace("\\", ""))));
    assertNotUsed("");
  }

  @Test
  void latestIsReadAsItWasKept() {
    artifact.put(Content.of("latest"));
    handle.moveTo(Routing.to(Latest.LATEST));
    Version latest = artifact.resolve("$LATEST");
    file().write(snapshot(handle.read(), Optional.of(latest)));
    assertThat(read()).get().extracting(AliasFile.State::latest).isEqualTo(Optional.of(latest));
    file().write(snapshot(handle.read(), Optional.of(v1)));
    assertThat(read()).get().extracting(AliasFile.State::latest).isEqualTo(Optional.of(v1));
  }

  @Test
  void latestOfAnotherArtifactIsNotUsed() {
    artifact.put(Content.of("latest"));
    handle.moveTo(Routing.to(Latest.LATEST));
    Version other = repo.artifact("b").publish(Content.of("other")).version();
    file().write(snapshot(handle.read(), Optional.of(other)));
    assertNotUsed("$LATEST");
    file().write(snapshot(handle.read(), Optional.empty()));
    assertNotUsed("$LATEST");
  }

  @Test
  @Tag("again")
  void aDamagedFileIsNeverRoutedBy() throws IOException {
    keep();
    String body = body(Files.readString(path));
    Alias kept = handle.read();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int used = 0;
    for (int i = 0; i < FILES; i++) {
      String damaged = damaged(body, random);
      // Most with a correct digest; otherwise the digest alone would refuse them.
      String text = i % 10 == 0 ? damaged : withDigest(damaged);
      Files.writeString(path, text);
      log.reset();
      Optional<AliasFile.State> state = read();
      long lines = log.toString(StandardCharsets.UTF_8).lines().count();
      assertThat(lines).as("seed %s, file %s", seed, i).isEqualTo(state.isPresent() ? 0 : 1);
      state.ifPresent(s -> assertConsistent(s, kept));
      used += state.isPresent() ? 1 : 0;
    }
    assertThat(used).isBetween(1, FILES - 1);
  }

  private void assertConsistent(AliasFile.State state, Alias kept) {
    Alias alias = state.alias();
    assertThat(alias.artifact()).isEqualTo(kept.artifact());
    assertThat(alias.name()).isEqualTo(kept.name());
    assertThat(alias.revision()).isPositive();
    RoutingSnapshot snapshot = RoutingSnapshot.of(alias, state.overrides(), state.latest(), 0);
    for (Slots.Run run : alias.slots().runs()) {
      assertThat(alias.routing().weightOf(run.owner()).basisPoints()).isPositive();
    }
    for (int key = 0; key < 20; key++) {
      Version version = snapshot.router().route("user" + key);
      assertThat(version.artifact()).isEqualTo(kept.artifact());
      assertThat(version.sizeBytes()).isNotNegative();
      assertThat(version.key().value()).startsWith("a/");
    }
  }

  private static String damaged(String body, Random random) {
    List<String> lines = new ArrayList<>(body.lines().toList());
    int times = 1 + random.nextInt(2);
    for (int i = 0; i < times; i++) {
      damage(lines, random);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void damage(List<String> lines, Random random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int equals = line.indexOf('=');
    switch (random.nextInt(6)) {
      case 0 -> {
        if (lines.size() > 1) {
          lines.remove(at);
        }
      }
      case 1 -> lines.set(at, line.substring(0, equals + 1) + type(random) + value(random));
      case 2 -> {
        String other = lines.get(random.nextInt(lines.size()));
        lines.set(
            at, line.substring(0, equals + 1) + other.substring(Math.max(other.indexOf('='), 0)));
      }
      case 3 -> {
        int cut = random.nextInt(line.length() + 1);
        lines.set(at, line.substring(0, cut));
      }
      case 4 -> {
        char[] chars = line.toCharArray();
        if (chars.length > 0) {
          chars[random.nextInt(chars.length)] = (char) random.nextInt(256);
        }
        lines.set(at, new String(chars));
      }
      default -> lines.add(line.replace('1', '2'));
    }
  }

  private static String type(Random random) {
    return List.of("S ", "N ", "M", "L", "").get(random.nextInt(5));
  }

  private static String value(Random random) {
    List<String> values =
        List.of(
            "",
            "-1",
            "0",
            "2",
            "9999999999999999999999",
            "$LATEST",
            "LIVE",
            "1*10000",
            "9*10000",
            "1*5000,2*5000",
            "1*1000,2*9000",
            "1*99999,".repeat(42_950) + "2*7296",
            "\\u00zz",
            "\\u0000",
            "a/latest/../../secret",
            "a/latest/x/../../secret",
            "a/latest/x/other",
            "+1000000000-12-31T23:59:59Z",
            "sha256:");
    return values.get(random.nextInt(values.size()));
  }
}
