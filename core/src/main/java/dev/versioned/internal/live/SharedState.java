package dev.versioned.internal.live;

import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one process of a host has read of an alias, for the others: a state file, whose modification
 * time is the time at which the read began. Each process checks what it takes from there as if it
 * had read it from the table.
 *
 * <p>Used by one thread at a time.
 */
final class SharedState {
  private static final String PROBE = "x".repeat(1 << 14);

  private final Path path;
  private final AliasFile file;
  private final AliasSource source;
  private final HostTurns turns;
  private @Nullable Stamp looked;

  /** What tells one state of the file from the next; an inode alone may be used again. */
  private record Stamp(Instant changedAt, @Nullable Object key) {}

  /**
   * Makes the way to a file.
   *
   * @param turns whose lock is held to write it
   */
  SharedState(Path path, AliasSource source, HostTurns turns) {
    this.path = path;
    this.file = new AliasFile(path, source.resolver());
    this.source = source;
    this.turns = turns;
  }

  Path path() {
    return path;
  }

  AliasFile file() {
    return file;
  }

  /** Writes a snapshot for the other processes, unless they have a later one. */
  void write(RoutingSnapshot read) throws IOException {
    Instant readAt = Instant.now().minusNanos(Math.max(0, System.nanoTime() - read.readNanos()));
    turns.alone(
        () -> {
          Stamp now = stamp();
          // rule: later-shared-state-stays
          if (now == null || now.changedAt().isBefore(readAt) || isOfTheFuture(now)) {
            file.share(read, readAt);
            looked = stamp();
          }
        });
  }

  /** The clock went back: no process would use such a file, however long it stays. */
  private static boolean isOfTheFuture(Stamp stamp) {
    return stamp.changedAt().isAfter(Instant.now());
  }

  /**
   * Returns what another process has read since the last look, if this process may route by it.
   *
   * @param present what this process routes by
   * @throws IOException if the file cannot be used
   */
  Optional<RoutingSnapshot> look(RoutingSnapshot present) throws IOException {
    Stamp now = stamp();
    if (now == null || now.equals(looked)) {
      return Optional.empty();
    }
    looked = now;
    return taken(now, Optional.of(present));
  }

  /** Returns what a process has read at most some time ago, if this process may route by it. */
  Optional<RoutingSnapshot> within(Duration age) throws IOException {
    Stamp now = stamp();
    // rule: only-a-fresh-state-replaces-the-first-read
    if (now == null || Duration.between(now.changedAt(), Instant.now()).compareTo(age) > 0) {
      return Optional.empty();
    }
    looked = now;
    return taken(now, Optional.empty());
  }

  private Optional<RoutingSnapshot> taken(Stamp stamp, Optional<RoutingSnapshot> present)
      throws IOException {
    try {
      return taken(present);
    } catch (IOException | IllegalArgumentException | DateTimeException | ArtifactException e) {
      if (!stamp.equals(stamp())) {
        looked = null; // It was replaced meanwhile: the next look reads it.
        return Optional.empty();
      }
      throw new IOException("its state is not used: " + AliasFile.why(e), e);
    }
  }

  private Optional<RoutingSnapshot> taken(Optional<RoutingSnapshot> present) throws IOException {
    HostTurns.prepare(folder());
    AliasFile.State state = file.load(source.artifact(), source.name());
    long age = Math.max(0, Duration.between(state.readAt(), Instant.now()).toNanos());
    long readNanos = System.nanoTime() - age;
    boolean known = present.isPresent() && readNanos - present.get().readNanos() <= 0;
    if (known || isLate(state.alias(), present)) {
      return Optional.empty();
    }
    // rule: shared-state-is-trusted-by-its-own-signatures
    source.resolver().checkToRoute(state.entry(), state.latest());
    return Optional.of(
        RoutingSnapshot.of(state.alias(), state.overrides(), state.latest(), readNanos));
  }

  /**
   * Returns whether this process has seen a later state: by a read of its own, or because the other
   * process's was eventually consistent.
   */
  private boolean isLate(Alias found, Optional<RoutingSnapshot> present) {
    Optional<Alias> newest =
        source.resolver().aliasTrust().newest(found.artifact(), found.name()).map(e -> e.alias());
    return Stream.concat(present.map(RoutingSnapshot::alias).stream(), newest.stream())
        .anyMatch(found::isOlderThan);
  }

  /**
   * Writes something next to the file, and removes it.
   *
   * @throws IOException if nothing can be written there, as on a full disk
   */
  void probe() throws IOException {
    Path probe = path.resolveSibling(path.getFileName() + ".probe");
    turns.alone(
        () -> {
          try {
            new OwnFile(probe).replaceSoon(PROBE, Instant.now());
          } finally {
            Files.deleteIfExists(probe);
          }
        });
  }

  private Path folder() {
    return Objects.requireNonNull(path.getParent());
  }

  private @Nullable Stamp stamp() throws IOException {
    try {
      BasicFileAttributes is =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(is.lastModifiedTime().toInstant(), is.fileKey());
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
