package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.internal.Text;
import dev.versioned.internal.catalog.KeptAlias;
import dev.versioned.internal.read.Resolver;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.VersionProof;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.Overrides;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import java.io.IOException;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * The last state of a live alias on disk: the items that the table has of it, after a line with
 * their digest. The digest proves that the file is whole; {@link OwnFile}, that no user but this
 * process's has written it. A state that is inconsistent, or of another alias, is not used.
 */
final class AliasFile {
  /** About 10 times what an alias in the catalog can have. */
  static final int MOST_BYTES = 4 << 20;

  /** Clocks of file systems are not exact. */
  private static final Duration CLOCK_GRACE = Duration.ofSeconds(2);

  private final OwnFile file;
  private final Resolver resolver;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * Makes the way to a file.
   *
   * @param resolver knows where the blobs are stored, which the file does not say, and the
   *     signatures by which alias and versions are trusted, which it does
   */
  AliasFile(Path path, Resolver resolver) {
    this.file = new OwnFile(path);
    this.resolver = resolver;
  }

  /**
   * The kept state: an alias with its overrides, and the version that {@code $LATEST} was if it
   * points there.
   */
  record State(
      AliasEntry.Present entry, Overrides overrides, Optional<Version> latest, Instant readAt) {
    Alias alias() {
      return entry.alias();
    }
  }

  /**
   * Replaces the file, or creates it with its directories; a failing disk is logged once, since
   * routing does not depend on it.
   */
  void write(RoutingSnapshot state) {
    Alias alias = state.alias();
    try {
      file.replace(text(state));
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

  /**
   * Replaces the file for other processes that run now.
   *
   * @param readAt when the state was read
   */
  void share(RoutingSnapshot state, Instant readAt) throws IOException {
    file.replaceSoon(text(state), readAt);
  }

  private String text(RoutingSnapshot state) {
    Alias alias = state.alias();
    Optional<Version> latest = state.latest();
    List<VersionProof> proofs =
        Stream.concat(alias.versions().values().stream(), latest.stream())
            .flatMap(version -> resolver.trust().proof(version).stream())
            .toList();
    AliasEntry.Present entry =
        resolver.aliasTrust().entryOf(alias).orElseGet(() -> KeptAlias.entryOf(alias));
    String body = new KeptAlias(entry, state.overrides(), latest, proofs).write();
    return Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n" + body;
  }

  /** Records that the state was read again unchanged; writes the file if it is missing. */
  void touch(RoutingSnapshot state) {
    try {
      Files.getFileAttributeView(
              file.path(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(Instant.now()), null, null);
    } catch (IOException e) {
      Log.LIVE.debug("could not touch {}; it is written again", file.path(), e);
      write(state);
    }
  }

  /** Reads the file, if it exists and can be trusted. */
  Optional<State> read(ArtifactName artifact, AliasName name) {
    try {
      return Optional.of(load(artifact, name));
    } catch (NoSuchFileException e) {
      Log.LIVE.debug("no state of {}:{} is kept in {} yet", artifact, name, file.path(), e);
    } catch (IOException
        | IllegalArgumentException
        | DateTimeException
        | UnreadableRecordException e) {
      Log.LIVE.debug("the state in {} is not used", file.path(), e);
      Log.LIVE.warn(
          "the state of {}:{} in {} is not used: {}", artifact, name, file.path(), why(e));
    }
    return Optional.empty();
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read, or others may have written it
   * @throws IllegalArgumentException if it is not the state of this alias
   * @throws DateTimeException if a time in it is none
   * @throws UnreadableRecordException if an item in it is not valid
   */
  State load(ArtifactName artifact, AliasName name) throws IOException {
    OwnFile.Read read = file.read(MOST_BYTES);
    // rule: state-file-of-the-future-is-not-used
    if (read.changedAt().isAfter(Instant.now().plus(CLOCK_GRACE))) {
      throw new IllegalArgumentException(
          "its modification time, " + read.changedAt() + ", is in the future");
    }
    return state(read, artifact, name);
  }

  /** An item says what is wrong with it, and the remedy of a table, which helps no file. */
  static String why(Exception failure) {
    Throwable reason =
        failure instanceof UnreadableRecordException && failure.getCause() != null
            ? failure.getCause()
            : failure;
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
    KeptAlias kept = KeptAlias.read(body, resolver.place());
    Alias alias = kept.entry().alias();
    if (!alias.artifact().equals(artifact) || !alias.name().equals(name)) {
      throw new IllegalArgumentException("it is of " + alias.artifact() + ":" + alias.name());
    }
    kept.offerProofs(resolver.trust()::offer);
    return new State(kept.entry(), kept.overrides(), kept.latest(), read.changedAt());
  }
}
