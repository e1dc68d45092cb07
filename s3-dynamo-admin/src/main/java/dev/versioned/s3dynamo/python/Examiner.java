package dev.versioned.s3dynamo.python;

import dev.versioned.maintenance.ForeignAlias;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.maintenance.ForeignVersion;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.python.Found.VersionItem;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes what can be imported of what was found of an artifact. */
final class Examiner {
  private final BytesReader bytes;
  private final Layout layout;
  private final String origin;
  private final Executor executor;
  private final Consumer<PythonFault> faults;

  Examiner(
      BytesReader bytes,
      Layout layout,
      String origin,
      Executor executor,
      Consumer<PythonFault> faults) {
    this.bytes = bytes;
    this.layout = layout;
    this.origin = origin;
    this.executor = executor;
    this.faults = faults;
  }

  /** Returns what can be imported of an artifact, if anything. */
  Optional<ForeignArtifact> examine(ArtifactName name, Found found) {
    Map<Long, ForeignVersion> versions = versions(name, found);
    Set<Target> active = new HashSet<>();
    versions
        .values()
        .forEach(
            version -> {
              if (version.deletedAt().isEmpty()) {
                active.add(version.id());
              }
            });
    AliasReader reader = new AliasReader(name.value(), active, faults);
    List<ForeignAlias> aliases =
        found.aliases().stream().flatMap(item -> reader.read(item).stream()).toList();
    if (versions.isEmpty() && found.lastNumber() == 0) {
      return Optional.empty();
    }
    Instant createdAt =
        Stream.concat(
                versions.values().stream().map(ForeignVersion::createdAt),
                aliases.stream().map(ForeignAlias::updatedAt))
            .min(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return Optional.of(
        new ForeignArtifact(
            name,
            origin,
            createdAt,
            found.lastNumber(),
            withoutRepeat(versions, found.lastNumber()),
            aliases));
  }

  private Map<Long, ForeignVersion> versions(ArtifactName name, Found found) {
    Set<Long> all = new TreeSet<>(found.objects().keySet());
    all.addAll(found.items().keySet());
    Map<Long, CompletableFuture<Optional<ForeignVersion>>> running = new TreeMap<>();
    for (long version : all) {
      running.put(
          version,
          CompletableFuture.supplyAsync(() -> version(name.value(), version, found), executor));
    }
    Map<Long, ForeignVersion> versions = new TreeMap<>();
    running.forEach((version, made) -> joined(made).ifPresent(one -> versions.put(version, one)));
    return versions;
  }

  private static <T> T joined(CompletableFuture<T> made) {
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Optional<ForeignVersion> version(String name, long version, Found found) {
    @Nullable String key = found.objects().get(version);
    @Nullable VersionItem item = found.items().get(version);
    boolean deleted = item != null && item.deleted();
    if (item == null && layout == Layout.HYBRID) {
      return refuse(
          Kind.RECORD_MISSING,
          name,
          version,
          "its object " + key + " has no record: it was never published");
    } else if (deleted && (version == Found.LATEST || key == null)) {
      return Optional.empty(); // a number without a version
    } else if (item != null && item.sha256().isEmpty()) {
      return refuse(Kind.RECORD_UNREADABLE, name, version, "its record has no SHA-256");
    } else if (key == null) {
      return refuse(Kind.OBJECT_MISSING, name, version, "its record has no object");
    }
    return bytes.read(name, version, key, item);
  }

  private Optional<ForeignVersion> refuse(Kind kind, String name, long version, String why) {
    faults.accept(
        new PythonFault(kind, name + ":" + Found.describe(version), why + "; it is left out"));
    return Optional.empty();
  }

  /** Leaves {@code $LATEST} out if it is what the newest version is: here it is then that one. */
  private static List<ForeignVersion> withoutRepeat(
      Map<Long, ForeignVersion> versions, long lastNumber) {
    ForeignVersion latest = versions.get(Found.LATEST);
    ForeignVersion newest = versions.get(lastNumber);
    List<ForeignVersion> all = new ArrayList<>(versions.values());
    // rule: python-latest-that-was-published-is-no-copy
    if (latest != null
        && newest != null
        && newest.id() instanceof VersionNumber
        && newest.deletedAt().isEmpty()
        && BytesReader.same(latest, newest)) {
      all.removeIf(version -> version.id() == Latest.LATEST);
    }
    return all;
  }
}
