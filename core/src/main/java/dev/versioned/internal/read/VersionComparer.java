package dev.versioned.internal.read;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison;
import dev.versioned.model.VersionComparison.Field;
import dev.versioned.model.VersionComparison.Property;
import dev.versioned.model.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the records, the labels and the signatures of versions. */
public final class VersionComparer {
  private static final int MOST_SIGNATURES = 100;

  private final Catalog catalog;

  public VersionComparer(Catalog catalog) {
    this.catalog = catalog;
  }

  public VersionComparison compare(Version from, Version to) {
    List<Property> all = new ArrayList<>();
    add(all, Field.DIGEST, from.digest().toString(), to.digest().toString());
    add(all, Field.SIZE, Long.toString(from.sizeBytes()), Long.toString(to.sizeBytes()));
    add(all, Field.CONTENT_TYPE, from.contentType(), to.contentType());
    add(all, Field.FILE_NAME, from.fileName(), to.fileName());
    add(all, Field.DESCRIPTION, from.description(), to.description());
    add(all, Field.CREATED_AT, from.createdAt().toString(), to.createdAt().toString());
    add(all, Field.CREATED_BY, from.createdBy(), to.createdBy());
    addNamed(all, Field.METADATA, from.metadata(), to.metadata());
    addNamed(all, Field.LABEL, labels(from), labels(to));
    addNamed(all, Field.SIGNATURE, signatures(from), signatures(to));
    return new VersionComparison(from, to, all);
  }

  /** An empty text is a value that was not given. */
  private static void add(List<Property> all, Field field, String from, String to) {
    Optional<String> before = Optional.of(from).filter(text -> !text.isEmpty());
    Optional<String> after = Optional.of(to).filter(text -> !text.isEmpty());
    if (before.isPresent() || after.isPresent()) {
      all.add(new Property(field, "", before, after));
    }
  }

  private static void addNamed(
      List<Property> all, Field field, Map<String, String> from, Map<String, String> to) {
    TreeSet<String> names = new TreeSet<>(from.keySet());
    // rule: added-names-are-compared
    names.addAll(to.keySet());
    for (String name : names) {
      all.add(
          new Property(
              field, name, Optional.ofNullable(from.get(name)), Optional.ofNullable(to.get(name))));
    }
  }

  private Map<String, String> labels(Version version) {
    return version.id() instanceof VersionNumber number
        ? catalog
            .findLabels(version.artifact(), number)
            .<Map<String, String>>map(stored -> stored.labels().values())
            .orElse(Map.of())
        : Map.of();
  }

  private Map<String, String> signatures(Version version) {
    if (!(version.id() instanceof VersionNumber number)) {
      return Map.of();
    }
    return catalog
        .signatures(version.artifact(), number, null, MOST_SIGNATURES, Unreadable.FAIL)
        .items()
        .stream()
        .collect(
            Collectors.toMap(
                VersionSignature::keyId,
                signature -> signature.at().toString(),
                (one, two) -> one,
                TreeMap::new));
  }
}
