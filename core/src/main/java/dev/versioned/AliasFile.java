package dev.versioned;

import dev.versioned.routing.SlotHash;
import dev.versioned.routing.Slots;
import dev.versioned.spi.BlobKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The last state of a live alias on disk: properties, behind a line with their digest, so that a
 * file that is torn, tampered with or of another alias is never routed by.
 */
final class AliasFile {
  private static final String FORMAT = "1";

  private final Path path;

  AliasFile(Path path) {
    this.path = path;
  }

  /** What is kept: an alias, and the version that {@code $LATEST} was if it points there. */
  record State(Alias alias, Optional<Version> latest, Instant readAt) {}

  /**
   * Replaces the file, or makes it with its directories; a failing disk is logged, since routing
   * does not depend on it.
   */
  void write(Alias alias, Optional<Version> latest) {
    Path part = path.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(part.toAbsolutePath().getParent());
      String body = toText(alias, latest);
      String text = Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n" + body;
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Log.LIVE.warn("the state of {} could not be kept in {}", alias, path, e);
      removeQuietly(part);
    }
  }

  private static void removeQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      Log.LIVE.warn("could not remove {}", part, e);
    }
  }

  /** Notes that the state was read again, and is still the same; writes it if it is gone. */
  void touch(Alias alias, Optional<Version> latest) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    } catch (IOException e) {
      Log.LIVE.debug("could not touch {}; it is written anew", path, e);
      write(alias, latest);
    }
  }

  /** Reads the file, if it is there, unharmed, and of this alias. */
  Optional<State> read(ArtifactName artifact, AliasName name) {
    try {
      String text = Files.readString(path);
      int line = text.indexOf('\n');
      String body = text.substring(line + 1);
      Digest digest = Digest.of(body.getBytes(StandardCharsets.UTF_8));
      if (line < 0 || !text.substring(0, line).equals(digest.toString())) {
        throw new IllegalArgumentException("its digest is not that of its content");
      }
      State state = parse(body, Files.getLastModifiedTime(path).toInstant());
      if (!state.alias().artifact().equals(artifact) || !state.alias().name().equals(name)) {
        throw new IllegalArgumentException("it is of " + state.alias());
      }
      return Optional.of(state);
    } catch (NoSuchFileException e) {
      Log.LIVE.debug("no state of {}:{} is kept in {} yet", artifact, name, path, e);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      Log.LIVE.warn("the state of {}:{} in {} cannot be used", artifact, name, path, e);
      return Optional.empty();
    }
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
    all.setProperty("hash", SlotHash.NAME);
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

  private static State parse(String body, Instant readAt) throws IOException {
    Properties all = new Properties();
    all.load(new BufferedReader(new StringReader(body)));
    if (!all.getProperty("format", "").equals(FORMAT)
        || !all.getProperty("hash", "").equals(SlotHash.NAME)) {
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
            Long.parseLong(text(all, "revision")),
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

  private static Version version(Properties all, ArtifactName artifact, Target id) {
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
        Long.parseLong(text(all, prefix + "size_bytes")),
        text(all, prefix + "content_type"),
        text(all, prefix + "file_name"),
        text(all, prefix + "description"),
        named,
        Instant.parse(text(all, prefix + "created_at")),
        text(all, prefix + "created_by"),
        new BlobKey(text(all, prefix + "key")));
  }

  private static String text(Properties all, String name) {
    String value = all.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }
}
