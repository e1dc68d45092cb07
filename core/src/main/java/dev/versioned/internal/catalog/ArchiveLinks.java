package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the records of one artifact say of each other. The aliases and keys are given first, then
 * the versions that they name.
 */
final class ArchiveLinks {
  private final ArtifactName artifact;
  private final Map<String, Item> aliasItems = new TreeMap<>();
  private final Map<String, Long> revisions = new HashMap<>();
  private final Map<Long, Optional<Version>> targets = new HashMap<>();
  private final Map<Long, List<IdempotencyRecord>> keys = new HashMap<>();
  private final List<ArchiveEntry> fittingKeys = new ArrayList<>();
  private final Set<String> ledgers = new HashSet<>();
  private final Map<String, AliasOverrides> inForce = new TreeMap<>();
  private String previousAlias = "";
  private long previousRow;

  ArchiveLinks(ArtifactName artifact) {
    this.artifact = artifact;
  }

  /** The versions of an alias are known only when all numbers were read. */
  void alias(Item item) {
    Schema.check(item);
    StoredFields fields = new StoredFields(item.attributes());
    aliasItems.put(item.key().sort(), item);
    if (fields.has(Attributes.PRIMARY)) {
      AliasItems.targets(fields).forEach(number -> targets.put(number.value(), Optional.empty()));
    }
  }

  void key(IdempotencyRecord key) {
    keys.computeIfAbsent(key.version().value(), absent -> new ArrayList<>()).add(key);
  }

  void number(VersionEntry entry) {
    long number = entry.number().value();
    if (targets.containsKey(number)) {
      targets.put(number, entry.active());
    }
    List<IdempotencyRecord> named = keys.remove(number);
    // The keys of a version that was set aside are left out.
    if (named != null && entry instanceof VersionEntry.Committed version) {
      // rule: archive-has-keys-of-its-versions
      if (!named.stream()
          .allMatch(key -> key.fingerprint().equals(Fingerprint.of(version.version())))) {
        throw new IllegalArgumentException("an idempotency key of it is of other content");
      }
      named.forEach(key -> fittingKeys.add(new ArchiveEntry.Key(key)));
    }
  }

  /** Returns the keys and the aliases, once all numbers were read. */
  List<ArchiveEntry> complete(VersionReader reader) {
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException(
          "an idempotency key is of version "
              + keys.keySet().iterator().next()
              + ", which is missing");
    }
    List<ArchiveEntry> complete = new ArrayList<>(fittingKeys);
    fittingKeys.clear();
    AliasItems aliases =
        new AliasItems(
            reader,
            new VersionRecords(
                (name, number) ->
                    name.equals(artifact)
                        ? targets.getOrDefault(number.value(), Optional.empty())
                        : Optional.empty()));
    for (Item item : aliasItems.values()) {
      AliasEntry entry = aliases.readEntry(item);
      entry.present().ifPresent(present -> present.alias().versions().forEach(this::checkTarget));
      entry
          .present()
          .map(present -> present.alias().overrides())
          .filter(overrides -> !overrides.isEmpty())
          .ifPresent(overrides -> inForce.put(entry.name().value(), overrides));
      revisions.put(entry.name().value(), entry.revision());
      complete.add(new ArchiveEntry.Alias(entry));
    }
    aliasItems.clear();
    targets.clear();
    return complete;
  }

  private void checkTarget(VersionNumber number, Version carried) {
    // rule: archive-has-the-versions-of-its-aliases
    if (!Optional.of(carried).equals(targets.get(number.value()))) {
      throw new IllegalArgumentException(
          "an alias points to version " + number + ", which is missing, not ACTIVE, or different");
    }
  }

  void row(String alias, long revision) {
    checkRevision(alias, revision);
    if (alias.equals(previousAlias) ? revision >= previousRow : !ledgers.add(alias)) {
      throw new IllegalArgumentException("it is not in its place in the ledger");
    }
    previousAlias = alias;
    previousRow = revision;
  }

  void overrides(OverridesRecord record) {
    String alias = record.alias().value();
    checkRevision(alias, record.overrides().revision());
    AliasOverrides named = inForce.get(alias);
    if (named != null && named.revision() == record.overrides().revision()) {
      // rule: archive-has-the-overrides-of-its-aliases
      if (!named.equals(OverridesItems.summary(record))) {
        throw new IllegalArgumentException("they are not those that the alias " + alias + " names");
      }
      inForce.remove(alias);
    }
  }

  /** Ends the records. */
  void end() {
    if (!inForce.isEmpty()) {
      throw new IllegalArgumentException(
          "the overrides that alias " + inForce.keySet().iterator().next() + " names are missing");
    }
  }

  void checkRevision(String alias, long revision) {
    // rule: archive-has-rows-of-its-aliases
    if (revision > revisions.getOrDefault(alias, 0L)) {
      throw new IllegalArgumentException(
          "it is of revision " + revision + " of alias " + alias + ", which has no such revision");
    }
  }
}
