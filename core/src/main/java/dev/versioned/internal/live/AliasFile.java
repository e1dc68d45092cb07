package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.internal.Text;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Router;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/**
 * The last state of a live alias on disk: properties, after a line with their digest. The digest
 * proves that the file is whole; {@link OwnFile}, that no user but this process's has written it. A
 * state that is inconsistent, or of another alias, is not used.
 */
final class AliasFile {
  private static final String FORMAT = "1";

  /** About 10 times what an alias in the catalog can have. */
  static final int MOST_BYTES = 4 << 20;

  private static final Pattern UPLOAD = Pattern.compile("[^/]+/latest/([!-.0-~]+)/[^/]+");

  /** Clocks of file systems are not exact. */
  private static final Duration CLOCK_GRACE = Duration.ofSeconds(2);

  private final OwnFile file;
  private final String place;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * Makes the way to a file.
   *
   * @param place where the blobs of the versions are stored, which the file does not say
   */
  AliasFile(Path path, String place) {
    this.file = new OwnFile(path);
    this.place = place;
  }

  /** The kept state: an alias, and the version that {@code $LATEST} was if it points there. */
  record State(Alias alias, Optional<Version> latest, Instant readAt) {}

  /**
   * Replaces the file, or creates it with its directories; a failing disk is logged once, since
   * routing does not depend on it.
   */
  void write(Alias alias, Optional<Version> latest) {
    try {
      String body = toText(alias, latest);
      file.replace(Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n" + body);
      if (failing.getAndSet(false)) {
        Log.LIVE.info("the state of {} can be kept in {} again", alias, file.path());
      }
    } catch (IOException e) {
      Level level = failing.getAndSet(true) ? Level.DEBUG : Level.WARN;
      Log.LIVE
          .atLevel(level)
          .log("the state of {} cannot be kept in {}: {}", alias, file.path(), e.toString());
    }
  }

  /** Records that the state was read again unchanged; writes the file if it is missing. */
  void touch(Alias alias, Optional<Version> latest) {
    try {
      Files.getFileAttributeView(
              file.path(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(Instant.now()), null, null);
    } catch (IOException e) {
      Log.LIVE.debug("could not touch {}; it is written again", file.path(), e);
      write(alias, latest);
    }
  }

  /** Reads the file, if it exists and can be trusted. */
  Optional<State> read(ArtifactName artifact, AliasName name) {
    try {
      OwnFile.Read read = file.read(MOST_BYTES);
      // rule: state-file-of-the-future-is-not-used
      if (read.changedAt().isAfter(Instant.now().plus(CLOCK_GRACE))) {
        throw new IllegalArgumentException(
            "its modification time, " + read.changedAt() + ", is in the future");
      }
      return Optional.of(state(read, artifact, name));
    } catch (NoSuchFileException e) {
      Log.LIVE.debug("no state of {}:{} is kept in {} yet", artifact, name, file.path(), e);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      Log.LIVE.debug("the state in {} is not used", file.path(), e);
      Log.LIVE.warn(
          "the state of {}:{} in {} is not used: {}", artifact, name, file.path(), why(e));
    }
    return Optional.empty();
  }

  private static String why(Exception reason) {
    String message = reason.getMessage();
    boolean plain = reason.getClass() == IOException.class || !(reason instanceof IOException);
    return Text.quote(message == null || !plain ? reason.toString() : message);
  }

  private State state(OwnFile.Read read, ArtifactName artifact, AliasName name) throws IOException {
    String text = read.text();
    int line = text.indexOf('\n');
    String body = text.substring(line + 1);
    Digest digest = Digest.of(body.getBytes(StandardCharsets.UTF_8));
    if (line < 0 || !text.substring(0, line).equals(digest.toString())) {
      throw new IllegalArgumentException("its digest is not that of its content");
    }
    State state = parse(body, read.changedAt());
    Alias alias = state.alias();
    if (!alias.artifact().equals(artifact) || !alias.name().equals(name)) {
      throw new IllegalArgumentException("it is of " + alias.artifact() + ":" + alias.name());
    }
    // Refuses an inconsistent state.
    RoutingSnapshot.of(alias, state.latest(), 0);
    return state;
  }

  private static String toText(Alias alias, Optional<Version> latest) throws IOException {
    Properties all = new Properties();
    all.setProperty("format", FORMAT);
    all.setProperty("artifact", alias.artifact().value());
    all.setProperty("alias", alias.name().value());
    all.setProperty("revision", Long.toString(alias.revision()));
    all.setProperty("primary", alias.routing().primary().toString());
    alias
        .routing()
        .additional()
        .forEach(
            (number, weight) ->
                all.setProperty("weight." + number, Integer.toString(weight.basisPoints())));
    all.setProperty("slots", alias.slots().toString());
    all.setProperty("hash", Router.HASH);
    all.setProperty("split_id", alias.splitId());
    all.setProperty("description", alias.description());
    all.setProperty("updated_at", alias.updatedAt().toString());
    all.setProperty("updated_by", alias.updatedBy());
    alias.versions().values().forEach(version -> put(all, version));
    latest.ifPresent(
        version -> {
          all.setProperty("latest", version.id().toString());
          put(all, version);
        });
    StringWriter text = new StringWriter();
    all.store(text, null);
    return text.toString();
  }

  private static void put(Properties all, Version version) {
    String prefix = "version." + version.id() + ".";
    all.setProperty(prefix + "digest", version.digest().toString());
    all.setProperty(prefix + "size_bytes", Long.toString(version.sizeBytes()));
    all.setProperty(prefix + "content_type", version.contentType());
    all.setProperty(prefix + "file_name", version.fileName());
    all.setProperty(prefix + "description", version.description());
    version
        .metadata()
        .forEach((name, value) -> all.setProperty(prefix + "metadata." + name, value));
    all.setProperty(prefix + "created_at", version.createdAt().toString());
    all.setProperty(prefix + "created_by", version.createdBy());
    all.setProperty(prefix + "key", version.key().value());
  }

  private State parse(String body, Instant readAt) throws IOException {
    Properties all = new Properties();
    all.load(new BufferedReader(new StringReader(body)));
    if (!all.getProperty("format", "").equals(FORMAT)
        || !all.getProperty("hash", "").equals(Router.HASH)) {
      throw new IllegalArgumentException("it was written by another version of this library");
    }
    ArtifactName artifact = new ArtifactName(text(all, "artifact"));
    Target primary = Target.parse(text(all, "primary"));
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith("weight.")) {
        additional.put(
            VersionNumber.parse(name.substring("weight.".length())),
            Weight.basisPoints(Integer.parseInt(text(all, name))));
      }
    }
    Routing routing = new Routing(primary, additional);
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    for (VersionNumber number : routing.versions()) {
      versions.put(number, version(all, artifact, number));
    }
    Alias alias =
        new Alias(
            artifact,
            new AliasName(text(all, "alias")),
            atLeast(1, all, "revision"),
            routing,
            Slots.parse(text(all, "slots")),
            text(all, "split_id"),
            versions,
            text(all, "description"),
            Instant.parse(text(all, "updated_at")),
            text(all, "updated_by"));
    Optional<Version> latest =
        primary == Latest.LATEST
            ? Optional.of(version(all, artifact, Target.parse(text(all, "latest"))))
            : Optional.empty();
    return new State(alias, latest, readAt);
  }

  private Version version(Properties all, ArtifactName artifact, Target id) {
    String prefix = "version." + id + ".";
    String metadata = prefix + "metadata.";
    SortedMap<String, String> named = new TreeMap<>();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith(metadata)) {
        named.put(name.substring(metadata.length()), text(all, name));
      }
    }
    return new Version(
        artifact,
        id,
        Digest.parse(text(all, prefix + "digest")),
        atLeast(0, all, prefix + "size_bytes"),
        text(all, prefix + "content_type"),
        text(all, prefix + "file_name"),
        text(all, prefix + "description"),
        named,
        Instant.parse(text(all, prefix + "created_at")),
        text(all, prefix + "created_by"),
        key(artifact, id, text(all, prefix + "file_name"), text(all, prefix + "key")),
        place);
  }

  private static BlobKey key(ArtifactName artifact, Target id, String fileName, String key) {
    Matcher upload = UPLOAD.matcher(key);
    boolean own =
        id instanceof VersionNumber number
            ? BlobKey.ofVersion(artifact, number, fileName).value().equals(key)
            : upload.matches()
                && BlobKey.ofUpload(artifact, upload.group(1), fileName).value().equals(key);
    if (!own) {
      throw new IllegalArgumentException("its version " + id + " has the key " + key);
    }
    return new BlobKey(key);
  }

  private static long atLeast(long least, Properties all, String name) {
    long number = Long.parseLong(text(all, name));
    if (number < least) {
      throw new IllegalArgumentException("its " + name + " is " + number);
    }
    return number;
  }

  private static String text(Properties all, String name) {
    String value = all.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }
}
