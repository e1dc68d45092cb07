package dev.versioned.internal.catalog;

import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions that the item of an alias holds: number, digest, size and key of each, and the whole
 * record while there is room for it. Followers read the item again and again, so it stays within
 * {@link #MOST_BYTES}, however long the versions' descriptions and metadata are. A record without
 * room is read once from its version, and must have the same digest, size and key.
 */
final class AliasTargets {
  /** DynamoDB charges a read for every 4 KB or part of it. */
  static final int MOST_BYTES = 4096;

  private AliasTargets() {}

  /**
   * Adds the versions to the attributes of an alias.
   *
   * @throws IllegalArgumentException if the item would be too large without any version
   */
  static void write(FieldsWriter item, Alias alias) {
    int others =
        ItemSize.of(new FieldsWriter().all(item).item(Keys.alias(alias.artifact(), alias.name())))
            + Attributes.VERSIONS.length()
            + 3;
    if (others > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot move alias "
              + alias.artifact()
              + ":"
              + alias.name()
              + ": its item would have "
              + others
              + " bytes, and may have "
              + MOST_BYTES
              + "; route to fewer versions, also by overrides, or shorten its description");
    }
    int room = MOST_BYTES - others;
    List<Version> versions = primaryFirst(alias);
    SortedMap<VersionNumber, FieldsWriter> parts = new TreeMap<>();
    for (Version version : versions) {
      FieldsWriter brief = brief(version);
      int size = brief.elementSize();
      if (size <= room) {
        parts.put(version.number(), brief);
        room -= size;
      }
    }
    for (Version version : versions) {
      FieldsWriter brief = parts.get(version.number());
      if (brief == null) {
        continue;
      }
      FieldsWriter whole = VersionItems.writeVersion(version);
      int more = whole.elementSize() - brief.elementSize();
      // rule: alias-item-has-a-largest-size
      if (more <= room) {
        parts.put(version.number(), whole);
        room -= more;
      }
    }
    item.parts(Attributes.VERSIONS, List.copyOf(parts.values()));
  }

  /** Adds number, digest, size and key of each version, however large the item gets. */
  static void writeBriefs(FieldsWriter item, Alias alias) {
    item.parts(
        Attributes.VERSIONS, alias.versions().values().stream().map(AliasTargets::brief).toList());
  }

  private static List<Version> primaryFirst(Alias alias) {
    List<Version> versions = new ArrayList<>(alias.versions().values());
    versions.sort(Comparator.comparing(version -> !version.id().equals(alias.routing().primary())));
    return versions;
  }

  private static FieldsWriter brief(Version version) {
    return new FieldsWriter()
        .number(Attributes.NUMBER, version.number().value())
        .text(Attributes.SHA256, version.digest().hex())
        .number(Attributes.SIZE_BYTES, version.sizeBytes())
        .text(Attributes.KEY, version.key());
  }

  /** The least that an item holds of a version. */
  private record Brief(VersionNumber number, Digest digest, long sizeBytes, BlobKey key) {
    static Brief of(Version version) {
      return new Brief(version.number(), version.digest(), version.sizeBytes(), version.key());
    }

    @Override
    public String toString() {
      return sizeBytes + " bytes of " + digest + " at " + key;
    }
  }

  /** Reads the versions of a routing and of overrides. */
  static SortedMap<VersionNumber, Version> read(
      StoredFields fields,
      ArtifactName artifact,
      Set<VersionNumber> targets,
      VersionReader reader,
      VersionRecords records) {
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    Map<VersionNumber, Brief> briefs = new TreeMap<>();
    for (StoredFields part : fields.partsOrEmpty(Attributes.VERSIONS, part -> part)) {
      // Only a whole record has a creation time.
      if (part.has(Attributes.CREATED_AT)) {
        Version version = reader.publishedVersion(part);
        versions.put(version.number(), version);
      } else {
        Brief brief = readBrief(part, artifact);
        briefs.put(brief.number(), brief);
      }
    }
    if (!targets.containsAll(versions.keySet())
        || !targets.containsAll(briefs.keySet())
        || versions.values().stream().anyMatch(version -> !version.artifact().equals(artifact))) {
      throw new IllegalArgumentException(
          "the versions in it are "
              + versions.values()
              + " and "
              + briefs.keySet()
              + ", and it routes to "
              + targets);
    }
    for (VersionNumber number : targets) {
      if (!versions.containsKey(number)) {
        versions.put(number, complete(artifact, number, briefs.get(number), records));
      }
    }
    return versions;
  }

  private static Brief readBrief(StoredFields part, ArtifactName artifact) {
    VersionNumber number = VersionNumber.of(part.number(Attributes.NUMBER));
    BlobKey key = new BlobKey(part.text(Attributes.KEY));
    // A name that is already clean stays the same when it is cleaned again.
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    if (!key.equals(BlobKey.ofVersion(artifact, number, name))) {
      throw new IllegalArgumentException("its key of version " + number + " is " + key);
    }
    return new Brief(
        number, new Digest(part.text(Attributes.SHA256)), part.size(Attributes.SIZE_BYTES), key);
  }

  private static Version complete(
      ArtifactName artifact, VersionNumber number, @Nullable Brief brief, VersionRecords records) {
    Version version =
        records
            .find(artifact, number)
            .orElseThrow(
                () -> new IllegalArgumentException("its version " + number + " has no record"));
    // rule: alias-serves-what-it-was-pointed-at
    if (brief != null && !brief.equals(Brief.of(version))) {
      throw new IllegalArgumentException(
          "its version " + number + " is " + brief + ", but its record has " + Brief.of(version));
    }
    records.keep(version);
    return version;
  }
}
