package dev.versioned.simulation;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.Routing;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.CatalogStore;
import dev.versioned.spi.IdempotencyRecord;
import dev.versioned.spi.VersionEntry;
import dev.versioned.spi.WorkingCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks at both stores after every write, from behind, and knows what may never be seen there.
 *
 * <p>The numbers in its messages are those of the promises.
 */
final class Oracle {
  private final BlobStore blobs;
  private final CatalogStore catalog;
  private final ArtifactName artifact;
  private final Map<VersionNumber, Seen> versions = new TreeMap<>();
  private final Map<AliasName, LedgerWatch> aliases = new HashMap<>();
  private final Map<IdempotencyKey, VersionNumber> keys = new HashMap<>();
  private final List<Moment<Long>> lastNumbers = new ArrayList<>();
  private final List<Moment<Optional<WorkingCopy>>> copies = new ArrayList<>();
  private final Set<String> neverVisible = new HashSet<>();

  private int gapExcuses;
  private Duration window = Duration.ZERO;

  /** A value and the time from which it held. */
  private record Moment<T>(long step, T value) {}

  /** What was seen of a version. */
  private static final class Seen {
    VersionEntry entry;
    String etag = "";
    final List<Moment<VersionEntry>> history = new ArrayList<>();

    Seen(VersionEntry entry) {
      this.entry = entry;
    }
  }

  Oracle(BlobStore blobs, CatalogStore catalog, ArtifactName artifact) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.artifact = artifact;
    lastNumbers.add(new Moment<>(0, 0L));
    copies.add(new Moment<>(0, Optional.empty()));
  }

  /** From now on, what is deleted must be kept for so long. */
  void keepDeleted(Duration time) {
    window = time;
  }

  static void check(boolean holds, int promise, String broken) {
    if (!holds) {
      throw new Violation("promise " + promise + ": " + broken);
    }
  }

  /** Compares what is there now with what was there before. */
  void observe(long step) {
    observeNumber(step);
    Map<VersionNumber, Integer> references = new HashMap<>();
    for (AliasEntry entry : catalog.aliases(artifact, null, 1000).items()) {
      aliases
          .computeIfAbsent(entry.name(), name -> new LedgerWatch(catalog, artifact, name))
          .observe(entry);
      if (entry instanceof AliasEntry.Present present) {
        present.alias().routing().versions().forEach(n -> references.merge(n, 1, Integer::sum));
      }
    }
    List<VersionEntry> entries = catalog.versions(artifact, null, 1000).items();
    for (VersionEntry entry : entries) {
      observe(entry, references.getOrDefault(entry.number(), 0), step);
      references.remove(entry.number());
    }
    check(entries.size() == versions.size(), 2, "the entry of a version is gone");
    check(references.isEmpty(), 6, "an alias points to what is not there: " + references.keySet());
    observeCopy(step);
    for (IdempotencyRecord key : catalog.keys(artifact, null, 1000).items()) {
      VersionNumber before = keys.putIfAbsent(key.key(), key.version());
      check(
          before == null || before.equals(key.version()),
          5,
          "key " + key.key() + " stood for " + before + " and stands for " + key.version());
      check(versions.containsKey(key.version()), 5, "key " + key.key() + " stands for nothing");
    }
  }

  private void observeNumber(long step) {
    long last = catalog.findArtifact(artifact).map(ArtifactRecord::lastNumber).orElse(0L);
    long before = lastNumber();
    check(last == before || last == before + 1, 3, "number " + last + " came after " + before);
    if (last != before) {
      lastNumbers.add(new Moment<>(step, last));
    }
  }

  private void observe(VersionEntry entry, int references, long step) {
    Seen seen = versions.get(entry.number());
    if (seen == null) {
      check(
          entry instanceof VersionEntry.Abandoned || entry.number().value() <= lastNumber(),
          3,
          entry.number() + " was never reserved");
      seen = new Seen(entry);
      versions.put(entry.number(), seen);
      seen.history.add(new Moment<>(step, entry));
    } else if (seen.entry != entry) {
      checkStep(seen.entry, entry);
      checkWindow(seen, entry);
      seen.entry = entry;
      seen.history.add(new Moment<>(step, entry));
    }
    if (entry instanceof VersionEntry.Committed committed) {
      check(
          references == committed.references(),
          6,
          entry.number() + " counts " + committed.references() + " aliases, not " + references);
      boolean active = committed.state() == VersionState.ACTIVE;
      check(active || references == 0, 6, "an alias points to deleted " + entry.number());
      if (committed.state() != VersionState.EXPIRED) {
        checkBytes(committed.version(), seen);
      }
    } else {
      check(references == 0, 6, "an alias points to abandoned " + entry.number());
    }
  }

  private static void checkStep(VersionEntry before, VersionEntry after) {
    boolean same =
        before instanceof VersionEntry.Committed from
            && after instanceof VersionEntry.Committed to
            && from.version().equals(to.version())
            && from.attemptId().equals(to.attemptId())
            && (from.state() == to.state()
                || from.state() != VersionState.EXPIRED
                    && (to.state() != VersionState.EXPIRED || from.state() == VersionState.DELETED));
    check(same, 2, before + " became " + after);
  }

  /** A deletion longer ago will do: the version may just have been restored and deleted anew. */
  private void checkWindow(Seen seen, VersionEntry after) {
    if (after instanceof VersionEntry.Committed to
        && to.state() == VersionState.EXPIRED
        && seen.entry != after) {
      Instant latest = blobs.now().minus(window);
      check(
          seen.history.stream().anyMatch(moment -> isDeletedBy(moment.value(), latest)),
          2,
          after.number() + " has expired before its time");
    }
  }

  private static boolean isDeletedBy(VersionEntry entry, Instant latest) {
    return entry instanceof VersionEntry.Committed committed
        && committed.state() == VersionState.DELETED
        && !committed.stateChangedAt().isAfter(latest);
  }

  private void checkBytes(Version version, Seen seen) {
    Optional<BlobInfo> blob = blobs.find(version.key());
    check(blob.isPresent(), 1, version + " has no bytes");
    String etag = blob.orElseThrow().etag();
    if (seen.etag.isEmpty()) {
      check(
          Bytes.digest(blobs, version.key()).equals(version.digest()),
          1,
          version + " has other bytes than its digest says");
      seen.etag = etag;
    }
    check(seen.etag.equals(etag), 2, "the bytes of " + version + " were written again");
  }

  private void observeCopy(long step) {
    Optional<WorkingCopy> copy = catalog.latest(artifact).workingCopy();
    Optional<WorkingCopy> before = copies.get(copies.size() - 1).value();
    if (copy.isPresent()) {
      WorkingCopy now = copy.get();
      Optional<BlobInfo> blob = blobs.find(now.version().key());
      check(
          blob.isPresent() && blob.get().etag().equals(now.etag()), 1, "$LATEST has no bytes");
      if (before.isEmpty() || before.get() != now) {
        long revision = before.map(WorkingCopy::revision).orElse(now.revision() - 1);
        check(now.revision() == revision + 1, 7, "$LATEST went from revision " + revision);
        check(
            Bytes.digest(blobs, now.version().key()).equals(now.version().digest()),
            1,
            "$LATEST has other bytes than its digest says");
        copies.add(new Moment<>(step, copy));
      }
    } else if (before.isPresent()) {
      copies.add(new Moment<>(step, copy));
    }
  }

  long lastNumber() {
    return lastNumbers.get(lastNumbers.size() - 1).value();
  }

  /** Whether the last number was this one at some time of a span. */
  boolean wasLastNumber(long number, Span span) {
    return was(lastNumbers, span, value -> value == number);
  }

  /** Whether the working copy was such at some time of a span. */
  boolean wasCopy(Span span, Predicate<WorkingCopy> which) {
    return was(copies, span, copy -> copy.isPresent() && which.test(copy.get()));
  }

  /** Whether there was a working copy at every time of a span. */
  boolean wasCopyAlways(Span span) {
    return !was(copies, span, Optional::isEmpty);
  }

  /** Whether the entry under a number was such at some time of a span; tells nothing of absence. */
  boolean was(VersionNumber number, Span span, Predicate<VersionEntry> which) {
    Seen seen = versions.get(number);
    return seen != null && was(seen.history, span, which);
  }

  /** Whether a number did not stand for a version that can be used, at some time of a span. */
  boolean wasUnusable(VersionNumber number, Span span) {
    Seen seen = versions.get(number);
    return seen == null
        || seen.history.get(0).step() > span.start()
        || was(seen.history, span, entry -> !isActive(entry));
  }

  /** Whether a version was ever deleted. */
  boolean wasDeleted(VersionNumber number) {
    Seen seen = versions.get(number);
    return seen != null && seen.history.stream().anyMatch(moment -> !isActive(moment.value()));
  }

  Optional<VersionNumber> versionOf(String key) {
    return Optional.ofNullable(keys.get(new IdempotencyKey(key)));
  }

  /** A publish ended so that it may have left a number unused. */
  void excuseGap() {
    gapExcuses++;
  }

  /** Without failures, the numbers have no gaps. */
  void checkNoGaps() {
    long gaps = lastNumber() - versions.size();
    check(gaps <= gapExcuses, 3, gaps + " numbers of " + lastNumber() + " are not used");
  }

  static boolean isActive(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed committed
        && committed.state() == VersionState.ACTIVE;
  }

  private static <T> boolean was(List<Moment<T>> history, Span span, Predicate<T> which) {
    for (int i = history.size() - 1; i >= 0; i--) {
      Moment<T> moment = history.get(i);
      if (moment.step() <= span.end() && which.test(moment.value())) {
        return true;
      }
      if (moment.step() <= span.start()) {
        return false;
      }
    }
    return false;
  }

  Optional<Version> version(VersionNumber number) {
    Seen seen = versions.get(number);
    return seen != null && seen.entry instanceof VersionEntry.Committed committed
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  List<VersionEntry> entries() {
    return versions.values().stream().map(seen -> seen.entry).toList();
  }

  Optional<Routing> routingAt(AliasName alias, long revision) {
    LedgerWatch watch = aliases.get(alias);
    return watch == null ? Optional.empty() : watch.routingAt(revision);
  }

  String reasonAt(AliasName alias, long revision) {
    LedgerWatch watch = aliases.get(alias);
    return watch == null ? "" : watch.reasonAt(revision);
  }

  /** A caller was told that this did not happen. */
  void neverVisible(String token) {
    neverVisible.add(token);
  }

  /** Checks at the end what callers were told of, and that no call had two effects. */
  void checkTokens() {
    Set<String> tokens = new HashSet<>();
    versions.values().stream()
        .filter(seen -> seen.entry instanceof VersionEntry.Committed)
        .map(seen -> ((VersionEntry.Committed) seen.entry).version().description())
        .forEach(token -> checkToken(tokens, token));
    aliases.values().forEach(w -> w.reasons().forEach(token -> checkToken(tokens, token)));
    Set<String> put = new HashSet<>();
    copies.forEach(c -> c.value().ifPresent(copy -> put.add(copy.version().description())));
    put.forEach(token -> check(!neverVisible.contains(token), 7, token + " failed, and was put"));
  }

  private void checkToken(Set<String> tokens, String token) {
    if (token.isEmpty()) {
      return;
    }
    check(tokens.add(token), 7, "one call of " + token + " happened twice");
    check(!neverVisible.contains(token), 7, token + " was said to have failed, and happened");
  }

  void checkLedgers() {
    aliases.values().forEach(LedgerWatch::checkUnchanged);
  }

  /** Checks that every blob is one that something refers to. */
  void checkNoOrphan() {
    Set<String> referenced = new HashSet<>();
    for (Seen seen : versions.values()) {
      if (seen.entry instanceof VersionEntry.Committed committed
          && committed.state() != VersionState.EXPIRED) {
        referenced.add(committed.version().key().value());
      }
    }
    copies
        .get(copies.size() - 1)
        .value()
        .ifPresent(copy -> referenced.add(copy.version().key().value()));
    try (Stream<BlobInfo> all = blobs.list(artifact)) {
      all.filter(blob -> !isForeign(blob))
          .forEach(
              blob ->
                  check(
                      referenced.contains(blob.key().value()),
                      9,
                      blob.key() + " is left over, and the collector does not see it"));
    }
  }

  /** Whether somebody from outside wrote a blob, under a number that was never given. */
  boolean isForeign(BlobInfo blob) {
    String key = blob.key().value();
    return !key.contains("/latest/")
        && Long.parseLong(key.substring(key.lastIndexOf('/') + 1)) > lastNumber();
  }
}
