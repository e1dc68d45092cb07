package dev.versioned.simulation;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads both stores directly after every write, and knows which states are forbidden.
 *
 * <p>The numbers in its messages are those of the promises; see the module's README.
 */
final class Oracle {
  private final BlobStore blobs;
  private final Records records;
  private final ArtifactName artifact;
  private final Map<VersionNumber, VersionWatch> versions = new TreeMap<>();
  final Ledgers ledgers;
  final LabelWatch labels;
  private final Map<IdempotencyKey, VersionNumber> keys = new HashMap<>();
  private final History<Long> lastNumbers = new History<>(0, 0L);
  private final History<Optional<WorkingCopy>> copies = new History<>(0, Optional.empty());
  private final Set<String> everPut = new HashSet<>();
  private final Tokens tokens = new Tokens();
  private final LatestWatch latest;
  private int gapExcuses;
  private Duration window = Duration.ZERO;
  private @Nullable Oracle companion;

  Oracle(BlobStore blobs, Records records, ArtifactName artifact) {
    this.blobs = blobs;
    this.records = records;
    this.artifact = artifact;
    this.ledgers = new Ledgers(records, artifact);
    this.labels = new LabelWatch(records, artifact);
    this.latest = new LatestWatch(lastNumbers);
  }

  /** Records that an operation whose ids have this prefix has begun after a step. */
  void began(String prefix, long step) {
    latest.began(prefix, step);
  }

  /** Checks that an artifact with any contents is listed. */
  void checkListed(boolean listed) {
    boolean holds =
        copies.now().isPresent()
            || versions.values().stream().anyMatch(v -> VersionWatch.isActive(v.history().now()));
    check(listed || !holds, 1, () -> artifact + " holds something, and is not listed");
  }

  /** Checks the revision of {@code $LATEST} that a version was published from. */
  void checkFrom(VersionNumber number, Span span) {
    latest.checkFrom(number, versions.get(number).history().now(), span);
  }

  /** From now on, watches another artifact, too. */
  void watchAlso(ArtifactName other) {
    companion = new Oracle(blobs, records, other);
  }

  static void check(boolean holds, int promise, Supplier<String> broken) {
    if (!holds) {
      throw new Violation("promise " + promise + ": " + broken.get());
    }
  }

  /** From now on, requires deleted versions to be kept for this time. */
  void keepDeleted(Duration time) {
    window = time;
  }

  /** Compares the present state with the previous one. */
  void observe(long step) {
    observeNumber(step);
    observeVersions(ledgers.observe(step), step);
    labels.observe(versions::containsKey, step);
    observeCopy(step);
    observeLatest(step);
    observeKeys();
    if (companion != null) {
      companion.observe(step);
    }
  }

  private void observeNumber(long step) {
    long last = records.artifact(artifact).map(ArtifactRecord::lastNumber).orElse(0L);
    long before = lastNumber();
    check(
        last == before || last == before + 1, 3, () -> "number " + last + " came after " + before);
    if (last != before) {
      lastNumbers.set(step, last);
    }
  }

  private void observeVersions(Map<VersionNumber, Integer> references, long step) {
    List<VersionEntry> entries = records.versions(artifact);
    for (VersionEntry entry : entries) {
      Integer count = references.remove(entry.number());
      versions
          .computeIfAbsent(entry.number(), number -> begin(entry, step))
          .observe(entry, count == null ? 0 : count, window, step);
    }
    check(entries.size() == versions.size(), 2, () -> "the entry of a version is gone");
    check(
        references.isEmpty(),
        6,
        () -> "an alias points to missing versions: " + references.keySet());
  }

  private void observeLatest(long step) {
    latest.observe(
        records.latestRevision(artifact),
        copies.now(),
        versions.values().stream().map(watch -> watch.history().now()).toList(),
        () -> records.latest(artifact),
        step);
  }

  private VersionWatch begin(VersionEntry entry, long step) {
    check(
        entry instanceof VersionEntry.Abandoned || entry.number().value() <= lastNumber(),
        3,
        () -> entry.number() + " was never reserved");
    return new VersionWatch(blobs, entry, step);
  }

  @SuppressWarnings("ReferenceEquality") // a different record comes from a different write
  private void observeCopy(long step) {
    Optional<WorkingCopy> copy = records.workingCopy(artifact);
    Optional<WorkingCopy> before = copies.now();
    if (copy.isEmpty()) {
      if (before.isPresent()) {
        copies.set(step, copy);
      }
      return;
    }
    WorkingCopy now = copy.get();
    check(
        blobs.find(now.version().key()).filter(b -> b.etag().equals(now.etag())).isPresent(),
        1,
        () -> "$LATEST has no bytes");
    if (before.isEmpty() || before.get() != now) {
      long revision = before.map(WorkingCopy::revision).orElse(now.revision() - 1);
      check(now.revision() == revision + 1, 7, () -> "$LATEST went from revision " + revision);
      check(
          Bytes.digest(blobs, now.version().key()).equals(now.version().digest()),
          1,
          () -> "$LATEST has other bytes than its digest says");
      copies.set(step, copy);
      everPut.add(now.version().description());
    }
  }

  private void observeKeys() {
    for (IdempotencyRecord key : records.keys(artifact)) {
      VersionNumber before = keys.putIfAbsent(key.key(), key.version());
      check(
          before == null || before.equals(key.version()),
          5,
          () -> "key " + key.key() + " stood for " + before + " and stands for " + key.version());
      check(
          versions.containsKey(key.version()), 5, () -> "key " + key.key() + " stands for nothing");
    }
  }

  long lastNumber() {
    return lastNumbers.now();
  }

  /** Returns whether the last number was this one at some time in a span. */
  boolean wasLastNumber(long number, Span span) {
    return lastNumbers.was(span, value -> value == number);
  }

  /** Returns whether the working copy was such at some time in a span. */
  boolean wasCopy(Span span, Predicate<WorkingCopy> which) {
    return copies.was(span, copy -> copy.isPresent() && which.test(copy.get()));
  }

  /** Returns whether there was a working copy throughout a span. */
  boolean wasCopyAlways(Span span) {
    return !copies.was(span, Optional::isEmpty);
  }

  /**
   * Returns whether the entry of a number was such at some time in a span; ignores times without an
   * entry.
   */
  boolean was(VersionNumber number, Span span, Predicate<VersionEntry> which) {
    VersionWatch watch = versions.get(number);
    return watch != null && watch.history().was(span, which);
  }

  /** Returns whether a number did not stand for a usable version, at some time in a span. */
  boolean wasUnusable(VersionNumber number, Span span) {
    VersionWatch watch = versions.get(number);
    return watch == null
        || watch.history().isYoungerThan(span)
        || watch.history().was(span, entry -> !VersionWatch.isActive(entry));
  }

  /** Returns whether a version was ever deleted. */
  boolean wasDeleted(VersionNumber number) {
    VersionWatch watch = versions.get(number);
    return watch != null && watch.history().wasEver(entry -> !VersionWatch.isActive(entry));
  }

  Optional<VersionNumber> versionOf(String key) {
    return Optional.ofNullable(keys.get(new IdempotencyKey(key)));
  }

  Optional<Version> version(VersionNumber number) {
    return Optional.ofNullable(versions.get(number)).flatMap(VersionWatch::version);
  }

  /** Returns the oracle of an artifact. */
  Oracle of(ArtifactName which) {
    return companion != null && companion.artifact.equals(which) ? companion : this;
  }

  /** Returns the ledgers of an artifact. */
  Ledgers ledgersOf(ArtifactName which) {
    return of(which).ledgers;
  }

  /** Returns how many versions newer than this one were active at some time in a span. */
  long newerThan(VersionNumber number, Span span) {
    return versions.entrySet().stream()
        .filter(one -> one.getKey().compareTo(number) > 0)
        .filter(one -> one.getValue().history().was(span, VersionWatch::isActive))
        .count();
  }

  /** Records that a call was reported as not having happened. */
  void neverVisible(String token) {
    tokens.neverVisible(token);
  }

  /** Records that a publish may have left a number unused. */
  void excuseGap() {
    gapExcuses++;
  }

  /** Checks that, without failures, the numbers have no gaps. */
  void checkNoGaps() {
    long gaps = lastNumber() - versions.size();
    check(gaps <= gapExcuses, 3, () -> gaps + " numbers of " + lastNumber() + " are not used");
  }

  /** At the end, checks the reported results, and that no call had two effects. */
  void checkTokens() {
    tokens.check(
        Stream.concat(
            versions.values().stream().flatMap(w -> w.version().stream()).map(Version::description),
            Stream.concat(ledgers.tokens(), labels.tokens())));
    everPut.forEach(tokens::checkTold);
  }

  void checkLedgers() {
    ledgers.checkUnchanged();
    if (companion != null) {
      companion.checkLedgers();
    }
  }

  /** Checks that every blob is referenced. */
  void checkNoOrphan() {
    Set<String> referenced = new HashSet<>();
    versions.values().stream()
        .flatMap(watch -> watch.kept().stream())
        .forEach(version -> referenced.add(version.key().value()));
    copies.now().ifPresent(copy -> referenced.add(copy.version().key().value()));
    try (Stream<BlobInfo> all = blobs.list(artifact)) {
      all.filter(blob -> !isForeign(blob))
          .forEach(
              blob ->
                  check(
                      referenced.contains(blob.key().value()),
                      9,
                      () -> blob.key() + " is left over, and the collector does not see it"));
    }
    check(
        records.artifact(artifact).isEmpty()
            || blobs.unfinishedWrites(artifact).findAny().isEmpty(),
        9,
        () -> "an unfinished write is left over, and the collector does not see it");
    if (companion != null) {
      companion.checkNoOrphan();
    }
  }

  /** Checks that an operation has removed its temporary uploads. */
  void checkNoUploadOf(String by) {
    try (Stream<BlobInfo> all = blobs.list(artifact)) {
      all.forEach(
          blob ->
              check(
                  !blob.key().value().contains("/latest/" + by),
                  9,
                  () -> blob.key() + " was left behind, although nothing had failed"));
    }
  }

  /**
   * Returns whether a blob belongs to no publish, or to a number that was never assigned or was
   * given up: the collector keeps these.
   */
  boolean isForeign(BlobInfo blob) {
    String key = blob.key().value();
    if (key.contains("/latest/")) {
      return false;
    }
    int folder = artifact.value().length() + 1;
    long number = Long.parseLong(key.substring(folder, key.indexOf('/', folder)));
    VersionWatch watch = versions.get(VersionNumber.of(number));
    return number > lastNumber()
        || (watch != null && watch.history().now() instanceof VersionEntry.GivenUp)
        || blobs.find(blob.key()).filter(found -> found.attemptId().isEmpty()).isPresent();
  }
}
